-- Mail that is stored already is indexed again in the background (core/backfills).
INSERT INTO "backfills" ("account_id", "name", "done", "is_done") SELECT "id", 'search-index', 0, false FROM "accounts" ON CONFLICT ("account_id", "name") DO UPDATE SET "position" = NULL, "done" = 0, "total" = NULL, "is_done" = false;
