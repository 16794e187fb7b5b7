-- As before, and by name to which sectors a post is narrowed; that a post is ended says so.
CREATE OR REPLACE FUNCTION grant_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  was jsonb := CASE WHEN tg_op = 'INSERT' THEN NULL ELSE to_jsonb(old) END;
  now jsonb := CASE WHEN tg_op = 'DELETE' THEN NULL ELSE to_jsonb(new) END;
  held jsonb := coalesce(now, was);
BEGIN
  INSERT INTO audit (kind, refused, account_id, action, target, target_id, address, details)
    SELECT 'ADMINISTRATION', false, nullif(current_setting('app.account', true), '')::uuid,
      CASE WHEN tg_op = 'INSERT' THEN 'grant.given' WHEN tg_op = 'DELETE' THEN 'grant.withdrawn' WHEN (now - 'valid_to'::text) = (was - 'valid_to'::text) AND now->>'valid_to' IS NOT NULL THEN 'grant.ended' ELSE 'grant.changed' END,
      'Account', held->>'account_id', nullif(current_setting('app.address', true), ''),
      jsonb_strip_nulls(jsonb_build_object('userName', a.user_name, 'role', held->>'role', 'region', (SELECT l.name FROM region_label l WHERE l.region_id = (held->>'region_id')::uuid AND l.valid_to IS NULL LIMIT 1),
        'from', held->>'valid_from', 'to', held->>'valid_to',
        'sectors', (SELECT jsonb_agg(s.name ORDER BY s.position) FROM sector s WHERE s.id::text IN (SELECT jsonb_array_elements_text(nullif(held->'sectors', 'null'))))))
    FROM (SELECT) one LEFT JOIN account a ON a.id = (held->>'account_id')::uuid;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- The auditor reads what was done to records where they audit; the records themselves stay closed to them.
CREATE POLICY audited ON event FOR SELECT TO anwang_app USING (path <@ (select nullif(current_setting('app.audit', true), '')::path_multirange));
