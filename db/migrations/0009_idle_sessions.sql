-- As before, but a session that nobody used for two hours has ended, as whoever left a desk at noon expects.
CREATE OR REPLACE FUNCTION session_viewer(hash text, today date)
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
    WHERE s.token_hash = hash AND s.expires_at > now() AND s.seen_at > now() - interval '2 hours'
  $$;
