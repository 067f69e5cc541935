-- An older server may run on this.
ALTER TABLE `flow_test` ADD `installed_hash` text;