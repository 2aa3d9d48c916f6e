CREATE TABLE "backfills" (
	"account_id" text NOT NULL,
	"name" text NOT NULL,
	"position" bigint,
	"done" integer NOT NULL,
	"total" integer,
	"is_done" boolean NOT NULL,
	CONSTRAINT "backfills_account_id_name_pk" PRIMARY KEY("account_id","name")
);
--> statement-breakpoint
ALTER TABLE "backfills" ADD CONSTRAINT "backfills_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;