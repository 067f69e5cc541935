-- An older server must not run on this.
ALTER TABLE `workspace` ADD `is_two_person` integer DEFAULT false NOT NULL;