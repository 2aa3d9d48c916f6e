CREATE TABLE `files` (
	`hash` text PRIMARY KEY NOT NULL,
	`size_bytes` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `files_by_age` ON `files` (`created_at`);--> statement-breakpoint
CREATE TABLE `outbox_files` (
	`outbox_id` text NOT NULL,
	`position` integer NOT NULL,
	`hash` text NOT NULL,
	`name` text NOT NULL,
	`content_type` text NOT NULL,
	`is_inline` integer NOT NULL,
	`content_id` text,
	PRIMARY KEY(`outbox_id`, `position`),
	FOREIGN KEY (`outbox_id`) REFERENCES `outbox`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`hash`) REFERENCES `files`(`hash`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `outbox_files_by_hash` ON `outbox_files` (`hash`);--> statement-breakpoint
CREATE INDEX `attachment_files_by_hash` ON `attachment_files` (`hash`);