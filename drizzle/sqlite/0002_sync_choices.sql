ALTER TABLE `accounts` ADD `is_paused` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `accounts` ADD `sync_days` integer;--> statement-breakpoint
ALTER TABLE `accounts` ADD `sync_since` integer;--> statement-breakpoint
ALTER TABLE `accounts` ADD `offline_days` integer;--> statement-breakpoint
ALTER TABLE `accounts` ADD `kept_since` integer;--> statement-breakpoint
ALTER TABLE `accounts` ADD `bodies_since` integer;