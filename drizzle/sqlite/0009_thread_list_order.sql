DROP INDEX `thread_entries_by_box`;--> statement-breakpoint
CREATE INDEX `thread_entries_by_box` ON `thread_entries` (`mailbox_id`,`box`,`sort_key`,`thread_id`);