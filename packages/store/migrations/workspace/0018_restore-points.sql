-- An older server may run on this.
CREATE TABLE `flow_pin` (
	`flow_id` text NOT NULL,
	`key` text NOT NULL,
	`pinned_at` integer NOT NULL,
	`pinned_by` text NOT NULL,
	PRIMARY KEY(`flow_id`, `key`)
);
--> statement-breakpoint
CREATE TABLE `flow_restore_point` (
	`id` text PRIMARY KEY NOT NULL,
	`flow_id` text NOT NULL,
	`document` text NOT NULL,
	`document_hash` text NOT NULL,
	`cause` text NOT NULL,
	`note` text NOT NULL,
	`kept_at` integer NOT NULL,
	`saved_at` integer NOT NULL,
	`saved_by` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `flow_restore_point_flow` ON `flow_restore_point` (`flow_id`,`kept_at`);