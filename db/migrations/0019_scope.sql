-- No post is narrowed both ways: what row security holds of it is a subtree, a sector in a subtree, or an enterprise in a subtree.
ALTER TABLE "account_grant" ADD CONSTRAINT "account_grant_narrowing" CHECK ("account_grant"."sectors" is null or "account_grant"."subject_id" is null);
--> statement-breakpoint
-- A scope is the union of posts (design.md, Security), each by itself:
--   app.scope     the subtrees of all posts; null where nobody is signed in
--   app.whole     those of the posts that nothing narrows
--   app.sectored  of those narrowed to sectors: the sector's id followed by the path, as ranges of such texts
--   app.subjects  of those for one enterprise: its id followed by the path, likewise
--   app.figures   the subtrees of whole and sectored posts: who sees one enterprise sees no scores
-- What a post shows lies in app.scope too: nothing without it, and rows elsewhere need no second look. A server of the version
-- before sets app.scope alone, and sees no record. The expressions stand in each policy, once per query: a function of them
-- would be called for each row.
DO $$
DECLARE
  setting text := '(select nullif(current_setting(%L, true), '''')::path_multirange)';
  reach text := format('path <@ ' || setting || ' and ', 'app.scope');
  whole text := format(setting, 'app.whole');
  sectored text := format(setting, 'app.sectored');
  subjects text := format(setting, 'app.subjects');
  figures text := format(setting, 'app.figures');
  own text := '(select nullif(current_setting(''app.account'', true), '''')::uuid)';
  owner record;
  one record;
  shown text;
BEGIN
  FOR one IN SELECT * FROM (VALUES ('subject', 'id'), ('inspection', 'subject_id'), ('hazard', 'subject_id'), ('round', 'subject_id'), ('event', 'subject_id')) x(name, subject) LOOP
    EXECUTE format('DROP POLICY records ON %I', one.name);
    EXECUTE format('CREATE POLICY records ON %I TO anwang_app USING (%s(path <@ %s or (sector_id::text || path) <@ %s or (%I::text || path) <@ %s))', one.name, reach, whole, sectored, one.subject, subjects);
  END LOOP;
  FOR one IN SELECT * FROM (VALUES ('delta_pending'), ('delta'), ('rollup')) x(name) LOOP
    EXECUTE format('DROP POLICY figures ON %I', one.name);
    EXECUTE format('CREATE POLICY figures ON %I FOR SELECT TO anwang_app USING (%s(path <@ %s or (sector_id::text || path) <@ %s))', one.name, reach, whole, sectored);
  END LOOP;
  FOR one IN SELECT * FROM (VALUES ('score'), ('adjustment')) x(name) LOOP
    EXECUTE format('DROP POLICY figures ON %I', one.name);
    EXECUTE format('CREATE POLICY figures ON %I FOR SELECT TO anwang_app USING (%spath <@ %s)', one.name, reach, figures);
  END LOOP;
  -- Names and telephone numbers: an enterprise those of its own firm; who sees some sectors only, those of records of these sectors.
  FOR owner IN SELECT * FROM (VALUES ('subject'), ('inspection'), ('hazard')) x(name) LOOP
    shown := concat_ws(' or ', shown, format('owner_kind = %L and exists (select from %I o where o.id = contact.owner_id and (o.sector_id::text || o.path) <@ %s and (o.sector_id::text || contact.path) <@ %s)',
      owner.name, owner.name, sectored, sectored));
  END LOOP;
  DROP POLICY records ON contact;
  EXECUTE format('CREATE POLICY records ON contact TO anwang_app USING (%s(path <@ %s or (owner_id::text || path) <@ %s or path <@ %s and (%s)))', reach, whole, subjects, figures, shown);
  -- Whoever sees some sectors only sees the ledgers that they uploaded themselves: others hold rows of every sector.
  DROP POLICY records ON import_batch;
  EXECUTE format('CREATE POLICY records ON import_batch TO anwang_app USING (%s(path <@ %s or path <@ %s and account_id = %s))', reach, whole, figures, own);
  DROP POLICY records ON import_row;
  EXECUTE format('CREATE POLICY records ON import_row TO anwang_app USING (%s(path <@ %s or path <@ %s and batch_id in (select b.id from import_batch b where b.account_id = %s)))', reach, whole, figures, own);
  DROP POLICY records ON import_mapping;
  EXECUTE format('CREATE POLICY records ON import_mapping TO anwang_app USING (%spath <@ %s)', reach, figures);
