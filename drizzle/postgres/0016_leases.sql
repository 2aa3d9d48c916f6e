CREATE TABLE "leases" (
	"resource" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"token" bigint NOT NULL,
	"until" bigint NOT NULL
);
