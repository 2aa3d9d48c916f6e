CREATE TABLE `message_headers` (
	`message_id` integer PRIMARY KEY NOT NULL,
	`in_reply_to` text,
	`references` text NOT NULL,
	`auto_submitted` text,
	`list_unsubscribe` text,
	`list_unsubscribe_post` text,
	`report_type` text,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
-- Mail that is stored already gets its rows in the background (core/backfills).
INSERT INTO `backfills` (`account_id`, `name`, `done`, `is_done`) SELECT `id`, 'message-headers', 0, 0 FROM `accounts`;--> statement-breakpoint
INSERT INTO `backfills` (`account_id`, `name`, `done`, `is_done`) SELECT `id`, 'fetch-headers', 0, 0 FROM `accounts`;
