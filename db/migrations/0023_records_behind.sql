-- What a round gives to a score's items stands in it, so that the records behind an item are pages of an index.
DROP INDEX "round_scored_due";
--> statement-breakpoint
DROP INDEX "round_reinspection";
--> statement-breakpoint
ALTER TABLE "round" ADD COLUMN "due_as" text;
--> statement-breakpoint
ALTER TABLE "round" ADD COLUMN "due_account_path" text COLLATE "C";
--> statement-breakpoint
ALTER TABLE "round" ADD COLUMN "due_effective_on" date;
--> statement-breakpoint
ALTER TABLE "round" ADD COLUMN "on_time" boolean;
--> statement-breakpoint
ALTER TABLE "round" ADD COLUMN "due_quarter" integer GENERATED ALWAYS AS ((extract(year from scored_due_on) * 4 + extract(quarter from scored_due_on))::int) STORED;
--> statement-breakpoint
ALTER TABLE "round" ADD COLUMN "reinspection_account_path" text COLLATE "C";
--> statement-breakpoint
ALTER TABLE "round" ADD COLUMN "reinspected" boolean;
--> statement-breakpoint
ALTER TABLE "round" ADD COLUMN "reinspection_quarter" integer GENERATED ALWAYS AS ((extract(year from reinspection_limit_on) * 4 + extract(quarter from reinspection_limit_on))::int) STORED;
--> statement-breakpoint
-- As the ledger writes it, from the folds; by the contributions of packages/domain.
UPDATE round r SET due_as = c.due_as, due_account_path = c.due_account_path, due_effective_on = c.due_effective_on, on_time = c.on_time,
  reinspection_account_path = c.reinspection_account_path, reinspected = c.reinspected
FROM (
  SELECT h.id, r.n, s.counted AS counted, CASE WHEN s.counted THEN h.level END AS due_as, CASE WHEN s.counted THEN due_at.path END AS due_account_path,
    CASE WHEN s.counted THEN CASE WHEN s.in_time AND s.decision IS NULL THEN greatest(r.scored_due_on + 1, s.stands_on + 11) ELSE r.scored_due_on + 1 END END AS due_effective_on,
    CASE WHEN s.counted THEN s.in_time AND s.decision IS NOT DISTINCT FROM 'ACCEPTED' END AS on_time,
    CASE WHEN s.counted THEN limit_at.path END AS reinspection_account_path,
    CASE WHEN s.counted THEN EXISTS (SELECT FROM jsonb_array_elements(s.round->'reinspections') x WHERE (x->>'on')::date <= r.reinspection_limit_on AND NOT (x->>'lateEntry')::boolean) END AS reinspected
  FROM hazard h JOIN round r ON r.hazard_id = h.id
  CROSS JOIN LATERAL (
    SELECT f.round, st.decision, st.stands_on, coalesce(st.stands_on <= r.scored_due_on AND NOT st.late, false) AS in_time,
      h.level = 'MAJOR' OR h.source IN ('DEPARTMENT', 'SUPERIOR', 'EXPERT', 'TIP_OFF')
        AND NOT EXISTS (SELECT FROM jsonb_array_elements(f.round->'submissions') x WHERE (x->>'onTheSpot')::boolean AND x->>'decision' = 'ACCEPTED') AS counted
    FROM (SELECT h.fold->'rounds'->(r.n - 1) AS round) f
    LEFT JOIN LATERAL (SELECT x->>'decision' AS decision, (x->>'on')::date AS stands_on, (x->>'lateEntry')::boolean AS late
      FROM jsonb_array_elements(f.round->'submissions') WITH ORDINALITY e(x, i) WHERE x->>'decision' IS DISTINCT FROM 'REJECTED' ORDER BY i LIMIT 1) st ON true) s
  CROSS JOIN LATERAL (SELECT coalesce((SELECT g.path FROM jsonb_array_elements(h.fold->'formerAccounts') WITH ORDINALITY e(x, i) JOIN region g ON g.id = (x->>'accountId')::uuid
    WHERE r.scored_due_on < (x->>'until')::date ORDER BY i LIMIT 1), h.account_path) AS path) due_at
  CROSS JOIN LATERAL (SELECT coalesce((SELECT g.path FROM jsonb_array_elements(h.fold->'formerAccounts') WITH ORDINALITY e(x, i) JOIN region g ON g.id = (x->>'accountId')::uuid
    WHERE r.reinspection_limit_on < (x->>'until')::date ORDER BY i LIMIT 1), h.account_path) AS path) limit_at
  WHERE NOT h.shown_only AND h.state <> 'VOIDED') c
WHERE c.id = r.hazard_id AND c.n = r.n AND c.counted;
--> statement-breakpoint
CREATE INDEX "subject_key" ON "subject" USING btree ("path","id") WHERE jsonb_path_exists("subject"."fold", '$.states[*].facts ? (@.key == true)');
--> statement-breakpoint
CREATE INDEX "subject_sources" ON "subject" USING btree ("path","id") WHERE jsonb_path_exists("subject"."fold", '$.states[*].facts ? (@.hazardSources > 0)');
--> statement-breakpoint
CREATE INDEX "subject_unowned" ON "subject" USING btree ("path","id") WHERE jsonb_path_exists("subject"."fold", '$.states[*].facts ? (!(@.assigned[*] == "PRIMARY" && @.assigned[*] == "TERRITORIAL" && @.assigned[*] == "SECTOR" && @.assigned[*] == "COMPREHENSIVE" && @.assigned[*] == "PARTY_AND_GOVERNMENT"))');
--> statement-breakpoint
CREATE INDEX "hazard_revisited" ON "hazard" USING btree ("path","id") WHERE jsonb_array_length("hazard"."fold" -> 'revisits') > 0;
--> statement-breakpoint
CREATE INDEX "round_due" ON "round" USING btree ("due_as","on_time","due_quarter","due_account_path","scored_due_on","hazard_id","n","sector_id") WHERE "round"."due_as" is not null;
--> statement-breakpoint
CREATE INDEX "round_reinspection" ON "round" USING btree ("reinspected","reinspection_quarter","reinspection_account_path","reinspection_limit_on","hazard_id","n","sector_id") WHERE "round"."reinspection_account_path" is not null;
--> statement-breakpoint
ALTER TABLE "round" ADD CONSTRAINT "round_due" CHECK ("round"."due_as" in ('MAJOR','GENERAL') and num_nulls("round"."due_as", "round"."due_account_path", "round"."due_effective_on", "round"."on_time") in (0, 4));
--> statement-breakpoint
ALTER TABLE "round" ADD CONSTRAINT "round_reinspected" CHECK (num_nulls("round"."reinspection_account_path", "round"."reinspected") in (0, 2));
