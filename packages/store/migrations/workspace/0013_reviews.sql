-- An older server may run on this.
CREATE TABLE `flow_review` (
	`id` text PRIMARY KEY NOT NULL,
	`flow_id` text NOT NULL,
	`draft_hash` text NOT NULL,
	`message` text NOT NULL,
	`asked_at` integer NOT NULL,
	`asked_by` text NOT NULL,
	`asked_by_id` text,
	`edited_by_id` text,
	`status` text NOT NULL,
	`decided_at` integer,
	`decided_by` text,
	`decided_by_id` text,
	`comment` text,
	`version` integer
);
--> statement-breakpoint
CREATE INDEX `flow_review_flow` ON `flow_review` (`flow_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `flow_review_standing` ON `flow_review` (`flow_id`) WHERE status in ('open', 'approved', 'returned');--> statement-breakpoint
ALTER TABLE `flow` ADD `saved_by_id` text;--> statement-breakpoint
ALTER TABLE `flow_version` ADD `asked_by` text;--> statement-breakpoint
ALTER TABLE `flow_version` ADD `approved_by` text;