-- An older server must not run on this.
CREATE TABLE `inbox_message` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`flow_id` text NOT NULL,
	`node_id` text NOT NULL,
	`message_id` text NOT NULL,
	`keys` text,
	`received_at` integer NOT NULL,
	`run_id` text,
	FOREIGN KEY (`run_id`) REFERENCES `run`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `inbox_message_identity` ON `inbox_message` (`flow_id`,`node_id`,`message_id`);--> statement-breakpoint
CREATE INDEX `inbox_message_waiting` ON `inbox_message` (`flow_id`) WHERE run_id is null;--> statement-breakpoint
CREATE INDEX `inbox_message_run` ON `inbox_message` (`run_id`);--> statement-breakpoint
CREATE TABLE `webhook_secret` (
	`flow_id` text NOT NULL,
	`node_id` text NOT NULL,
	`version` integer NOT NULL,
	`sealed` text NOT NULL,
	`made_at` integer NOT NULL,
	`made_by` text NOT NULL,
	PRIMARY KEY(`flow_id`, `node_id`)
);
