CREATE TABLE "pending_changes" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"message_id" bigint NOT NULL,
	"provider_message_id" text NOT NULL,
	"position" bigint NOT NULL,
	"change" text NOT NULL,
	"inverse" text,
	"state" text NOT NULL,
	"reason" text,
	"needs_refresh" boolean NOT NULL,
	"attempts" integer NOT NULL,
	"not_before" bigint NOT NULL,
	"accepted_at" bigint,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "pending_changes" ADD CONSTRAINT "pending_changes_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "pending_changes_by_message" ON "pending_changes" USING btree ("account_id","provider_message_id","position");--> statement-breakpoint
CREATE INDEX "pending_changes_by_position" ON "pending_changes" USING btree ("account_id","position");--> statement-breakpoint
-- What waited in the queue of before goes on: one row a message, in the order it was made.
INSERT INTO "pending_changes" ("id", "account_id", "message_id", "provider_message_id", "position", "change", "inverse", "state", "reason", "needs_refresh", "attempts", "not_before", "accepted_at", "created_at")
SELECT gen_random_uuid()::text, a."account_id", m."id", m."provider_message_id",
	row_number() OVER (PARTITION BY a."account_id" ORDER BY a."created_at", a."id"),
	CASE a."kind" WHEN 'set_unread' THEN '{"kind":"read","value":false}' ELSE '{"kind":"read","value":true}' END,
	CASE a."kind" WHEN 'set_unread' THEN '{"kind":"read","value":true}' ELSE '{"kind":"read","value":false}' END,
	CASE a."kind" WHEN 'restore' THEN 'refused' ELSE 'pending' END,
	CASE a."kind" WHEN 'restore' THEN 'The mail provider did not accept a change.' END,
	a."kind" = 'restore', a."attempts", a."not_before", NULL, a."created_at"
FROM "actions" a
CROSS JOIN LATERAL json_array_elements_text(a."provider_message_ids"::json) AS one(id)
JOIN "messages" m ON m."account_id" = a."account_id" AND m."provider_message_id" = one.id;
