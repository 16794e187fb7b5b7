-- Which enterprise an account is for. The security administrator sees no records: of an enterprise of the own subtree, named by
-- its credit code, the name, and nothing without `app.administers`.
CREATE FUNCTION enterprise_by_code(code text) RETURNS TABLE (id uuid, name text, region_id uuid, path text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT s.id, s.name, s.region_id, s.path FROM subject s
    WHERE s.credit_code = code AND NOT s.withdrawn AND s.path <@ (SELECT nullif(current_setting('app.administers', true), '')::path_multirange)
    ORDER BY s.path, s.id
  $$;
--> statement-breakpoint
CREATE FUNCTION enterprise_name(which uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT s.name FROM subject s WHERE s.id = which AND s.path <@ (SELECT nullif(current_setting('app.administers', true), '')::path_multirange) $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION enterprise_by_code(text), enterprise_name(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION enterprise_by_code(text), enterprise_name(uuid) TO anwang_app;
