-- Within the indexes of the cities paths stand in a collation of their own, of the same order: a city and a path in it follow from
-- each other, which the planner does not know, so that it took a county for a few rows and read and sorted all of them.
DROP INDEX "subject_city_name";
--> statement-breakpoint
DROP INDEX "hazard_city_found";
--> statement-breakpoint
DROP INDEX "hazard_city_due";
--> statement-breakpoint
DROP INDEX "hazard_overdue";
--> statement-breakpoint
DROP INDEX "hazard_overdue_counted";
--> statement-breakpoint
DROP INDEX "hazard_overdue_ended";
--> statement-breakpoint
CREATE INDEX "subject_city_name" ON "subject" USING btree ("city_path","name" collate "C","id","path" collate "POSIX","sector_id","withdrawn");
--> statement-breakpoint
CREATE INDEX "hazard_city_found" ON "hazard" USING btree ("city_path","found_on","id","path" collate "POSIX","sector_id","subject_id");
--> statement-breakpoint
CREATE INDEX "hazard_city_due" ON "hazard" USING btree ("city_path","due_on","id","path" collate "POSIX","sector_id","subject_id");
--> statement-breakpoint
CREATE INDEX "hazard_overdue" ON "hazard" USING btree ("city_path","overdue_from","id","path" collate "POSIX","sector_id","subject_id") WHERE "hazard"."overdue_from" is not null and "hazard"."overdue_until" is null;
--> statement-breakpoint
CREATE INDEX "hazard_overdue_counted" ON "hazard" USING btree ("city_path","id","overdue_from","path" collate "POSIX","sector_id","subject_id","account_path" collate "POSIX","level","shown_only") WHERE "hazard"."overdue_from" is not null and "hazard"."overdue_until" is null;
--> statement-breakpoint
CREATE INDEX "hazard_overdue_ended" ON "hazard" USING btree ("city_path","overdue_until","overdue_from","id","path" collate "POSIX","sector_id","subject_id","account_path" collate "POSIX","level","shown_only") WHERE "hazard"."overdue_until" is not null;
