-- An older server may run on this.
CREATE TABLE `notice_subscription` (
	`id` text PRIMARY KEY NOT NULL,
	`connection_id` text NOT NULL,
	`entity` text NOT NULL,
	`sealed` text NOT NULL,
	`handle` text,
	`status` text NOT NULL,
	`stands_since` integer,
	`expires_at` integer,
	`check_at` integer NOT NULL,
	`failures` integer NOT NULL,
	`error` text,
	`last_notice_at` integer,
	`due_at` integer,
	`fired_at` integer,
	FOREIGN KEY (`connection_id`) REFERENCES `connection`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notice_subscription_of` ON `notice_subscription` (`connection_id`,`entity`);--> statement-breakpoint
CREATE INDEX `notice_subscription_due` ON `notice_subscription` (`due_at`) WHERE due_at is not null;