ALTER TABLE `labels` ADD `type` text DEFAULT 'label' NOT NULL;--> statement-breakpoint
ALTER TABLE `labels` ADD `role` text;--> statement-breakpoint
ALTER TABLE `labels` ADD `parent_id` text;--> statement-breakpoint
ALTER TABLE `labels` ADD `colour` text;--> statement-breakpoint
ALTER TABLE `labels` ADD `is_hidden` integer DEFAULT false NOT NULL;