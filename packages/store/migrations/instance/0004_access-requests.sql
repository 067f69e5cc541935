-- An older server may run on this.
CREATE TABLE `access_request` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`user_id` text NOT NULL,
	`permission` text NOT NULL,
	`message` text,
	`asked_at` integer NOT NULL,
	`decided_at` integer,
	`decided_by` text,
	`role` text,
	`comment` text,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspace`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `access_request_user` ON `access_request` (`user_id`,`asked_at`);--> statement-breakpoint
CREATE INDEX `access_request_workspace` ON `access_request` (`workspace_id`,`decided_at`);