CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`mailbox_id` text NOT NULL,
	`provider` text NOT NULL,
	`display_label` text NOT NULL,
	`email_address` text,
	`status` text NOT NULL,
	`colour` text NOT NULL,
	`is_demo` integer NOT NULL,
	`last_synced_at` integer,
	`last_error` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `accounts_by_mailbox` ON `accounts` (`mailbox_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `actions` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`kind` text NOT NULL,
	`provider_message_ids` text NOT NULL,
	`attempts` integer NOT NULL,
	`not_before` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `actions_by_account` ON `actions` (`account_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `attachment_files` (
	`message_id` integer NOT NULL,
	`part_id` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`message_id`, `part_id`),
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `backlog` (
	`account_id` text NOT NULL,
	`provider_message_id` text NOT NULL,
	`provider_thread_id` text NOT NULL,
	`ordinal` integer NOT NULL,
	PRIMARY KEY(`account_id`, `provider_message_id`),
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `backlog_by_ordinal` ON `backlog` (`account_id`,`ordinal`);--> statement-breakpoint
CREATE INDEX `backlog_by_thread` ON `backlog` (`account_id`,`provider_thread_id`,`ordinal`);--> statement-breakpoint
CREATE TABLE `box_counts` (
	`account_id` text NOT NULL,
	`box` text NOT NULL,
	`total` integer NOT NULL,
	`unread` integer NOT NULL,
	PRIMARY KEY(`account_id`, `box`),
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`to` text NOT NULL,
	`cc` text NOT NULL,
	`bcc` text NOT NULL,
	`subject` text NOT NULL,
	`body_html` text NOT NULL,
	`in_reply_to` text,
	`sync_state` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `drafts_by_account` ON `drafts` (`account_id`,`updated_at`);--> statement-breakpoint
CREATE TABLE `labels` (
	`account_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`account_id`, `id`),
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `mailboxes` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`display_name` text NOT NULL,
	`colour` text,
	`signature_html` text NOT NULL,
	`default_account_id` text,
	`position` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `mailboxes_by_user` ON `mailboxes` (`user_id`,`position`);--> statement-breakpoint
CREATE TABLE `message_contents` (
	`message_id` integer PRIMARY KEY NOT NULL,
	`data` blob NOT NULL,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`id` integer PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_message_id` text NOT NULL,
	`provider_thread_id` text NOT NULL,
	`rfc_message_id` text,
	`from_name` text NOT NULL,
	`from_email` text NOT NULL,
	`to` text NOT NULL,
	`cc` text NOT NULL,
	`subject` text NOT NULL,
	`snippet` text NOT NULL,
	`received_at` integer NOT NULL,
	`size_bytes` integer NOT NULL,
	`has_attachments` integer NOT NULL,
	`is_read` integer NOT NULL,
	`is_starred` integer NOT NULL,
	`in_inbox` integer NOT NULL,
	`is_sent` integer NOT NULL,
	`is_draft` integer NOT NULL,
	`is_spam` integer NOT NULL,
	`is_trash` integer NOT NULL,
	`labels` text NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_by_provider_id` ON `messages` (`account_id`,`provider_message_id`);--> statement-breakpoint
CREATE INDEX `messages_by_rfc_id` ON `messages` (`rfc_message_id`) WHERE rfc_message_id is not null;--> statement-breakpoint
CREATE INDEX `messages_all_mail` ON `messages` (`account_id`,`id`) WHERE not is_spam and not is_trash and not is_draft;--> statement-breakpoint
CREATE INDEX `messages_inbox` ON `messages` (`account_id`,`id`) WHERE in_inbox and not is_spam and not is_trash and not is_draft;--> statement-breakpoint
CREATE INDEX `messages_sent` ON `messages` (`account_id`,`id`) WHERE is_sent and not is_spam and not is_trash and not is_draft;--> statement-breakpoint
CREATE INDEX `messages_spam` ON `messages` (`account_id`,`id`) WHERE is_spam and not is_trash;--> statement-breakpoint
CREATE INDEX `messages_trash` ON `messages` (`account_id`,`id`) WHERE is_trash;--> statement-breakpoint
CREATE INDEX `messages_archive` ON `messages` (`account_id`,`id`) WHERE not in_inbox and not is_sent and not is_spam and not is_trash and not is_draft;--> statement-breakpoint
CREATE INDEX `messages_starred` ON `messages` (`account_id`,`id`) WHERE is_starred and not is_spam and not is_trash and not is_draft;--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`user_id` text NOT NULL,
	`idempotency_key` text,
	`state` text NOT NULL,
	`to` text NOT NULL,
	`cc` text NOT NULL,
	`bcc` text NOT NULL,
	`subject` text NOT NULL,
	`body_html` text NOT NULL,
	`in_reply_to` text,
	`mime` blob NOT NULL,
	`mime_hash` text NOT NULL,
	`app_send_id` text NOT NULL,
	`provider_thread_id` text,
	`not_before` integer NOT NULL,
	`attempts` integer NOT NULL,
	`baseline_cursor` text,
	`provider_draft_id` text,
	`fencing_token` integer NOT NULL,
	`provider_message_id` text,
	`sent_at` integer,
	`last_error` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_by_idempotency_key` ON `outbox` (`user_id`,`idempotency_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_by_app_send_id` ON `outbox` (`app_send_id`);--> statement-breakpoint
CREATE INDEX `outbox_by_user` ON `outbox` (`user_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `outbox_by_account` ON `outbox` (`account_id`);--> statement-breakpoint
CREATE INDEX `outbox_by_state` ON `outbox` (`state`,`not_before`);--> statement-breakpoint
CREATE TABLE `secrets` (
	`name` text PRIMARY KEY NOT NULL,
	`ciphertext` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sessions_by_expiry` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `settings` (
	`user_id` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `sync_states` (
	`account_id` text PRIMARY KEY NOT NULL,
	`checkpoint` text,
	`is_complete` integer NOT NULL,
	`total` integer,
	`backlog_size` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text,
	`name` text NOT NULL,
	`created_at` integer NOT NULL
);
