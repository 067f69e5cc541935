-- An older server must not run on this.
CREATE TABLE `recovery_code` (
	`user_id` text NOT NULL,
	`code_hash` text NOT NULL,
	PRIMARY KEY(`user_id`, `code_hash`),
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `user` ADD `second_factor_key` text;--> statement-breakpoint
ALTER TABLE `user` ADD `second_factor_version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `user` ADD `second_factor_step` integer;--> statement-breakpoint
ALTER TABLE `user` ADD `second_factor_since` integer;