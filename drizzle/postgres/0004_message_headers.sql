CREATE TABLE "message_headers" (
	"message_id" bigint PRIMARY KEY NOT NULL,
	"in_reply_to" text,
	"references" text NOT NULL,
	"auto_submitted" text,
	"list_unsubscribe" text,
	"list_unsubscribe_post" text,
	"report_type" text
);
--> statement-breakpoint
ALTER TABLE "message_headers" ADD CONSTRAINT "message_headers_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
-- Mail that is stored already gets its rows in the background (core/backfills).
INSERT INTO "backfills" ("account_id", "name", "done", "is_done") SELECT "id", 'message-headers', 0, false FROM "accounts";--> statement-breakpoint
INSERT INTO "backfills" ("account_id", "name", "done", "is_done") SELECT "id", 'fetch-headers', 0, false FROM "accounts";
