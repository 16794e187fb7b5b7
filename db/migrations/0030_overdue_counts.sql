-- What is overdue is paged by one index and counted by another, in the order in which rows came: so whether they are visible is read
-- of few blocks, however many there are.
DROP INDEX "hazard_overdue";
--> statement-breakpoint
CREATE INDEX "hazard_overdue" ON "hazard" USING btree ("city_path","overdue_from","id","path","sector_id","subject_id") WHERE "hazard"."overdue_from" is not null and "hazard"."overdue_until" is null;
--> statement-breakpoint
CREATE INDEX "hazard_overdue_counted" ON "hazard" USING btree ("city_path","id","overdue_from","path","sector_id","subject_id","account_path","level","shown_only") WHERE "hazard"."overdue_from" is not null and "hazard"."overdue_until" is null;
