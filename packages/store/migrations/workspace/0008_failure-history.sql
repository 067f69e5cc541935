-- An older server may run on this.
CREATE TABLE `failure_event` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`failure_id` text NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`by` text,
	`run_id` text,
	`text` text,
	`edit` text,
	FOREIGN KEY (`failure_id`) REFERENCES `failure`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `failure_event_of` ON `failure_event` (`failure_id`);--> statement-breakpoint
ALTER TABLE `failure` ADD `sides` text;--> statement-breakpoint
ALTER TABLE `failure` ADD `edit` text;