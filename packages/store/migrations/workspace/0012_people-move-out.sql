-- An older server must not run on this.
DROP TABLE `session`;--> statement-breakpoint
DROP TABLE `sign_in_link`;--> statement-breakpoint
DROP TABLE `user`;