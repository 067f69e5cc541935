-- An older server must not run on this.
CREATE TABLE `link_event` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`pair_id` integer NOT NULL,
	`key_a` text NOT NULL,
	`key_b` text NOT NULL,
	`kind` text NOT NULL,
	`how` text,
	`at` integer NOT NULL,
	`by` text,
	`run_id` text,
	`reason` text,
	FOREIGN KEY (`pair_id`) REFERENCES `link_pair`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `link_event_a` ON `link_event` (`pair_id`,`key_a`);--> statement-breakpoint
CREATE INDEX `link_event_b` ON `link_event` (`pair_id`,`key_b`);--> statement-breakpoint
CREATE TABLE `link_job` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`entity` text NOT NULL,
	`source_connection_id` text NOT NULL,
	`target_connection_id` text NOT NULL,
	`params` text NOT NULL,
	`status` text NOT NULL,
	`done` integer NOT NULL,
	`expected` integer,
	`result` text,
	`error` text,
	`started_by` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE INDEX `link_job_started` ON `link_job` (`started_at`);--> statement-breakpoint
CREATE INDEX `link_job_running` ON `link_job` (`status`) WHERE status = 'running';--> statement-breakpoint
CREATE TABLE `link_job_row` (
	`job_id` text NOT NULL,
	`line` integer NOT NULL,
	`given_source` text NOT NULL,
	`given_target` text NOT NULL,
	`source_key` text,
	`target_key` text,
	`source_name` text,
	`target_name` text,
	`verdict` text NOT NULL,
	`detail` text,
	PRIMARY KEY(`job_id`, `line`),
	FOREIGN KEY (`job_id`) REFERENCES `link_job`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `link_job_row_verdict` ON `link_job_row` (`job_id`,`verdict`,`line`);--> statement-breakpoint
CREATE INDEX `link_job_row_source` ON `link_job_row` (`job_id`,`source_key`);--> statement-breakpoint
CREATE INDEX `link_job_row_target` ON `link_job_row` (`job_id`,`target_key`);--> statement-breakpoint
CREATE TABLE `link_refusal` (
	`pair_id` integer NOT NULL,
	`key_a` text NOT NULL,
	`key_b` text NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	`reason` text NOT NULL,
	PRIMARY KEY(`pair_id`, `key_a`, `key_b`),
	FOREIGN KEY (`pair_id`) REFERENCES `link_pair`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `link_refusal_b` ON `link_refusal` (`pair_id`,`key_b`);--> statement-breakpoint
CREATE TABLE `link_suggestion` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`pair_id` integer NOT NULL,
	`key_a` text NOT NULL,
	`key_b` text NOT NULL,
	`name_a` text NOT NULL,
	`name_b` text NOT NULL,
	`score` integer NOT NULL,
	`reasons` text NOT NULL,
	`job_id` text NOT NULL,
	`made_at` integer NOT NULL,
	FOREIGN KEY (`pair_id`) REFERENCES `link_pair`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `link_suggestion_keys` ON `link_suggestion` (`pair_id`,`key_a`,`key_b`);--> statement-breakpoint
CREATE INDEX `link_suggestion_b` ON `link_suggestion` (`pair_id`,`key_b`);--> statement-breakpoint
CREATE INDEX `link_suggestion_score` ON `link_suggestion` (`pair_id`,`score`);--> statement-breakpoint
ALTER TABLE `link` ADD `made_in_run` text;--> statement-breakpoint
ALTER TABLE `link` ADD `name_a` text;--> statement-breakpoint
ALTER TABLE `link` ADD `name_b` text;--> statement-breakpoint
ALTER TABLE `link` ADD `gone_a` integer;--> statement-breakpoint
ALTER TABLE `link` ADD `gone_b` integer;