END $$;
--> statement-breakpoint
-- The three officers are never one person: whoever ever held one of these posts, or is to, gets neither of the others; and on no
-- day is an officer's post held beside a post on records. Posts on records are held beside one another as they are. A post that
-- never held (over on the day on which it begins) counts for nothing; a post that only becomes shorter is left as it is.
CREATE OR REPLACE FUNCTION posts_together() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  officers text[] := ARRAY['SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR'];
  days daterange := daterange(new.valid_from, new.valid_to);
BEGIN
  IF tg_op = 'UPDATE' AND (new.account_id, new.role) IS NOT DISTINCT FROM (old.account_id, old.role) AND days <@ daterange(old.valid_from, old.valid_to) THEN RETURN new; END IF;
  IF isempty(days) THEN RETURN new; END IF;
  -- Two at once would not see each other.
  PERFORM FROM account a WHERE a.id = new.account_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM account_grant g WHERE g.account_id = new.account_id AND g.id <> new.id AND NOT isempty(daterange(g.valid_from, g.valid_to))
      AND CASE
        WHEN new.role = ANY (officers) AND g.role = ANY (officers) THEN g.role <> new.role
        ELSE (new.role = ANY (officers)) <> (g.role = ANY (officers)) AND daterange(g.valid_from, g.valid_to) && days END) THEN
    RAISE EXCEPTION 'the three officers are never one person, and hold no post on records' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'account_grant_officers';
  END IF;
  RETURN new;
END $$;
--> statement-breakpoint
-- Where a region stands on a day: itself, or once it has closed the regions that it was succeeded by, however often; itself
-- again where nothing followed it.
CREATE FUNCTION standing_regions(which uuid, today date) RETURNS TABLE (id uuid, path text) LANGUAGE sql STABLE
BEGIN ATOMIC
  WITH RECURSIVE follow AS (
    SELECT r.id, r.path, r.valid_to FROM region r WHERE r.id = which
    UNION
    SELECT r.id, r.path, r.valid_to FROM follow f JOIN region_succession s ON s.from_id = f.id AND s.on <= today JOIN region r ON r.id = s.to_id WHERE f.valid_to <= today
  )
  SELECT f.id, f.path::text FROM follow f
  WHERE f.valid_to IS NULL OR f.valid_to > today OR NOT EXISTS (SELECT FROM region_succession s WHERE s.from_id = f.id AND s.on <= today);
