-- An older server may run on this.
CREATE TABLE `saved_view` (
	`id` text PRIMARY KEY NOT NULL,
	`screen` text NOT NULL,
	`title` text NOT NULL,
	`is_shared` integer NOT NULL,
	`search` text NOT NULL,
	`columns` text NOT NULL,
	`owner_id` text,
	`revision` integer NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `saved_view_own` ON `saved_view` (`owner_id`,`screen`);--> statement-breakpoint
CREATE INDEX `saved_view_shared` ON `saved_view` (`screen`) WHERE is_shared = 1;