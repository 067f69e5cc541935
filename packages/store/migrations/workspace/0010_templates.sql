-- An older server may run on this.
CREATE TABLE `template` (
	`id` text PRIMARY KEY NOT NULL,
	`version` text NOT NULL,
	`content` text NOT NULL,
	`fitting` text NOT NULL,
	`installed_at` integer NOT NULL,
	`installed_by` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `template_package` (
	`id` text NOT NULL,
	`version` text NOT NULL,
	`checksum` text NOT NULL,
	`content` text NOT NULL,
	`added_at` integer NOT NULL,
	`added_by` text NOT NULL,
	PRIMARY KEY(`id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `template_step` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`template_id` text NOT NULL,
	`version` text NOT NULL,
	`before` text NOT NULL,
	`after` text NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `template_step_template` ON `template_step` (`template_id`,`id`);--> statement-breakpoint
CREATE TABLE `template_work` (
	`id` text PRIMARY KEY NOT NULL,
	`template_id` text NOT NULL,
	`version` text NOT NULL,
	`content` text NOT NULL,
	`choices` text NOT NULL,
	`started_at` integer NOT NULL,
	`started_by` text NOT NULL
);
