-- An older server may run on this.
CREATE TABLE `flow_test` (
	`flow_id` text NOT NULL,
	`id` text NOT NULL,
	`content` text NOT NULL,
	`saved_at` integer NOT NULL,
	`saved_by` text NOT NULL,
	`last_run_at` integer,
	`last_outcome` text,
	PRIMARY KEY(`flow_id`, `id`)
);
