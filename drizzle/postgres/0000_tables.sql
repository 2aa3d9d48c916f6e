CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"mailbox_id" text NOT NULL,
	"provider" text NOT NULL,
	"display_label" text NOT NULL,
	"email_address" text,
	"status" text NOT NULL,
	"colour" text NOT NULL,
	"is_demo" boolean NOT NULL,
	"last_synced_at" bigint,
	"last_error" text,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "actions" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"kind" text NOT NULL,
	"provider_message_ids" text NOT NULL,
	"attempts" integer NOT NULL,
	"not_before" bigint NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "attachment_files" (
	"message_id" bigint NOT NULL,
	"part_id" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "attachment_files_message_id_part_id_pk" PRIMARY KEY("message_id","part_id")
);
--> statement-breakpoint
CREATE TABLE "backlog" (
	"account_id" text NOT NULL,
	"provider_message_id" text NOT NULL,
	"provider_thread_id" text NOT NULL,
	"ordinal" bigint NOT NULL,
	CONSTRAINT "backlog_account_id_provider_message_id_pk" PRIMARY KEY("account_id","provider_message_id")
);
--> statement-breakpoint
CREATE TABLE "box_counts" (
	"account_id" text NOT NULL,
	"box" text NOT NULL,
	"total" integer NOT NULL,
	"unread" integer NOT NULL,
	CONSTRAINT "box_counts_account_id_box_pk" PRIMARY KEY("account_id","box")
);
--> statement-breakpoint
CREATE TABLE "drafts" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"to" text NOT NULL,
	"cc" text NOT NULL,
	"bcc" text NOT NULL,
	"subject" text NOT NULL,
	"body_html" text NOT NULL,
	"in_reply_to" text,
	"sync_state" text NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "labels" (
	"account_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "labels_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "mailboxes" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"display_name" text NOT NULL,
	"colour" text,
	"signature_html" text NOT NULL,
	"default_account_id" text,
	"position" integer NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "message_contents" (
	"message_id" bigint PRIMARY KEY NOT NULL,
	"data" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" bigint PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_message_id" text NOT NULL,
	"provider_thread_id" text NOT NULL,
	"rfc_message_id" text,
	"from_name" text NOT NULL,
	"from_email" text NOT NULL,
	"to" text NOT NULL,
	"cc" text NOT NULL,
	"subject" text NOT NULL,
	"snippet" text NOT NULL,
	"received_at" bigint NOT NULL,
	"size_bytes" bigint NOT NULL,
	"has_attachments" boolean NOT NULL,
	"is_read" boolean NOT NULL,
	"is_starred" boolean NOT NULL,
	"in_inbox" boolean NOT NULL,
	"is_sent" boolean NOT NULL,
	"is_draft" boolean NOT NULL,
	"is_spam" boolean NOT NULL,
	"is_trash" boolean NOT NULL,
	"labels" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"user_id" text NOT NULL,
	"idempotency_key" text,
	"state" text NOT NULL,
	"to" text NOT NULL,
	"cc" text NOT NULL,
	"bcc" text NOT NULL,
	"subject" text NOT NULL,
	"body_html" text NOT NULL,
	"in_reply_to" text,
	"mime" "bytea" NOT NULL,
	"mime_hash" text NOT NULL,
	"app_send_id" text NOT NULL,
	"provider_thread_id" text,
	"not_before" bigint NOT NULL,
	"attempts" integer NOT NULL,
	"baseline_cursor" text,
	"provider_draft_id" text,
	"fencing_token" bigint NOT NULL,
	"provider_message_id" text,
	"sent_at" bigint,
	"last_error" text,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "secrets" (
	"name" text PRIMARY KEY NOT NULL,
	"ciphertext" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" bigint NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"user_id" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sync_states" (
	"account_id" text PRIMARY KEY NOT NULL,
	"checkpoint" text,
	"is_complete" boolean NOT NULL,
	"total" integer,
	"backlog_size" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text,
	"name" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_mailbox_id_mailboxes_id_fk" FOREIGN KEY ("mailbox_id") REFERENCES "public"."mailboxes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachment_files" ADD CONSTRAINT "attachment_files_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "backlog" ADD CONSTRAINT "backlog_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "box_counts" ADD CONSTRAINT "box_counts_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "labels" ADD CONSTRAINT "labels_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mailboxes" ADD CONSTRAINT "mailboxes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_contents" ADD CONSTRAINT "message_contents_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_states" ADD CONSTRAINT "sync_states_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "accounts_by_mailbox" ON "accounts" USING btree ("mailbox_id","created_at");--> statement-breakpoint
CREATE INDEX "actions_by_account" ON "actions" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "backlog_by_ordinal" ON "backlog" USING btree ("account_id","ordinal");--> statement-breakpoint
CREATE INDEX "backlog_by_thread" ON "backlog" USING btree ("account_id","provider_thread_id","ordinal");--> statement-breakpoint
CREATE INDEX "drafts_by_account" ON "drafts" USING btree ("account_id","updated_at");--> statement-breakpoint
CREATE INDEX "mailboxes_by_user" ON "mailboxes" USING btree ("user_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_by_provider_id" ON "messages" USING btree ("account_id","provider_message_id");--> statement-breakpoint
CREATE INDEX "messages_by_rfc_id" ON "messages" USING btree ("rfc_message_id") WHERE rfc_message_id is not null;--> statement-breakpoint
CREATE INDEX "messages_all_mail" ON "messages" USING btree ("account_id","id") WHERE not is_spam and not is_trash and not is_draft;--> statement-breakpoint
CREATE INDEX "messages_inbox" ON "messages" USING btree ("account_id","id") WHERE in_inbox and not is_spam and not is_trash and not is_draft;--> statement-breakpoint
CREATE INDEX "messages_sent" ON "messages" USING btree ("account_id","id") WHERE is_sent and not is_spam and not is_trash and not is_draft;--> statement-breakpoint
CREATE INDEX "messages_spam" ON "messages" USING btree ("account_id","id") WHERE is_spam and not is_trash;--> statement-breakpoint
CREATE INDEX "messages_trash" ON "messages" USING btree ("account_id","id") WHERE is_trash;--> statement-breakpoint
CREATE INDEX "messages_archive" ON "messages" USING btree ("account_id","id") WHERE not in_inbox and not is_sent and not is_spam and not is_trash and not is_draft;--> statement-breakpoint
CREATE INDEX "messages_starred" ON "messages" USING btree ("account_id","id") WHERE is_starred and not is_spam and not is_trash and not is_draft;--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_by_idempotency_key" ON "outbox" USING btree ("user_id","idempotency_key");--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_by_app_send_id" ON "outbox" USING btree ("app_send_id");--> statement-breakpoint
CREATE INDEX "outbox_by_user" ON "outbox" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "outbox_by_account" ON "outbox" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "outbox_by_state" ON "outbox" USING btree ("state","not_before");--> statement-breakpoint
CREATE INDEX "sessions_by_expiry" ON "sessions" USING btree ("expires_at");