CREATE TABLE `draft_files` (
	`id` text PRIMARY KEY NOT NULL,
	`draft_id` text NOT NULL,
	`position` integer NOT NULL,
	`hash` text NOT NULL,
	`name` text NOT NULL,
	`content_type` text NOT NULL,
	FOREIGN KEY (`draft_id`) REFERENCES `drafts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`hash`) REFERENCES `files`(`hash`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `draft_files_by_draft` ON `draft_files` (`draft_id`,`position`);--> statement-breakpoint
CREATE INDEX `draft_files_by_hash` ON `draft_files` (`hash`);--> statement-breakpoint
ALTER TABLE `drafts` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `drafts` ADD `provider_draft_id` text;--> statement-breakpoint
ALTER TABLE `drafts` ADD `provider_message_id` text;