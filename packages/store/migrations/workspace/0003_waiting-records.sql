-- An older server must not run on this.
ALTER TABLE `failure` ADD `waits_for` text;