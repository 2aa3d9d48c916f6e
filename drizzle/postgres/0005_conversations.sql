CREATE TABLE "thread_counts" (
	"mailbox_id" text NOT NULL,
	"box" text NOT NULL,
	"total" integer NOT NULL,
	"unread" integer NOT NULL,
	CONSTRAINT "thread_counts_mailbox_id_box_pk" PRIMARY KEY("mailbox_id","box")
);
--> statement-breakpoint
CREATE TABLE "thread_entries" (
	"thread_id" bigint NOT NULL,
	"box" text NOT NULL,
	"mailbox_id" text NOT NULL,
	"sort_key" bigint NOT NULL,
	"total" integer NOT NULL,
	"unread" integer NOT NULL,
	CONSTRAINT "thread_entries_thread_id_box_pk" PRIMARY KEY("thread_id","box")
);
--> statement-breakpoint
CREATE TABLE "thread_keys" (
	"key" text PRIMARY KEY NOT NULL,
	"thread_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "threads" (
	"id" bigint PRIMARY KEY NOT NULL,
	"mailbox_id" text NOT NULL,
	"merged_into" bigint
);
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "thread_id" bigint;--> statement-breakpoint
ALTER TABLE "thread_counts" ADD CONSTRAINT "thread_counts_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_entries" ADD CONSTRAINT "thread_entries_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_keys" ADD CONSTRAINT "thread_keys_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "thread_entries_by_box" ON "thread_entries" USING btree ("mailbox_id","box","sort_key");--> statement-breakpoint
CREATE INDEX "thread_keys_by_thread" ON "thread_keys" USING btree ("thread_id");--> statement-breakpoint
CREATE INDEX "threads_by_mailbox" ON "threads" USING btree ("mailbox_id");--> statement-breakpoint
CREATE INDEX "threads_merged" ON "threads" USING btree ("merged_into") WHERE merged_into is not null;--> statement-breakpoint
CREATE INDEX "messages_by_thread" ON "messages" USING btree ("thread_id","id") WHERE thread_id is not null;
--> statement-breakpoint
-- Mail that is stored already gets its conversations in the background (core/backfills).
INSERT INTO "backfills" ("account_id", "name", "done", "is_done") SELECT "id", 'conversations', 0, false FROM "accounts";
