-- What is overdue is counted by the day since when, so that how long it has been so is read of a few sums, however much it is. Nothing is
-- folded meanwhile: it would be missing in what is summed below.
SELECT pg_advisory_xact_lock(4100001);
--> statement-breakpoint
DROP INDEX "hazard_overdue_counted";
--> statement-breakpoint
DROP INDEX "hazard_overdue";
--> statement-breakpoint
ALTER TABLE "delta" ADD COLUMN "overdue_since" bigint;
--> statement-breakpoint
ALTER TABLE "delta" ADD COLUMN "overdue_since_major" bigint;
--> statement-breakpoint
ALTER TABLE "delta_pending" ADD COLUMN "overdue_since" bigint;
--> statement-breakpoint
ALTER TABLE "delta_pending" ADD COLUMN "overdue_since_major" bigint;
--> statement-breakpoint
ALTER TABLE "rollup" ADD COLUMN "overdue_since" bigint DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE "rollup" ADD COLUMN "overdue_since_major" bigint DEFAULT 0 NOT NULL;
--> statement-breakpoint
ALTER TABLE "rollup_day" ADD COLUMN "overdue_since" bigint;
--> statement-breakpoint
ALTER TABLE "rollup_day" ADD COLUMN "overdue_since_major" bigint;
--> statement-breakpoint
CREATE INDEX "rollup_day_overdue" ON "rollup_day" USING btree ("path","own","counts_on","overdue_since","overdue_since_major") WHERE "rollup_day"."overdue_since" <> 0;
--> statement-breakpoint
CREATE INDEX "hazard_overdue" ON "hazard" USING btree ("city_path","overdue_from","id","path" collate "POSIX","sector_id","subject_id","account_path" collate "POSIX","level","shown_only") WHERE "hazard"."overdue_from" is not null and "hazard"."overdue_until" is null;
--> statement-breakpoint
-- Of what is overdue, will be, or was so on the last day on which anything ended, which is until tomorrow where it ended today. What
-- ended before adds up to nothing. Ids say when they were made (UUID version 7), by which the page of the system tells how long it waits.
INSERT INTO delta_pending (id, region_id, path, sector_id, counts_on, effective_on, overdue_since, overdue_since_major)
SELECT overlay(overlay(gen_random_uuid()::text PLACING left(now_ms, 8) || '-' || right(now_ms, 4) FROM 1 FOR 13) PLACING '7' FROM 15 FOR 1)::uuid, h.account_id, h.account_path, h.sector_id, h.overdue_from, b.day, b.n, CASE WHEN h.level = 'MAJOR' THEN b.n END
FROM hazard h CROSS JOIN (SELECT lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint), 12, '0') AS now_ms) made CROSS JOIN LATERAL (VALUES (h.overdue_from, 1), (h.overdue_until, -1)) b (day, n)
WHERE h.overdue_from IS NOT NULL AND NOT h.shown_only AND b.day IS NOT NULL AND (h.overdue_until IS NULL OR h.overdue_until = (SELECT max(overdue_until) FROM hazard));
