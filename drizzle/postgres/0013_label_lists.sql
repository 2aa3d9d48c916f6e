CREATE TABLE "label_entries" (
	"list_id" bigint NOT NULL,
	"sort_key" bigint NOT NULL,
	"message_id" bigint NOT NULL,
	CONSTRAINT "label_entries_list_id_sort_key_message_id_pk" PRIMARY KEY("list_id","sort_key","message_id")
);
--> statement-breakpoint
CREATE TABLE "label_lists" (
	"id" bigint PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"label_id" text NOT NULL,
	"total" integer NOT NULL,
	"unread" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "is_in_label_lists" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "label_lists" ADD CONSTRAINT "label_lists_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "label_lists_by_label" ON "label_lists" USING btree ("account_id","label_id");--> statement-breakpoint
-- Mail that is stored already is entered in the background (core/backfills).
INSERT INTO "backfills" ("account_id", "name", "done", "is_done") SELECT "id", 'label-lists', 0, false FROM "accounts";
