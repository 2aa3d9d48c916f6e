-- The search index by fields, with positions for phrases, and the parts of words for people and
-- subjects (see src/main/core/database/search). Its text is folded and split by the program, so the
-- tokenizer only has to split at spaces: `ascii` takes every character outside ASCII as part of a word.
-- The rowid is messages.id, and rows are found newest first by rowid, never by rank.
DROP TRIGGER `messages_leave_search`;
--> statement-breakpoint
DROP TABLE `message_search`;
--> statement-breakpoint
CREATE VIRTUAL TABLE `message_search` USING fts5(
	`body`,
	`subject`,
	`from`,
	`to`,
	`cc`,
	`bcc`,
	`others`,
	`filename`,
	`marks`,
	`subject_parts`,
	`from_parts`,
	`to_parts`,
	`cc_parts`,
	`bcc_parts`,
	`others_parts`,
	content = '',
	contentless_delete = 1,
	tokenize = 'ascii'
);
--> statement-breakpoint
-- The same of recent mail alone: complete from an id on (search_window). A common word or the
-- start of one fills a page from here, without gathering all its matches.
CREATE VIRTUAL TABLE `recent_search` USING fts5(
	`body`,
	`subject`,
	`from`,
	`to`,
	`cc`,
	`bcc`,
	`others`,
	`filename`,
	`marks`,
	`subject_parts`,
	`from_parts`,
	`to_parts`,
	`cc_parts`,
	`bcc_parts`,
	`others_parts`,
	content = '',
	contentless_delete = 1,
	tokenize = 'ascii'
);
--> statement-breakpoint
CREATE TABLE `search_window` (
	`id` integer PRIMARY KEY NOT NULL CHECK (`id` = 1),
	`from_id` integer NOT NULL
);
--> statement-breakpoint
INSERT INTO `search_window` (`id`, `from_id`) VALUES (1, 0);
--> statement-breakpoint
-- Every word of the index once, so that the start of a word is asked for as the words that begin so.
CREATE TABLE `search_vocabulary` (
	`word` text PRIMARY KEY NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TRIGGER `messages_leave_search` AFTER DELETE ON `messages` BEGIN
	DELETE FROM `message_search` WHERE rowid = old.id;
	DELETE FROM `recent_search` WHERE rowid = old.id;
END;
--> statement-breakpoint
-- Mail that is stored already is indexed again in the background (core/backfills).
INSERT INTO `backfills` (`account_id`, `name`, `done`, `is_done`) SELECT `id`, 'search-index', 0, 0 FROM `accounts` WHERE true ON CONFLICT (`account_id`, `name`) DO UPDATE SET `position` = NULL, `done` = 0, `total` = NULL, `is_done` = 0;
