-- An older server may run on this.
ALTER TABLE `user` ADD `tour_seen_at` integer;