-- The search index. Its words are folded and split by the program (see
-- src/main/core/database/search), the same as on SQLite; Postgres only looks them up.
CREATE TABLE "message_search" (
	"message_id" bigint PRIMARY KEY NOT NULL REFERENCES "messages"("id") ON DELETE CASCADE,
	"words" tsvector NOT NULL
);
--> statement-breakpoint
CREATE INDEX "search_vocabulary" ON "message_search" USING gin ("words");
