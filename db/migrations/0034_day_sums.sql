-- Nothing is folded meanwhile: it would be missing in what is summed below.
SELECT pg_advisory_xact_lock(4100001);
--> statement-breakpoint
CREATE TABLE "rollup_day" (
	"path" text COLLATE "C" NOT NULL,
	"own" boolean NOT NULL,
	"counts_on" date NOT NULL,
	"inspections" bigint,
	"hazards_found_general" bigint,
	"hazards_found_major" bigint,
	"accepted_of_found" bigint,
	"due_general" bigint,
	"due_general_scored" bigint,
	"due_major" bigint,
	"due_pending" bigint,
	"rectified_on_time_general" bigint,
	"rectified_on_time_general_scored" bigint,
	"rectified_on_time_major" bigint,
	"reinspection_due" bigint,
	"reinspection_due_scored" bigint,
	"reinspected_in_time" bigint,
	"reinspected_in_time_scored" bigint,
	"became_overdue" bigint,
	"overdue_cleared" bigint,
	"became_overdue_major" bigint,
	"overdue_cleared_major" bigint,
	"overdue_day_weight" bigint,
	"voided" bigint,
	"revisited" bigint,
	"recurred" bigint,
	"listings" bigint,
	"listings_ended" bigint,
	"listings_overdue" bigint,
	"listings_overdue_cleared" bigint,
	"enterprises" bigint,
	"key_enterprises" bigint,
	"key_enterprises_placed" bigint,
	"owned" bigint,
	"hazard_sources" bigint,
	"hazard_sources_online" bigint,
	"standardization_reached" bigint,
	"standardization_target" bigint,
	"drawn" bigint,
	"hidden" bigint,
	"sampled" bigint,
	"faulty" bigint,
	"files_sampled" bigint,
	"files_passed" bigint,
	"files_irregular" bigint,
	"tipoffs_due" bigint,
	"tipoffs_on_time" bigint,
	"obligations_due_duty" bigint,
	"obligations_on_time_duty" bigint,
	"obligations_due_report" bigint,
	"obligations_on_time_report" bigint,
	"absences" bigint,
	"incidents_fatal" bigint,
	"incidents_fatal_traffic" bigint,
	"incidents_considerable" bigint,
	"incidents_serious" bigint,
	"incidents_exceptional" bigint,
	"deaths" bigint,
	"late_incident_reports" bigint,
	"cases" bigint,
	"fines_yuan" bigint,
	"suspensions" bigint,
	"activities" bigint,
	"people_trained" bigint,
	CONSTRAINT "rollup_day_path_own_counts_on_pk" PRIMARY KEY("path","own","counts_on")
);
--> statement-breakpoint
ALTER TABLE rollup_day ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE rollup_day FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON rollup_day TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON rollup_day TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON rollup_day TO anwang_worker;
--> statement-breakpoint
GRANT SELECT ON rollup_day TO anwang_app;
--> statement-breakpoint
-- Sums over all sectors: for posts that nothing narrows.
CREATE POLICY figures ON rollup_day FOR SELECT TO anwang_app USING (path <@ (select nullif(current_setting('app.scope', true), '')::path_multirange)
  and path <@ (select nullif(current_setting('app.whole', true), '')::path_multirange));
