CREATE TABLE `pending_changes` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`message_id` integer NOT NULL,
	`provider_message_id` text NOT NULL,
	`position` integer NOT NULL,
	`change` text NOT NULL,
	`inverse` text,
	`state` text NOT NULL,
	`reason` text,
	`needs_refresh` integer NOT NULL,
	`attempts` integer NOT NULL,
	`not_before` integer NOT NULL,
	`accepted_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `pending_changes_by_message` ON `pending_changes` (`account_id`,`provider_message_id`,`position`);--> statement-breakpoint
CREATE INDEX `pending_changes_by_position` ON `pending_changes` (`account_id`,`position`);--> statement-breakpoint
-- What waited in the queue of before goes on: one row a message, in the order it was made.
INSERT INTO `pending_changes` (`id`, `account_id`, `message_id`, `provider_message_id`, `position`, `change`, `inverse`, `state`, `reason`, `needs_refresh`, `attempts`, `not_before`, `accepted_at`, `created_at`)
SELECT lower(hex(randomblob(16))), a.`account_id`, m.`id`, m.`provider_message_id`,
	row_number() OVER (PARTITION BY a.`account_id` ORDER BY a.`created_at`, a.`id`),
	CASE a.`kind` WHEN 'set_unread' THEN '{"kind":"read","value":false}' ELSE '{"kind":"read","value":true}' END,
	CASE a.`kind` WHEN 'set_unread' THEN '{"kind":"read","value":true}' ELSE '{"kind":"read","value":false}' END,
	CASE a.`kind` WHEN 'restore' THEN 'refused' ELSE 'pending' END,
	CASE a.`kind` WHEN 'restore' THEN 'The mail provider did not accept a change.' END,
	a.`kind` = 'restore', a.`attempts`, a.`not_before`, NULL, a.`created_at`
FROM `actions` a, json_each(a.`provider_message_ids`) one
JOIN `messages` m ON m.`account_id` = a.`account_id` AND m.`provider_message_id` = one.value;
