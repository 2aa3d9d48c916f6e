DROP INDEX "messages_all_mail";--> statement-breakpoint
DROP INDEX "messages_inbox";--> statement-breakpoint
DROP INDEX "messages_sent";--> statement-breakpoint
DROP INDEX "messages_spam";--> statement-breakpoint
DROP INDEX "messages_trash";--> statement-breakpoint
DROP INDEX "messages_archive";--> statement-breakpoint
DROP INDEX "messages_starred";--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "bumped_key" bigint;--> statement-breakpoint
CREATE INDEX "messages_all_mail" ON "messages" USING btree ("account_id",(case when bumped_key is null then id else bumped_key end),"id") WHERE not is_spam and not is_trash and not is_draft;--> statement-breakpoint
CREATE INDEX "messages_inbox" ON "messages" USING btree ("account_id",(case when bumped_key is null then id else bumped_key end),"id") WHERE in_inbox and not is_spam and not is_trash and not is_draft;--> statement-breakpoint
CREATE INDEX "messages_sent" ON "messages" USING btree ("account_id",(case when bumped_key is null then id else bumped_key end),"id") WHERE is_sent and not is_spam and not is_trash and not is_draft;--> statement-breakpoint
CREATE INDEX "messages_spam" ON "messages" USING btree ("account_id",(case when bumped_key is null then id else bumped_key end),"id") WHERE is_spam and not is_trash;--> statement-breakpoint
CREATE INDEX "messages_trash" ON "messages" USING btree ("account_id",(case when bumped_key is null then id else bumped_key end),"id") WHERE is_trash;--> statement-breakpoint
CREATE INDEX "messages_archive" ON "messages" USING btree ("account_id",(case when bumped_key is null then id else bumped_key end),"id") WHERE not in_inbox and not is_sent and not is_spam and not is_trash and not is_draft;--> statement-breakpoint
CREATE INDEX "messages_starred" ON "messages" USING btree ("account_id",(case when bumped_key is null then id else bumped_key end),"id") WHERE is_starred and not is_spam and not is_trash and not is_draft;