END;
--> statement-breakpoint
REVOKE ALL ON FUNCTION standing_regions(uuid, date) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION standing_regions(uuid, date) TO anwang_app, anwang_worker;
--> statement-breakpoint
-- As before, and succession carries posts: one at a region that was succeeded holds at the successor, with the closed regions
-- that were succeeded into it; one is at home there too. A succession to come changes nothing before its day.
CREATE OR REPLACE FUNCTION session_viewer(hash text, today date)
  RETURNS TABLE (id uuid, user_name text, title text, title_en text, home_id uuid, demonstration text, session_id uuid, grants jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT a.id, a.user_name, a.title, a.title_en, (SELECT h.id FROM standing_regions(a.home_id, today) h ORDER BY h.path LIMIT 1), a.demonstration, s.id, coalesce((
      WITH RECURSIVE mine AS (
        SELECT g.id, g.role, r.id AS region_id, g.sectors, g.subject_id, r.path COLLATE "C" AS path FROM account_grant g CROSS JOIN LATERAL standing_regions(g.region_id, today) r
        WHERE g.account_id = a.id AND g.valid_from <= today AND (g.valid_to IS NULL OR today < g.valid_to)
      ), reach AS (
        SELECT m.id, m.region_id, m.path FROM mine m
        UNION
        SELECT r.id, r.region_id, old.path FROM reach r
          JOIN region now ON now.path >= r.path AND (r.path = '' OR now.path < left(r.path, -1) || '0')
          JOIN region_succession s ON s.to_id = now.id AND s.on <= today
          JOIN region old ON old.id = s.from_id
      )
      SELECT jsonb_agg(jsonb_build_object('role', m.role, 'regionId', m.region_id, 'path', m.path, 'sectors', m.sectors,
        'subjectId', m.subject_id, 'paths', (SELECT jsonb_agg(r.path ORDER BY r.path) FROM reach r WHERE r.id = m.id AND r.region_id = m.region_id)) ORDER BY m.path, m.role)
      FROM mine m), '[]')
    FROM session s JOIN account a ON a.id = s.account_id
    WHERE s.token_hash = hash AND s.expires_at > now() AND s.seen_at > now() - interval '2 hours'
      AND sign_in_step(a.id, s.entered, s.second_factor_at, today) IS NULL
  $$;
--> statement-breakpoint
-- Who administers a region that has closed is who administers all that it was succeeded by: else the office that a county was
-- taken from could set its people's passwords and come by what they see now. Without a day, as if every succession had come.
CREATE OR REPLACE FUNCTION administers(place uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp
  AS $$
    SELECT EXISTS (SELECT FROM region r WHERE r.id = place AND CASE
      WHEN r.valid_to IS NULL THEN r.path <@ (SELECT nullif(current_setting('app.administers', true), '')::path_multirange)
      ELSE (SELECT bool_and(s.path <@ (SELECT nullif(current_setting('app.administers', true), '')::path_multirange))
        FROM standing_regions(place, coalesce((SELECT nullif(current_setting('app.today', true), '')::date), 'infinity')) s) END)
  $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION posts_within(whose uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT NOT EXISTS (SELECT FROM account_grant g WHERE g.account_id = whose AND NOT isempty(daterange(g.valid_from, g.valid_to))
      AND (g.valid_to IS NULL OR g.valid_to > coalesce((SELECT nullif(current_setting('app.today', true), '')::date), '-infinity'))
      AND NOT coalesce(administers(g.region_id), false))
  $$;
--> statement-breakpoint
DROP POLICY administered ON account_grant;
--> statement-breakpoint
CREATE POLICY administered ON account_grant FOR SELECT TO anwang_app USING (path <@ (select nullif(current_setting('app.administers', true), '')::path_multirange) and administers(region_id));
--> statement-breakpoint
DROP POLICY administered_in ON account_grant;
--> statement-breakpoint
CREATE POLICY administered_in ON account_grant FOR INSERT TO anwang_app WITH CHECK (administers_account(account_id) AND NOT is_officer(role) AND administers(region_id)
  AND path <@ (select nullif(current_setting('app.administers', true), '')::path_multirange)
  AND path = (SELECT r.path FROM region r WHERE r.id = region_id));
--> statement-breakpoint
DROP POLICY proposed ON officer_proposal;
--> statement-breakpoint
CREATE POLICY proposed ON officer_proposal FOR INSERT TO anwang_app WITH CHECK (proposed_by = (select nullif(current_setting('app.account', true), '')::uuid)
  AND administers_account(account_id) AND (kind = 'POST' OR officer_account(account_id)) AND administers(region_id)
  AND path <@ (select nullif(current_setting('app.administers', true), '')::path_multirange));
--> statement-breakpoint
DROP POLICY administered_end ON account_grant;
--> statement-breakpoint
CREATE POLICY administered_end ON account_grant FOR UPDATE TO anwang_app USING (account_id <> (select nullif(current_setting('app.account', true), '')::uuid)
  AND path <@ (select nullif(current_setting('app.administers', true), '')::path_multirange) AND administers(region_id));
