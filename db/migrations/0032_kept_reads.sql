ALTER TABLE "score" ADD COLUMN "revision" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
-- What a process keeps of regions and their labels holds as long as none of either is written: the sum of these two, which grows.
INSERT INTO scoring_basis (changed, n) VALUES ('region_label', 1);
--> statement-breakpoint
CREATE TRIGGER scoring_basis AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON region_label FOR EACH STATEMENT EXECUTE FUNCTION change_scoring_basis();
--> statement-breakpoint
CREATE FUNCTION directory_version() RETURNS bigint LANGUAGE sql STABLE SET search_path = public, pg_temp
  AS $$ SELECT sum(n)::bigint FROM scoring_basis WHERE changed IN ('region', 'region_label') $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION directory_version() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION directory_version() TO anwang_app;
