-- What an event's transaction need not write: no read finds a delta by its id, the fold takes it by where it is stored, and a recount
-- finds what was folded twice. Most events name no import.
ALTER TABLE "delta_pending" DROP CONSTRAINT "delta_pending_pkey";
--> statement-breakpoint
ALTER TABLE "delta" DROP CONSTRAINT "delta_pkey";
--> statement-breakpoint
DROP INDEX "event_import";
--> statement-breakpoint
CREATE INDEX "event_import" ON "event" USING btree ("import_id") WHERE "event"."import_id" is not null;
--> statement-breakpoint
-- The same condition, asked of the region in one look-up instead of one that may be made in two ways.
ALTER POLICY figures_in ON delta_pending WITH CHECK (
  subtree(path) && (SELECT nullif(current_setting('app.scope', true), '')::path_multirange)
  AND path = (SELECT r.path FROM region r WHERE r.id = region_id));
