ALTER TABLE "outbox" ALTER COLUMN "mime" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox" ALTER COLUMN "mime_hash" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "body_text" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "is_plain_text" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "from" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "rfc_message_id" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "rfc_in_reply_to" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "references" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "date" bigint;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "probes" integer DEFAULT 0 NOT NULL;