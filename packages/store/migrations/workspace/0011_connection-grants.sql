-- An older server may run on this.
CREATE TABLE `connection_grant` (
	`connection_id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`sealed` text NOT NULL,
	`audience` text NOT NULL,
	`account` text NOT NULL,
	`connected_at` integer NOT NULL,
	`connected_by` text NOT NULL,
	`expires_at` integer,
	`refreshing_since` integer,
	`ended_at` integer,
	`ended_reason` text,
	FOREIGN KEY (`connection_id`) REFERENCES `connection`(`id`) ON UPDATE no action ON DELETE cascade
);
