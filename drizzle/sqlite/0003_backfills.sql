CREATE TABLE `backfills` (
	`account_id` text NOT NULL,
	`name` text NOT NULL,
	`position` integer,
	`done` integer NOT NULL,
	`total` integer,
	`is_done` integer NOT NULL,
	PRIMARY KEY(`account_id`, `name`),
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