--> statement-breakpoint
-- What was folded before.
INSERT INTO rollup_day (path, own, counts_on, inspections, hazards_found_general, hazards_found_major, accepted_of_found, due_general, due_general_scored, due_major, due_pending, rectified_on_time_general, rectified_on_time_general_scored, rectified_on_time_major, reinspection_due, reinspection_due_scored, reinspected_in_time, reinspected_in_time_scored, became_overdue, overdue_cleared, became_overdue_major, overdue_cleared_major, overdue_day_weight, voided, revisited, recurred, listings, listings_ended, listings_overdue, listings_overdue_cleared, enterprises, key_enterprises, key_enterprises_placed, owned, hazard_sources, hazard_sources_online, standardization_reached, standardization_target, drawn, hidden, sampled, faulty, files_sampled, files_passed, files_irregular, tipoffs_due, tipoffs_on_time, obligations_due_duty, obligations_on_time_duty, obligations_due_report, obligations_on_time_report, absences, incidents_fatal, incidents_fatal_traffic, incidents_considerable, incidents_serious, incidents_exceptional, deaths, late_incident_reports, cases, fines_yuan, suspensions, activities, people_trained)
SELECT a.path, o.own, d.counts_on, total(inspections) as inspections, total(hazards_found_general) as hazards_found_general, total(hazards_found_major) as hazards_found_major, total(accepted_of_found) as accepted_of_found, total(due_general) as due_general, total(due_general_scored) as due_general_scored, total(due_major) as due_major, total(due_pending) as due_pending, total(rectified_on_time_general) as rectified_on_time_general, total(rectified_on_time_general_scored) as rectified_on_time_general_scored, total(rectified_on_time_major) as rectified_on_time_major, total(reinspection_due) as reinspection_due, total(reinspection_due_scored) as reinspection_due_scored, total(reinspected_in_time) as reinspected_in_time, total(reinspected_in_time_scored) as reinspected_in_time_scored, total(became_overdue) as became_overdue, total(overdue_cleared) as overdue_cleared, total(became_overdue_major) as became_overdue_major, total(overdue_cleared_major) as overdue_cleared_major, total(overdue_day_weight) as overdue_day_weight, total(voided) as voided, total(revisited) as revisited, total(recurred) as recurred, total(listings) as listings, total(listings_ended) as listings_ended, total(listings_overdue) as listings_overdue, total(listings_overdue_cleared) as listings_overdue_cleared, total(enterprises) as enterprises, total(key_enterprises) as key_enterprises, total(key_enterprises_placed) as key_enterprises_placed, total(owned) as owned, total(hazard_sources) as hazard_sources, total(hazard_sources_online) as hazard_sources_online, total(standardization_reached) as standardization_reached, total(standardization_target) as standardization_target, total(drawn) as drawn, total(hidden) as hidden, total(sampled) as sampled, total(faulty) as faulty, total(files_sampled) as files_sampled, total(files_passed) as files_passed, total(files_irregular) as files_irregular, total(tipoffs_due) as tipoffs_due, total(tipoffs_on_time) as tipoffs_on_time, total(obligations_due_duty) as obligations_due_duty, total(obligations_on_time_duty) as obligations_on_time_duty, total(obligations_due_report) as obligations_due_report, total(obligations_on_time_report) as obligations_on_time_report, total(absences) as absences, total(incidents_fatal) as incidents_fatal, total(incidents_fatal_traffic) as incidents_fatal_traffic, total(incidents_considerable) as incidents_considerable, total(incidents_serious) as incidents_serious, total(incidents_exceptional) as incidents_exceptional, total(deaths) as deaths, total(late_incident_reports) as late_incident_reports, total(cases) as cases, total(fines_yuan) as fines_yuan, total(suspensions) as suspensions, total(activities) as activities, total(people_trained) as people_trained
FROM (SELECT counts_on, ltrim(replace(split_part(path, '/', 1) || '/' || split_part(path, '/', 2) || '/', '//', '/'), '/') AS path, ltrim(replace(split_part(path, '/', 1) || '/' || split_part(path, '/', 2) || '/', '//', '/'), '/') = path AS placed, total(inspections) as inspections, total(hazards_found_general) as hazards_found_general, total(hazards_found_major) as hazards_found_major, total(accepted_of_found) as accepted_of_found, total(due_general) as due_general, total(due_general_scored) as due_general_scored, total(due_major) as due_major, total(due_pending) as due_pending, total(rectified_on_time_general) as rectified_on_time_general, total(rectified_on_time_general_scored) as rectified_on_time_general_scored, total(rectified_on_time_major) as rectified_on_time_major, total(reinspection_due) as reinspection_due, total(reinspection_due_scored) as reinspection_due_scored, total(reinspected_in_time) as reinspected_in_time, total(reinspected_in_time_scored) as reinspected_in_time_scored, total(became_overdue) as became_overdue, total(overdue_cleared) as overdue_cleared, total(became_overdue_major) as became_overdue_major, total(overdue_cleared_major) as overdue_cleared_major, total(overdue_day_weight) as overdue_day_weight, total(voided) as voided, total(revisited) as revisited, total(recurred) as recurred, total(listings) as listings, total(listings_ended) as listings_ended, total(listings_overdue) as listings_overdue, total(listings_overdue_cleared) as listings_overdue_cleared, total(enterprises) as enterprises, total(key_enterprises) as key_enterprises, total(key_enterprises_placed) as key_enterprises_placed, total(owned) as owned, total(hazard_sources) as hazard_sources, total(hazard_sources_online) as hazard_sources_online, total(standardization_reached) as standardization_reached, total(standardization_target) as standardization_target, total(drawn) as drawn, total(hidden) as hidden, total(sampled) as sampled, total(faulty) as faulty, total(files_sampled) as files_sampled, total(files_passed) as files_passed, total(files_irregular) as files_irregular, total(tipoffs_due) as tipoffs_due, total(tipoffs_on_time) as tipoffs_on_time, total(obligations_due_duty) as obligations_due_duty, total(obligations_on_time_duty) as obligations_on_time_duty, total(obligations_due_report) as obligations_due_report, total(obligations_on_time_report) as obligations_on_time_report, total(absences) as absences, total(incidents_fatal) as incidents_fatal, total(incidents_fatal_traffic) as incidents_fatal_traffic, total(incidents_considerable) as incidents_considerable, total(incidents_serious) as incidents_serious, total(incidents_exceptional) as incidents_exceptional, total(deaths) as deaths, total(late_incident_reports) as late_incident_reports, total(cases) as cases, total(fines_yuan) as fines_yuan, total(suspensions) as suspensions, total(activities) as activities, total(people_trained) as people_trained FROM delta GROUP BY 1, 2, 3) d
CROSS JOIN LATERAL unnest(ancestor_paths(d.path)) a(path)
CROSS JOIN LATERAL (SELECT false AS own UNION ALL SELECT true WHERE d.placed AND a.path = d.path) o
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
--> statement-breakpoint
ANALYZE rollup_day;
