-- The search index by fields, with positions for phrases (see src/main/core/database/search). Mail that
-- is stored already is indexed again in the background (core/backfills).
TRUNCATE "message_search";
--> statement-breakpoint
INSERT INTO "backfills" ("account_id", "name", "done", "is_done") SELECT "id", 'search-index', 0, false FROM "accounts" ON CONFLICT ("account_id", "name") DO UPDATE SET "position" = NULL, "done" = 0, "total" = NULL, "is_done" = false;
