-- A record counts at an ancestor of its place: whoever sees the one has the other above them.
ALTER TABLE "subject" ADD CONSTRAINT "subject_accountable" CHECK (starts_with("subject"."path", "subject"."account_path"));--> statement-breakpoint
ALTER TABLE "inspection" ADD CONSTRAINT "inspection_accountable" CHECK (starts_with("inspection"."path", "inspection"."account_path"));--> statement-breakpoint
ALTER TABLE "hazard" ADD CONSTRAINT "hazard_accountable" CHECK (starts_with("hazard"."path", "hazard"."account_path"));--> statement-breakpoint
-- What counts somewhere counts in a region on the way from the writer's scope to the country, or within the scope; never beside it.
DROP POLICY figures_in ON delta_pending;
--> statement-breakpoint
CREATE POLICY figures_in ON delta_pending FOR INSERT TO anwang_app WITH CHECK (
    subtree(path) && (select nullif(current_setting('app.scope', true), '')::path_multirange)
    and exists (select from region r where r.id = region_id and r.path = delta_pending.path));
--> statement-breakpoint
-- Names and telephone numbers are as closed as the record that they belong to: of one's sectors, where one has some only.
DROP POLICY records ON contact;
--> statement-breakpoint
CREATE POLICY records ON contact TO anwang_app USING (
    path <@ (select nullif(current_setting('app.scope', true), '')::path_multirange)
    and ((select nullif(current_setting('app.subject', true), '')) is null or owner_id = (select nullif(current_setting('app.subject', true), '')::uuid))
    and ((select nullif(current_setting('app.sectors', true), '')) is null
      or (owner_kind = 'subject' and exists (select from subject s where s.id = owner_id))
      or (owner_kind = 'inspection' and exists (select from inspection i where i.id = owner_id))));
--> statement-breakpoint
-- Before PostgreSQL 15 everybody may create in public, where the functions that run as the owner look first.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
