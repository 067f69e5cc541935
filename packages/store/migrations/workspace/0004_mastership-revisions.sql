-- An older server may run on this.
-- The table as it is becomes its first revision.
CREATE TABLE `document_revision` (
	`kind` text NOT NULL,
	`id` text NOT NULL,
	`revision` integer NOT NULL,
	`content` text NOT NULL,
	`saved_at` integer NOT NULL,
	`saved_by` text NOT NULL,
	PRIMARY KEY(`kind`, `id`, `revision`)
);
--> statement-breakpoint
INSERT INTO `document_revision` (`kind`, `id`, `revision`, `content`, `saved_at`, `saved_by`)
SELECT `kind`, `id`, 1, `content`, `saved_at`, `saved_by` FROM `document` WHERE `kind` = 'mastership';
