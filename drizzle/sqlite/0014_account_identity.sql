CREATE TABLE `account_aliases` (
	`account_id` text NOT NULL,
	`address` text NOT NULL,
	`name` text NOT NULL,
	`is_default` integer NOT NULL,
	`reply_to` text,
	`position` integer NOT NULL,
	PRIMARY KEY(`account_id`, `address`),
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `accounts` ADD `person_name` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `accounts` ADD `is_name_edited` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `drafts` ADD `from` text;