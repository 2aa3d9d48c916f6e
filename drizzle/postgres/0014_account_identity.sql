CREATE TABLE "account_aliases" (
	"account_id" text NOT NULL,
	"address" text NOT NULL,
	"name" text NOT NULL,
	"is_default" boolean NOT NULL,
	"reply_to" text,
	"position" integer NOT NULL,
	CONSTRAINT "account_aliases_account_id_address_pk" PRIMARY KEY("account_id","address")
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "person_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "is_name_edited" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "from" text;--> statement-breakpoint
ALTER TABLE "account_aliases" ADD CONSTRAINT "account_aliases_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;