ALTER TABLE "labels" ADD COLUMN "type" text DEFAULT 'label' NOT NULL;--> statement-breakpoint
ALTER TABLE "labels" ADD COLUMN "role" text;--> statement-breakpoint
ALTER TABLE "labels" ADD COLUMN "parent_id" text;--> statement-breakpoint
ALTER TABLE "labels" ADD COLUMN "colour" text;--> statement-breakpoint
ALTER TABLE "labels" ADD COLUMN "is_hidden" boolean DEFAULT false NOT NULL;