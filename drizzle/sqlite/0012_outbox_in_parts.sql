PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_outbox` (
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
	`body_text` text,
	`is_plain_text` integer DEFAULT false NOT NULL,
	`in_reply_to` text,
	`from` text,
	`rfc_message_id` text,
	`rfc_in_reply_to` text,
	`references` text,
	`mime` blob,
	`mime_hash` text,
	`date` integer,
	`app_send_id` text NOT NULL,
	`provider_thread_id` text,
	`not_before` integer NOT NULL,
	`attempts` integer NOT NULL,
	`probes` integer DEFAULT 0 NOT NULL,
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
INSERT INTO `__new_outbox`("id", "account_id", "user_id", "idempotency_key", "state", "to", "cc", "bcc", "subject", "body_html", "in_reply_to", "mime", "mime_hash", "app_send_id", "provider_thread_id", "not_before", "attempts", "baseline_cursor", "provider_draft_id", "fencing_token", "provider_message_id", "sent_at", "last_error", "created_at") SELECT "id", "account_id", "user_id", "idempotency_key", "state", "to", "cc", "bcc", "subject", "body_html", "in_reply_to", "mime", "mime_hash", "app_send_id", "provider_thread_id", "not_before", "attempts", "baseline_cursor", "provider_draft_id", "fencing_token", "provider_message_id", "sent_at", "last_error", "created_at" FROM `outbox`;--> statement-breakpoint
DROP TABLE `outbox`;--> statement-breakpoint
ALTER TABLE `__new_outbox` RENAME TO `outbox`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_by_idempotency_key` ON `outbox` (`user_id`,`idempotency_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_by_app_send_id` ON `outbox` (`app_send_id`);--> statement-breakpoint
CREATE INDEX `outbox_by_user` ON `outbox` (`user_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `outbox_by_account` ON `outbox` (`account_id`);--> statement-breakpoint
CREATE INDEX `outbox_by_state` ON `outbox` (`state`,`not_before`);