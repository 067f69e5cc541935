-- An older server may run on this.
ALTER TABLE `flow` ADD `owner_id` text;