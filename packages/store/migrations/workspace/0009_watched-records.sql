-- An older server may run on this.
CREATE TABLE `watched_record` (
	`stream` text NOT NULL,
	`key` text NOT NULL,
	`looked_at` integer NOT NULL,
	`state` text NOT NULL,
	PRIMARY KEY(`stream`, `key`)
);
