ALTER TABLE "import_batch" ADD COLUMN "uploaded_by" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "import_batch" ADD COLUMN "started_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "import_batch" ADD COLUMN "progress" real;--> statement-breakpoint
ALTER TABLE "import_batch" ADD COLUMN "failure" jsonb;--> statement-breakpoint
-- Whoever sees some sectors only sees the ledgers that they uploaded themselves: others hold rows of every sector.
DROP POLICY records ON import_batch;
--> statement-breakpoint
CREATE POLICY records ON import_batch TO anwang_app USING (
    path <@ (select nullif(current_setting('app.scope', true), '')::path_multirange)
    and (select nullif(current_setting('app.subject', true), '')) is null
    and ((select nullif(current_setting('app.sectors', true), '')) is null or account_id = (select nullif(current_setting('app.account', true), '')::uuid)));
--> statement-breakpoint
DROP POLICY records ON import_row;
--> statement-breakpoint
CREATE POLICY records ON import_row TO anwang_app USING (
    path <@ (select nullif(current_setting('app.scope', true), '')::path_multirange)
    and (select nullif(current_setting('app.subject', true), '')) is null
    and ((select nullif(current_setting('app.sectors', true), '')) is null or batch_id in (select id from import_batch)));
