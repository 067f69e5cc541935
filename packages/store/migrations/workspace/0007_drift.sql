-- An older server must not run on this.
CREATE TABLE `drift` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`flow_id` text NOT NULL,
	`node_id` text NOT NULL,
	`pair_id` integer NOT NULL,
	`is_to_b` integer NOT NULL,
	`source_key` text NOT NULL,
	`target_key` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`field` text NOT NULL,
	`compared` text NOT NULL,
	`changed_by` text,
	`changed_at` text,
	`state` text NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`run_id` text NOT NULL,
	FOREIGN KEY (`pair_id`) REFERENCES `link_pair`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `drift_open` ON `drift` (`flow_id`,`pair_id`,`is_to_b`,`source_key`,`field`) WHERE state in ('found', 'held', 'left');--> statement-breakpoint
CREATE INDEX `drift_run` ON `drift` (`run_id`);--> statement-breakpoint
CREATE INDEX `drift_last` ON `drift` (`last_at`,`id`);