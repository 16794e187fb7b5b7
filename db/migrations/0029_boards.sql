-- Scores are a cache: all are made anew, with their places.
DROP TABLE score;
--> statement-breakpoint
CREATE TABLE "score" (
	"region_id" uuid NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"period" text NOT NULL,
	"scheme_version_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"place" integer NOT NULL,
	"changed_on" date NOT NULL,
	"head" json NOT NULL,
	"result" json,
	CONSTRAINT "score_region_id_group_id_period_scheme_version_id_pk" PRIMARY KEY("region_id","group_id","period","scheme_version_id")
);
--> statement-breakpoint
CREATE TABLE "score_input" (
	"region_id" uuid NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"period" text NOT NULL,
	"scheme_version_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"stamp" text NOT NULL,
	"input" json NOT NULL,
	CONSTRAINT "score_input_group_id_period_scheme_version_id_region_id_pk" PRIMARY KEY("group_id","period","scheme_version_id","region_id")
);
--> statement-breakpoint
CREATE TABLE "board" (
	"group_id" uuid NOT NULL,
	"period" text NOT NULL,
	"scheme_version_id" uuid NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"stamp" text,
	"sources" text[] NOT NULL,
	"go_live_on" date,
	"groups" json NOT NULL,
	"peers" json NOT NULL,
	CONSTRAINT "board_group_id_period_scheme_version_id_pk" PRIMARY KEY("group_id","period","scheme_version_id")
);
--> statement-breakpoint
CREATE TABLE "roster" (
	"root_id" uuid NOT NULL,
	"level" text NOT NULL,
	"period" text NOT NULL,
	"basis" bigint NOT NULL,
	"last_day" date NOT NULL,
	"group_id" uuid,
	"scheme_version_id" uuid,
	"ranked_level" text,
	"unscored" integer NOT NULL,
	CONSTRAINT "roster_root_id_level_period_pk" PRIMARY KEY("root_id","level","period")
);
--> statement-breakpoint
CREATE TABLE "scoring_basis" (
	"changed" text PRIMARY KEY NOT NULL,
	"n" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "score" ADD CONSTRAINT "score_scheme_version_id_scheme_version_id_fk" FOREIGN KEY ("scheme_version_id") REFERENCES "public"."scheme_version"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "score_place" ON "score" USING btree ("group_id","period","scheme_version_id","place");
--> statement-breakpoint
INSERT INTO scoring_basis (changed, n) VALUES ('region', 1), ('region_succession', 1), ('office', 1), ('source_in_use', 1), ('scheme_version', 1);
--> statement-breakpoint
DO $$
DECLARE
  scope text := $s$(select nullif(current_setting('app.scope', true), '')::path_multirange)$s$;
  figures text := $s$(select nullif(current_setting('app.figures', true), '')::path_multirange)$s$;
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['score', 'score_input', 'board', 'roster', 'scoring_basis'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
    EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true) WITH CHECK (true)', one);
    EXECUTE format('CREATE POLICY worker ON %I TO anwang_worker USING (true) WITH CHECK (true)', one);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO anwang_worker', one);
  END LOOP;
  FOREACH one IN ARRAY ARRAY['score', 'score_input'] LOOP
    EXECUTE format('GRANT SELECT ON %I TO anwang_app', one);
    EXECUTE format('CREATE POLICY figures ON %I FOR SELECT TO anwang_app USING (path <@ %s AND path <@ %s)', one, scope, figures);
  END LOOP;
  FOREACH one IN ARRAY ARRAY['board', 'roster', 'scoring_basis'] LOOP
    EXECUTE format('CREATE POLICY directory ON %I FOR SELECT TO anwang_app USING (%s is not null)', one, scope);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT SELECT ON roster, scoring_basis TO anwang_app;
--> statement-breakpoint
-- Not what the peers come to on average: the worker reads it for who sees the score of a member.
GRANT SELECT (group_id, period, scheme_version_id, path, stamp, sources, go_live_on, groups) ON board TO anwang_app;
--> statement-breakpoint
-- Whoever changes what decides over members, sources and schemes: every roster is to be looked at again.
CREATE FUNCTION change_scoring_basis() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE scoring_basis SET n = n + 1 WHERE changed = TG_TABLE_NAME;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER scoring_basis AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON region FOR EACH STATEMENT EXECUTE FUNCTION change_scoring_basis();
--> statement-breakpoint
CREATE TRIGGER scoring_basis AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON region_succession FOR EACH STATEMENT EXECUTE FUNCTION change_scoring_basis();
--> statement-breakpoint
CREATE TRIGGER scoring_basis AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON office FOR EACH STATEMENT EXECUTE FUNCTION change_scoring_basis();
--> statement-breakpoint
CREATE TRIGGER scoring_basis AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON source_in_use FOR EACH STATEMENT EXECUTE FUNCTION change_scoring_basis();
--> statement-breakpoint
CREATE TRIGGER scoring_basis AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON scheme_version FOR EACH STATEMENT EXECUTE FUNCTION change_scoring_basis();
--> statement-breakpoint
DROP FUNCTION scoring_stamps(text[], date);
--> statement-breakpoint
-- What the figures of subtrees are made from, in a word each, without showing one: the stamp of the folded ones, and how many deltas in
-- effect are still to be folded, and which. For whoever is signed in and for the worker. Few deltas are in effect, whatever waits for
-- its day: they are found by index, which a planner that does not know today would not take.
CREATE FUNCTION scoring_stamps(paths text[], today date) RETURNS TABLE (path text, stamp text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off
  AS $$
  #variable_conflict use_column
  BEGIN
    IF nullif(current_setting('app.scope', true), '') IS NULL AND NOT pg_has_role(session_user, 'anwang_worker', 'MEMBER') THEN RETURN; END IF;
    IF NOT EXISTS (SELECT FROM delta_pending d WHERE d.effective_on <= today) THEN
      RETURN QUERY SELECT p.path, coalesce(s.stamp, '') FROM unnest(paths) p(path) LEFT JOIN figures_stamp s ON s.path = p.path COLLATE "C";
      RETURN;
    END IF;
    RETURN QUERY
      WITH due AS MATERIALIZED (
        SELECT a.path, count(*) AS n, bit_xor(uuid_hash_extended(d.id, 0)) AS which
        FROM delta_pending d CROSS JOIN LATERAL unnest(ancestor_paths(d.path)) a(path) WHERE d.effective_on <= today GROUP BY a.path)
      SELECT p.path, coalesce(s.stamp, '') || coalesce('+' || due.n || '.' || due.which, '')
      FROM unnest(paths) p(path) LEFT JOIN figures_stamp s ON s.path = p.path COLLATE "C" LEFT JOIN due ON due.path = p.path COLLATE "C";
  END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION scoring_stamps(text[], date) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION scoring_stamps(text[], date) TO anwang_app, anwang_worker;
