-- An older server may run on this.
ALTER TABLE `flow_review` ADD `sample` text;