-- As before, for whoever is signed in and for the worker: without a scope it told of any region whether figures were pending.
CREATE OR REPLACE FUNCTION scoring_stamps(paths text[], today date) RETURNS TABLE (path text, stamp text, pending boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH due AS MATERIALIZED (SELECT DISTINCT d.path FROM delta_pending d WHERE d.effective_on <= today)
    SELECT p.path, coalesce(s.stamp, ''), EXISTS (SELECT FROM due d WHERE d.path >= p.path COLLATE "C" AND (p.path = '' OR d.path < (left(p.path, -1) || '0') COLLATE "C"))
    FROM unnest(paths) p(path) LEFT JOIN figures_stamp s ON s.path = p.path COLLATE "C"
    WHERE (SELECT nullif(current_setting('app.scope', true), '') IS NOT NULL OR pg_has_role(session_user, 'anwang_worker', 'MEMBER'))
  $$;
