CREATE TABLE `label_entries` (
	`list_id` integer NOT NULL,
	`sort_key` integer NOT NULL,
	`message_id` integer NOT NULL,
	PRIMARY KEY(`list_id`, `sort_key`, `message_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `label_lists` (
	`id` integer PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`label_id` text NOT NULL,
	`total` integer NOT NULL,
	`unread` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `label_lists_by_label` ON `label_lists` (`account_id`,`label_id`);--> statement-breakpoint
ALTER TABLE `messages` ADD `is_in_label_lists` integer DEFAULT false NOT NULL;--> statement-breakpoint
-- Mail that is stored already is entered in the background (core/backfills).
INSERT INTO `backfills` (`account_id`, `name`, `done`, `is_done`) SELECT `id`, 'label-lists', 0, 0 FROM `accounts`;
