-- An older server must not run on this.
CREATE TABLE `connection` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`connector_id` text NOT NULL,
	`role` text NOT NULL,
	`settings` text NOT NULL,
	`bindings` text,
	`last_test` text,
	`credential_version` integer NOT NULL,
	`credentials` text,
	`credential_info` text NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `connection_name` ON `connection` (`name`);--> statement-breakpoint
CREATE TABLE `schema_cache` (
	`connection_id` text NOT NULL,
	`entity` text NOT NULL,
	`schema` text NOT NULL,
	`hash` text NOT NULL,
	`discovered_at` integer NOT NULL,
	PRIMARY KEY(`connection_id`, `entity`),
	FOREIGN KEY (`connection_id`) REFERENCES `connection`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `flow` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`draft` text NOT NULL,
	`draft_hash` text NOT NULL,
	`revision` integer NOT NULL,
	`saved_at` integer NOT NULL,
	`saved_by` text NOT NULL,
	`is_on` integer NOT NULL,
	`published_version` integer,
	`published_hash` text,
	`slots` text NOT NULL,
	`parameter_values` text NOT NULL,
	`shipped_hash` text
);
--> statement-breakpoint
CREATE TABLE `flow_version` (
	`flow_id` text NOT NULL,
	`version` integer NOT NULL,
	`title` text NOT NULL,
	`document` text NOT NULL,
	`note` text NOT NULL,
	`published_at` integer NOT NULL,
	`published_by` text NOT NULL,
	PRIMARY KEY(`flow_id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `session` (
	`id_hash` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `session_user` ON `session` (`user_id`);--> statement-breakpoint
CREATE TABLE `sign_in_link` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sign_in_link_user` ON `sign_in_link` (`user_id`);--> statement-breakpoint
CREATE TABLE `user` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`password_hash` text,
	`is_disabled` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_email` ON `user` (`email`);--> statement-breakpoint
CREATE TABLE `effect` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`op` text NOT NULL,
	`pair_id` integer NOT NULL,
	`is_to_b` integer NOT NULL,
	`source_key` text NOT NULL,
	`target_key` text,
	`payload_hash` text,
	`state` text NOT NULL,
	`absent_after` integer,
	`run_id` text NOT NULL,
	`fence` integer NOT NULL,
	`tries` integer NOT NULL,
	`sent_at` integer NOT NULL,
	FOREIGN KEY (`pair_id`) REFERENCES `link_pair`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `effect_create` ON `effect` (`pair_id`,`is_to_b`,`source_key`) WHERE op = 'create';--> statement-breakpoint
CREATE UNIQUE INDEX `effect_update` ON `effect` (`pair_id`,`is_to_b`,`source_key`) WHERE op = 'update';--> statement-breakpoint
CREATE INDEX `effect_open` ON `effect` (`pair_id`,`is_to_b`) WHERE state in ('planned', 'sending', 'unknown', 'parked');--> statement-breakpoint
CREATE TABLE `failure` (
	`id` text PRIMARY KEY NOT NULL,
	`flow_id` text NOT NULL,
	`run_id` text NOT NULL,
	`node_id` text NOT NULL,
	`entity` text NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`cause` text NOT NULL,
	`error` text NOT NULL,
	`input` text NOT NULL,
	`output` text,
	`state` text NOT NULL,
	`seen` integer NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`note` text,
	`retry_run_id` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `failure_live` ON `failure` (`flow_id`,`entity`,`key`) WHERE state in ('open', 'retrying', 'waiting');--> statement-breakpoint
CREATE INDEX `failure_state` ON `failure` (`state`,`last_at`,`id`);--> statement-breakpoint
CREATE INDEX `failure_run` ON `failure` (`run_id`);--> statement-breakpoint
CREATE INDEX `failure_retry` ON `failure` (`retry_run_id`) WHERE state = 'retrying';--> statement-breakpoint
CREATE TABLE `link` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`pair_id` integer NOT NULL,
	`key_a` text NOT NULL,
	`key_b` text NOT NULL,
	`version_a` text,
	`version_b` text,
	`base` text NOT NULL,
	`hash` text NOT NULL,
	`writer` text NOT NULL,
	`made_by` text NOT NULL,
	`made_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`pair_id`) REFERENCES `link_pair`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `link_key_a` ON `link` (`pair_id`,`key_a`);--> statement-breakpoint
CREATE UNIQUE INDEX `link_key_b` ON `link` (`pair_id`,`key_b`);--> statement-breakpoint
CREATE TABLE `link_pair` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`entity` text NOT NULL,
	`connection_a` text NOT NULL,
	`connection_b` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `link_pair_sides` ON `link_pair` (`entity`,`connection_a`,`connection_b`);--> statement-breakpoint
CREATE TABLE `cursor` (
	`stream` text PRIMARY KEY NOT NULL,
	`cursor` text NOT NULL,
	`moved_at` integer NOT NULL,
	`run_id` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `run` (
	`id` text PRIMARY KEY NOT NULL,
	`number` integer NOT NULL,
	`flow_id` text NOT NULL,
	`flow_version` integer NOT NULL,
	`is_dry_run` integer NOT NULL,
	`scope` text NOT NULL,
	`cause` text NOT NULL,
	`status` text NOT NULL,
	`state` text NOT NULL,
	`attempt` integer NOT NULL,
	`read` integer NOT NULL,
	`created` integer NOT NULL,
	`updated` integer NOT NULL,
	`unchanged` integer NOT NULL,
	`filtered` integer NOT NULL,
	`skipped` integer NOT NULL,
	`failed` integer NOT NULL,
	`waiting` integer NOT NULL,
	`expected` integer,
	`nodes` text NOT NULL,
	`checkpoint` text NOT NULL,
	`last_seq` integer NOT NULL,
	`log_lines_left` integer NOT NULL,
	`waits` integer NOT NULL,
	`fence` integer NOT NULL,
	`worker` text,
	`lease_until` integer,
	`due_at` integer,
	`stop_asked_by` text,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`ended_at` integer,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `run_number` ON `run` (`number`);--> statement-breakpoint
CREATE INDEX `run_flow` ON `run` (`flow_id`,`number`);--> statement-breakpoint
CREATE INDEX `run_created` ON `run` (`created_at`);--> statement-breakpoint
CREATE INDEX `run_ended` ON `run` (`ended_at`);--> statement-breakpoint
CREATE INDEX `run_unfinished` ON `run` (`flow_id`,`number`) WHERE ended_at is null;--> statement-breakpoint
CREATE TABLE `run_event` (
	`run_id` text NOT NULL,
	`first_seq` integer NOT NULL,
	`last_seq` integer NOT NULL,
	`at` integer NOT NULL,
	`facts` text NOT NULL,
	PRIMARY KEY(`run_id`, `first_seq`),
	FOREIGN KEY (`run_id`) REFERENCES `run`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `run_plan` (
	`run_id` text NOT NULL,
	`first` integer NOT NULL,
	`last` integer NOT NULL,
	`writes` text NOT NULL,
	PRIMARY KEY(`run_id`, `first`),
	FOREIGN KEY (`run_id`) REFERENCES `run`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `document` (
	`kind` text NOT NULL,
	`id` text NOT NULL,
	`content` text NOT NULL,
	`saved_at` integer NOT NULL,
	`saved_by` text NOT NULL,
	PRIMARY KEY(`kind`, `id`)
);
--> statement-breakpoint
CREATE TABLE `setting` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`saved_at` integer NOT NULL
);
