ALTER TABLE "accounts" ADD COLUMN "is_paused" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "sync_days" integer;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "sync_since" bigint;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "offline_days" integer;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "kept_since" bigint;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "bodies_since" bigint;