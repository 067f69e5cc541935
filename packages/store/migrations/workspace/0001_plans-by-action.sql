-- An older server must not run on this.
-- Rows of a plan hold records that would be treated alike. What is there is taken apart, a record a row.
CREATE TABLE `__new_run_plan` (
	`run_id` text NOT NULL,
	`action` text NOT NULL,
	`first` integer NOT NULL,
	`last` integer NOT NULL,
	`writes` text NOT NULL,
	PRIMARY KEY(`run_id`, `first`),
	FOREIGN KEY (`run_id`) REFERENCES `run`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `__new_run_plan` (`run_id`, `action`, `first`, `last`, `writes`)
SELECT p.`run_id`, w.`value` ->> '$.action', p.`first` + w.`key`, p.`first` + w.`key`, json_array(json(w.`value`))
FROM `run_plan` p, json_each(p.`writes`) w;
--> statement-breakpoint
DROP TABLE `run_plan`;
--> statement-breakpoint
ALTER TABLE `__new_run_plan` RENAME TO `run_plan`;
