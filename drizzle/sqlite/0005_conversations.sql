-- thread_keys and thread_entries are WITHOUT ROWID (drizzle-kit cannot say so): their primary key is
-- how they are found, and a second tree per row would only cost time at every ingest.
CREATE TABLE `thread_counts` (
	`mailbox_id` text NOT NULL,
	`box` text NOT NULL,
	`total` integer NOT NULL,
	`unread` integer NOT NULL,
	PRIMARY KEY(`mailbox_id`, `box`),
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `thread_entries` (
	`thread_id` integer NOT NULL,
	`box` text NOT NULL,
	`mailbox_id` text NOT NULL,
	`sort_key` integer NOT NULL,
	`total` integer NOT NULL,
	`unread` integer NOT NULL,
	PRIMARY KEY(`thread_id`, `box`),
	FOREIGN KEY (`thread_id`) REFERENCES `threads`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `thread_entries_by_box` ON `thread_entries` (`mailbox_id`,`box`,`sort_key`);--> statement-breakpoint
CREATE TABLE `thread_keys` (
	`key` text PRIMARY KEY NOT NULL,
	`thread_id` integer NOT NULL,
	FOREIGN KEY (`thread_id`) REFERENCES `threads`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `thread_keys_by_thread` ON `thread_keys` (`thread_id`);--> statement-breakpoint
CREATE TABLE `threads` (
	`id` integer PRIMARY KEY NOT NULL,
	`mailbox_id` text NOT NULL,
	`merged_into` integer,
	FOREIGN KEY (`mailbox_id`) REFERENCES `mailboxes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `threads_by_mailbox` ON `threads` (`mailbox_id`);--> statement-breakpoint
CREATE INDEX `threads_merged` ON `threads` (`merged_into`) WHERE merged_into is not null;--> statement-breakpoint
ALTER TABLE `messages` ADD `thread_id` integer;--> statement-breakpoint
CREATE INDEX `messages_by_thread` ON `messages` (`thread_id`,`id`) WHERE thread_id is not null;
--> statement-breakpoint
-- Mail that is stored already gets its conversations in the background (core/backfills).
INSERT INTO `backfills` (`account_id`, `name`, `done`, `is_done`) SELECT `id`, 'conversations', 0, 0 FROM `accounts`;
