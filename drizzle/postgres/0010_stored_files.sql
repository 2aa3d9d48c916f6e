CREATE TABLE "files" (
	"hash" text PRIMARY KEY NOT NULL,
	"size_bytes" bigint NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox_files" (
	"outbox_id" text NOT NULL,
	"position" integer NOT NULL,
	"hash" text NOT NULL,
	"name" text NOT NULL,
	"content_type" text NOT NULL,
	"is_inline" boolean NOT NULL,
	"content_id" text,
	CONSTRAINT "outbox_files_outbox_id_position_pk" PRIMARY KEY("outbox_id","position")
);
--> statement-breakpoint
ALTER TABLE "outbox_files" ADD CONSTRAINT "outbox_files_outbox_id_outbox_id_fk" FOREIGN KEY ("outbox_id") REFERENCES "public"."outbox"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox_files" ADD CONSTRAINT "outbox_files_hash_files_hash_fk" FOREIGN KEY ("hash") REFERENCES "public"."files"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "files_by_age" ON "files" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "outbox_files_by_hash" ON "outbox_files" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "attachment_files_by_hash" ON "attachment_files" USING btree ("hash");