CREATE TABLE `leases` (
	`resource` text PRIMARY KEY NOT NULL,
	`holder` text NOT NULL,
	`token` integer NOT NULL,
	`until` integer NOT NULL
);
