-- An older server must not run on this.
ALTER TABLE `workspace` ADD `needs_second_factor` integer DEFAULT false NOT NULL;