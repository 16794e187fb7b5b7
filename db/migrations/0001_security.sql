-- The application role owns nothing and sees nothing until `app.scope` is set in its transaction; unset or '' (what a
-- pooled session keeps) is closed. The worker role folds and scores across all regions; the owner migrates.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'anwang_app') THEN CREATE ROLE anwang_app; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'anwang_worker') THEN CREATE ROLE anwang_worker; END IF;
END $$;
--> statement-breakpoint
-- A subtree `p/` is the range [p/, p0); a scope is a multirange of such ranges.
CREATE TYPE path_range AS RANGE (subtype = text, collation = "C", multirange_type_name = path_multirange);
--> statement-breakpoint
CREATE FUNCTION subtree(path text) RETURNS path_range LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN path = '' THEN path_range(NULL, NULL) ELSE path_range(path, left(path, -1) || '0') END;
--> statement-breakpoint
-- 'a/', 'a/b/' … of 'a/b/', and '' for the country: every region in whose figures a record at `path` counts.
CREATE FUNCTION ancestor_paths(path text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (SELECT array_agg(left(path, n)) FROM generate_series(0, length(path)) n WHERE n = 0 OR substr(path, n, 1) = '/');
--> statement-breakpoint
ALTER TABLE region ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE region FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON region TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON region TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE region_label ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE region_label FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON region_label TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON region_label TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE region_succession ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE region_succession FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON region_succession TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON region_succession TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE office ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE office FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON office TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON office TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE account ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE account FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON account TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON account TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE account_grant ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE account_grant FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON account_grant TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON account_grant TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE session ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE session FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON session TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON session TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE contact ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE contact FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON contact TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON contact TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE sector ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE sector FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON sector TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON sector TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE organization ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE organization FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON organization TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON organization TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE subject ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE subject FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON subject TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON subject TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE subject_sector ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE subject_sector FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON subject_sector TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON subject_sector TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE inspection ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE inspection FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON inspection TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON inspection TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE hazard ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE hazard FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON hazard TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON hazard TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE round ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE round FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON round TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON round TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE command ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE command FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON command TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON command TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE event ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE event FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON event TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON event TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE delta_pending ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE delta_pending FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON delta_pending TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON delta_pending TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE delta ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE delta FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON delta TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON delta TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE rollup ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE rollup FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON rollup TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON rollup TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE scheme_version ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE scheme_version FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON scheme_version TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON scheme_version TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE score ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE score FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON score TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON score TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE source_in_use ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE source_in_use FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON source_in_use TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON source_in_use TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE adjustment ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE adjustment FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON adjustment TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON adjustment TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE publication ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE publication FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON publication TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON publication TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE seal ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE seal FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON seal TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON seal TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE import_batch ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE import_batch FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON import_batch TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON import_batch TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE import_row ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE import_row FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON import_row TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON import_row TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE import_mapping ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE import_mapping FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON import_mapping TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON import_mapping TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO anwang_app, anwang_worker;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO anwang_worker;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON event FROM anwang_worker;
--> statement-breakpoint
-- The directory of regions and the rules of assessment are open to everybody signed in.
--> statement-breakpoint
GRANT SELECT ON region TO anwang_app;
--> statement-breakpoint
CREATE POLICY directory ON region FOR SELECT TO anwang_app USING ((select nullif(current_setting('app.scope', true), '')::path_multirange) is not null);
--> statement-breakpoint
GRANT SELECT ON region_label TO anwang_app;
--> statement-breakpoint
CREATE POLICY directory ON region_label FOR SELECT TO anwang_app USING ((select nullif(current_setting('app.scope', true), '')::path_multirange) is not null);
--> statement-breakpoint
GRANT SELECT ON region_succession TO anwang_app;
--> statement-breakpoint
CREATE POLICY directory ON region_succession FOR SELECT TO anwang_app USING ((select nullif(current_setting('app.scope', true), '')::path_multirange) is not null);
--> statement-breakpoint
GRANT SELECT ON office TO anwang_app;
--> statement-breakpoint
CREATE POLICY directory ON office FOR SELECT TO anwang_app USING ((select nullif(current_setting('app.scope', true), '')::path_multirange) is not null);
--> statement-breakpoint
GRANT SELECT ON sector TO anwang_app;
--> statement-breakpoint
CREATE POLICY directory ON sector FOR SELECT TO anwang_app USING ((select nullif(current_setting('app.scope', true), '')::path_multirange) is not null);
--> statement-breakpoint
GRANT SELECT ON organization TO anwang_app;
--> statement-breakpoint
CREATE POLICY directory ON organization FOR SELECT TO anwang_app USING ((select nullif(current_setting('app.scope', true), '')::path_multirange) is not null);
--> statement-breakpoint
GRANT SELECT ON scheme_version TO anwang_app;
--> statement-breakpoint
CREATE POLICY directory ON scheme_version FOR SELECT TO anwang_app USING ((select nullif(current_setting('app.scope', true), '')::path_multirange) is not null);
--> statement-breakpoint
GRANT SELECT ON source_in_use TO anwang_app;
--> statement-breakpoint
CREATE POLICY directory ON source_in_use FOR SELECT TO anwang_app USING ((select nullif(current_setting('app.scope', true), '')::path_multirange) is not null);
--> statement-breakpoint
-- Records: by the place where they lie, narrowed by the viewer's sectors and subject.
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON subject TO anwang_app;
--> statement-breakpoint
CREATE POLICY records ON subject TO anwang_app USING (
    path <@ (select nullif(current_setting('app.scope', true), '')::path_multirange)
    and ((select nullif(current_setting('app.sectors', true), '')) is null or sector_id = any ((select nullif(current_setting('app.sectors', true), '')::uuid[])::uuid[]))
    and ((select nullif(current_setting('app.subject', true), '')) is null or id = (select nullif(current_setting('app.subject', true), '')::uuid)));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON subject_sector TO anwang_app;
--> statement-breakpoint
CREATE POLICY records ON subject_sector TO anwang_app USING (
    path <@ (select nullif(current_setting('app.scope', true), '')::path_multirange)
    and ((select nullif(current_setting('app.sectors', true), '')) is null or sector_id = any ((select nullif(current_setting('app.sectors', true), '')::uuid[])::uuid[]))
    and ((select nullif(current_setting('app.subject', true), '')) is null or subject_id = (select nullif(current_setting('app.subject', true), '')::uuid)));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON inspection TO anwang_app;
--> statement-breakpoint
CREATE POLICY records ON inspection TO anwang_app USING (
    path <@ (select nullif(current_setting('app.scope', true), '')::path_multirange)
    and ((select nullif(current_setting('app.sectors', true), '')) is null or sector_id = any ((select nullif(current_setting('app.sectors', true), '')::uuid[])::uuid[]))
    and ((select nullif(current_setting('app.subject', true), '')) is null or subject_id = (select nullif(current_setting('app.subject', true), '')::uuid)));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON hazard TO anwang_app;
--> statement-breakpoint
CREATE POLICY records ON hazard TO anwang_app USING (
    path <@ (select nullif(current_setting('app.scope', true), '')::path_multirange)
    and ((select nullif(current_setting('app.sectors', true), '')) is null or sector_id = any ((select nullif(current_setting('app.sectors', true), '')::uuid[])::uuid[]))
    and ((select nullif(current_setting('app.subject', true), '')) is null or subject_id = (select nullif(current_setting('app.subject', true), '')::uuid)));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON round TO anwang_app;
--> statement-breakpoint
CREATE POLICY records ON round TO anwang_app USING (
    path <@ (select nullif(current_setting('app.scope', true), '')::path_multirange)
    and ((select nullif(current_setting('app.sectors', true), '')) is null or sector_id = any ((select nullif(current_setting('app.sectors', true), '')::uuid[])::uuid[]))
    and ((select nullif(current_setting('app.subject', true), '')) is null or subject_id = (select nullif(current_setting('app.subject', true), '')::uuid)));
--> statement-breakpoint
GRANT SELECT, INSERT ON event TO anwang_app;
--> statement-breakpoint
CREATE POLICY records ON event TO anwang_app USING (
    path <@ (select nullif(current_setting('app.scope', true), '')::path_multirange)
    and ((select nullif(current_setting('app.sectors', true), '')) is null or sector_id = any ((select nullif(current_setting('app.sectors', true), '')::uuid[])::uuid[]))
    and ((select nullif(current_setting('app.subject', true), '')) is null or subject_id = (select nullif(current_setting('app.subject', true), '')::uuid)));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON contact TO anwang_app;
--> statement-breakpoint
CREATE POLICY records ON contact TO anwang_app USING (
    path <@ (select nullif(current_setting('app.scope', true), '')::path_multirange)
    and ((select nullif(current_setting('app.subject', true), '')) is null or owner_id = (select nullif(current_setting('app.subject', true), '')::uuid)));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON import_batch TO anwang_app;
--> statement-breakpoint
CREATE POLICY records ON import_batch TO anwang_app USING (
    path <@ (select nullif(current_setting('app.scope', true), '')::path_multirange)
    and (select nullif(current_setting('app.subject', true), '')) is null);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON import_row TO anwang_app;
--> statement-breakpoint
CREATE POLICY records ON import_row TO anwang_app USING (
    path <@ (select nullif(current_setting('app.scope', true), '')::path_multirange)
    and (select nullif(current_setting('app.subject', true), '')) is null);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON import_mapping TO anwang_app;
--> statement-breakpoint
CREATE POLICY records ON import_mapping TO anwang_app USING (
    path <@ (select nullif(current_setting('app.scope', true), '')::path_multirange)
    and (select nullif(current_setting('app.subject', true), '')) is null);
--> statement-breakpoint
-- Figures. A record may count at a region above the writer's scope (what a city manages itself), so writing a delta asks
-- only for a scope; reading it asks for the region.
--> statement-breakpoint
GRANT SELECT, INSERT ON delta_pending TO anwang_app;
--> statement-breakpoint
CREATE POLICY figures ON delta_pending FOR SELECT TO anwang_app USING (
    path <@ (select nullif(current_setting('app.scope', true), '')::path_multirange)
    and ((select nullif(current_setting('app.sectors', true), '')) is null or sector_id = any ((select nullif(current_setting('app.sectors', true), '')::uuid[])::uuid[]))
    and (select nullif(current_setting('app.subject', true), '')) is null);
--> statement-breakpoint
CREATE POLICY figures_in ON delta_pending FOR INSERT TO anwang_app WITH CHECK ((select nullif(current_setting('app.scope', true), '')::path_multirange) is not null);
--> statement-breakpoint
GRANT SELECT ON delta TO anwang_app;
--> statement-breakpoint
CREATE POLICY figures ON delta FOR SELECT TO anwang_app USING (
    path <@ (select nullif(current_setting('app.scope', true), '')::path_multirange)
    and ((select nullif(current_setting('app.sectors', true), '')) is null or sector_id = any ((select nullif(current_setting('app.sectors', true), '')::uuid[])::uuid[]))
    and (select nullif(current_setting('app.subject', true), '')) is null);
--> statement-breakpoint
GRANT SELECT ON rollup TO anwang_app;
--> statement-breakpoint
CREATE POLICY figures ON rollup FOR SELECT TO anwang_app USING (
    path <@ (select nullif(current_setting('app.scope', true), '')::path_multirange)
    and ((select nullif(current_setting('app.sectors', true), '')) is null or sector_id = any ((select nullif(current_setting('app.sectors', true), '')::uuid[])::uuid[]))
    and (select nullif(current_setting('app.subject', true), '')) is null);
--> statement-breakpoint
GRANT SELECT ON score TO anwang_app;
--> statement-breakpoint
CREATE POLICY figures ON score FOR SELECT TO anwang_app USING (
    path <@ (select nullif(current_setting('app.scope', true), '')::path_multirange)
    and (select nullif(current_setting('app.subject', true), '')) is null);
--> statement-breakpoint
GRANT SELECT ON adjustment TO anwang_app;
--> statement-breakpoint
CREATE POLICY figures ON adjustment FOR SELECT TO anwang_app USING (
    path <@ (select nullif(current_setting('app.scope', true), '')::path_multirange)
    and (select nullif(current_setting('app.subject', true), '')) is null);
--> statement-breakpoint
-- A published ranking is open to every region under the publishing one.
--> statement-breakpoint
GRANT SELECT ON publication TO anwang_app;
--> statement-breakpoint
CREATE POLICY published ON publication FOR SELECT TO anwang_app USING (subtree(path) && (select nullif(current_setting('app.scope', true), '')::path_multirange));
--> statement-breakpoint
GRANT SELECT, INSERT ON command TO anwang_app;
--> statement-breakpoint
CREATE POLICY own ON command TO anwang_app USING (actor_id = (select nullif(current_setting('app.account', true), '')::uuid));
--> statement-breakpoint
-- Events are append-only for everybody, and the database alone says when they were recorded.
CREATE FUNCTION event_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'INSERT' THEN
    new.recorded_at := transaction_timestamp();
    RETURN new;
  END IF;
  RAISE EXCEPTION 'events are append-only' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'event_append_only';
END $$;
--> statement-breakpoint
CREATE TRIGGER event_guard BEFORE INSERT OR UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION event_guard();
--> statement-breakpoint
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION event_guard();
--> statement-breakpoint
-- Before sign-in there is no scope: these four functions are all that an unknown caller can reach.
CREATE FUNCTION sign_in_credentials(name text) RETURNS TABLE (id uuid, password_hash text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT a.id, a.password_hash FROM account a WHERE a.user_name = name $$;
--> statement-breakpoint
CREATE FUNCTION open_session(hash text, account uuid, expires timestamptz) RETURNS void
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ INSERT INTO session (token_hash, account_id, expires_at) VALUES (hash, account, expires) $$;
--> statement-breakpoint
CREATE FUNCTION close_session(hash text) RETURNS void
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ DELETE FROM session WHERE token_hash = hash $$;
--> statement-breakpoint
-- The account of a session with its grants in force on `today`; no row for an unknown, expired or idle (12 h) session.
-- A scope includes the closed regions that were succeeded into it.
CREATE FUNCTION session_viewer(hash text, today date)
  RETURNS TABLE (id uuid, user_name text, title text, title_en text, home_id uuid, demonstration text, grants jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT a.id, a.user_name, a.title, a.title_en, a.home_id, a.demonstration, coalesce((
      WITH RECURSIVE mine AS (
        SELECT g.id, g.role, g.region_id, g.sectors, g.subject_id, g.path FROM account_grant g
        WHERE g.account_id = a.id AND g.valid_from <= today AND (g.valid_to IS NULL OR today < g.valid_to)
      ), reach AS (
        SELECT m.id, m.path FROM mine m
        UNION
        SELECT r.id, old.path FROM reach r
          JOIN region now ON now.path >= r.path AND (r.path = '' OR now.path < left(r.path, -1) || '0')
          JOIN region_succession s ON s.to_id = now.id
          JOIN region old ON old.id = s.from_id
      )
      SELECT jsonb_agg(jsonb_build_object('role', m.role, 'regionId', m.region_id, 'path', m.path, 'sectors', m.sectors,
        'subjectId', m.subject_id, 'paths', (SELECT jsonb_agg(r.path ORDER BY r.path) FROM reach r WHERE r.id = m.id)) ORDER BY m.path, m.role)
      FROM mine m), '[]')
    FROM session s JOIN account a ON a.id = s.account_id
    WHERE s.token_hash = hash AND s.expires_at > now() AND s.seen_at > now() - interval '12 hours'
  $$;
--> statement-breakpoint
CREATE FUNCTION demonstration_accounts() RETURNS TABLE (id uuid, user_name text, title text, title_en text, home_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT a.id, a.user_name, a.title, a.title_en, a.home_id FROM account a WHERE a.demonstration IS NOT NULL ORDER BY a.demonstration $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION sign_in_credentials(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION sign_in_credentials(text) TO anwang_app;
--> statement-breakpoint
REVOKE ALL ON FUNCTION open_session(text, uuid, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION open_session(text, uuid, timestamptz) TO anwang_app;
--> statement-breakpoint
REVOKE ALL ON FUNCTION close_session(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION close_session(text) TO anwang_app;
--> statement-breakpoint
REVOKE ALL ON FUNCTION session_viewer(text, date) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION session_viewer(text, date) TO anwang_app;
--> statement-breakpoint
REVOKE ALL ON FUNCTION demonstration_accounts() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION demonstration_accounts() TO anwang_app;
