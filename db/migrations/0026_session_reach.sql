-- What a region's succession shows of places outside of it, found by the place that shows it: who asks for something is told by a
-- look at their own place, instead of at every region below it. A place within shows nothing more than the place itself.
CREATE TABLE "succession_reach" (
	"path" text COLLATE "C" NOT NULL,
	"from_id" uuid NOT NULL,
	"to_id" uuid NOT NULL,
	CONSTRAINT "succession_reach_path_from_id_to_id_pk" PRIMARY KEY("path","from_id","to_id")
);
--> statement-breakpoint
ALTER TABLE "succession_reach" ADD CONSTRAINT "succession_reach_succession" FOREIGN KEY ("from_id","to_id") REFERENCES "public"."region_succession"("from_id","to_id") ON DELETE cascade ON UPDATE cascade;
--> statement-breakpoint
CREATE INDEX "succession_reach_of" ON "succession_reach" USING btree ("from_id","to_id");
--> statement-breakpoint
ALTER TABLE succession_reach ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE succession_reach FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON succession_reach TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON succession_reach TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON succession_reach TO anwang_worker;
--> statement-breakpoint
CREATE FUNCTION reach_by_succession() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    DELETE FROM succession_reach r WHERE r.from_id = NEW.from_id AND r.to_id = NEW.to_id;
    INSERT INTO succession_reach (path, from_id, to_id)
      SELECT above.path, NEW.from_id, NEW.to_id FROM region former, region successor, unnest(ancestor_paths(successor.path)) AS above(path)
      WHERE former.id = NEW.from_id AND successor.id = NEW.to_id AND NOT starts_with(former.path, above.path);
    RETURN NULL;
  END
  $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION reach_by_succession() FROM PUBLIC;
--> statement-breakpoint
CREATE TRIGGER reach_by_succession AFTER INSERT OR UPDATE ON region_succession FOR EACH ROW EXECUTE FUNCTION reach_by_succession();
--> statement-breakpoint
INSERT INTO succession_reach (path, from_id, to_id)
  SELECT above.path, s.from_id, s.to_id FROM region_succession s JOIN region former ON former.id = s.from_id JOIN region successor ON successor.id = s.to_id, unnest(ancestor_paths(successor.path)) AS above(path)
  WHERE NOT starts_with(former.path, above.path);
--> statement-breakpoint
-- The posts of an account on a day, where some of them stand elsewhere than they were given or show what was succeeded into them.
CREATE FUNCTION grants_by_succession(whose uuid, today date) RETURNS jsonb LANGUAGE sql STABLE SET search_path = public, pg_temp
  AS $$
    WITH RECURSIVE mine AS (
      SELECT g.role, place.id AS region_id, g.sectors, g.subject_id, place.path COLLATE "C" AS path
      FROM account_grant g CROSS JOIN LATERAL standing_regions(g.region_id, today) place
      WHERE g.account_id = whose AND g.valid_from <= today AND (g.valid_to IS NULL OR today < g.valid_to)
    ), reach AS (
      SELECT m.path AS root, m.path FROM mine m
      UNION
      SELECT r.root, former.path FROM reach r
        JOIN succession_reach i ON i.path = r.path
        JOIN region_succession s ON s.from_id = i.from_id AND s.to_id = i.to_id AND s.on <= today
        JOIN region former ON former.id = s.from_id
    )
    SELECT jsonb_agg(jsonb_build_object('role', m.role, 'regionId', m.region_id, 'path', m.path, 'sectors', m.sectors, 'subjectId', m.subject_id,
      'paths', (SELECT jsonb_agg(r.path ORDER BY r.path) FROM reach r WHERE r.root = m.path)) ORDER BY m.path, m.role) FROM mine m
  $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION grants_by_succession(uuid, date) FROM PUBLIC;
--> statement-breakpoint
-- As before, at a cost that does not grow with the regions below a post: the plans of its statements are kept.
CREATE OR REPLACE FUNCTION session_viewer(hash text, today date)
  RETURNS TABLE (id uuid, user_name text, title text, title_en text, home_id uuid, demonstration text, session_id uuid, grants jsonb)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  #variable_conflict use_variable
  DECLARE
    way text;
    passed timestamptz;
    standing boolean;
  BEGIN
    SELECT a.id, a.user_name, a.title, a.title_en, a.home_id, a.demonstration, s.id, s.entered, s.second_factor_at, h.valid_to IS NULL OR h.valid_to > today
      INTO id, user_name, title, title_en, home_id, demonstration, session_id, way, passed, standing
      FROM session s JOIN account a ON a.id = s.account_id JOIN region h ON h.id = a.home_id
      WHERE s.token_hash = hash AND s.expires_at > now() AND s.seen_at > now() - interval '2 hours';
    IF NOT FOUND OR sign_in_step(id, way, passed, today) IS NOT NULL THEN
      RETURN;
    END IF;
    IF NOT standing THEN
      home_id := (SELECT r.id FROM standing_regions(home_id, today) r ORDER BY r.path LIMIT 1);
    END IF;
    SELECT jsonb_agg(jsonb_build_object('role', g.role, 'regionId', r.id, 'path', r.path, 'sectors', g.sectors, 'subjectId', g.subject_id, 'paths', jsonb_build_array(r.path)) ORDER BY r.path, g.role),
      bool_and((r.valid_to IS NULL OR r.valid_to > today) AND NOT EXISTS (SELECT FROM succession_reach i WHERE i.path = r.path))
      INTO grants, standing
      FROM account_grant g JOIN region r ON r.id = g.region_id
      WHERE g.account_id = id AND g.valid_from <= today AND (g.valid_to IS NULL OR today < g.valid_to);
    IF NOT standing THEN
      grants := grants_by_succession(id, today);
    END IF;
    grants := coalesce(grants, '[]');
    RETURN NEXT;
  END
  $$;
