-- The search index. Its text is folded and split into words by the program (see
-- src/main/core/database/search), so the tokenizer only has to split at spaces: `ascii` takes every
-- character outside ASCII as part of a word. The rowid is messages.id, and rows are found newest
-- first by rowid, never by rank, so positions are not kept. Starts of one to four letters have an
-- index of their own: they are what is asked while somebody types, and match most of the mail.
CREATE VIRTUAL TABLE `message_search` USING fts5(
	`words`,
	content = '',
	contentless_delete = 1,
	detail = none,
	prefix = '1 2 3 4',
	tokenize = 'ascii'
);
--> statement-breakpoint
-- Merge segments late and in small steps: half the work per message, and no long stop for a merge.
INSERT INTO `message_search` (`message_search`, `rank`) VALUES ('automerge', 16);
--> statement-breakpoint
INSERT INTO `message_search` (`message_search`, `rank`) VALUES ('crisismerge', 64);
--> statement-breakpoint
CREATE TRIGGER `messages_leave_search` AFTER DELETE ON `messages` BEGIN
	DELETE FROM `message_search` WHERE rowid = old.id;
END;
