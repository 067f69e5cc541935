-- An older server may run on this.
CREATE TABLE `audit_event` (
	`seq` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`workspace_id` text,
	`actor_kind` text NOT NULL,
	`actor_id` text,
	`actor_name` text NOT NULL,
	`address` text,
	`object` text NOT NULL,
	`object_id` text,
	`verb` text NOT NULL,
	`outcome` text NOT NULL,
	`code` text,
	`begun_as` integer,
	`details` text,
	`details_hash` text,
	`key_id` integer NOT NULL,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_event_workspace` ON `audit_event` (`workspace_id`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_event_begun` ON `audit_event` (`begun_as`);--> statement-breakpoint
CREATE TABLE `audit_key` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`sealed` text NOT NULL,
	`created_at` integer NOT NULL
);
