-- 'a/', 'a/b/' … of 'a/b/', and '' for the country: every region in whose figures a record at `path` counts. A function of SQL
-- with an aggregate is planned and run as a query at each call, six times as long.
CREATE OR REPLACE FUNCTION ancestor_paths(path text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  parts text[] := string_to_array(path, '/');
  above text := '';
  found text[] := ARRAY[''];
BEGIN
  FOR n IN 1 .. cardinality(parts) - 1 LOOP
    above := above || parts[n] || '/';
    found := found || above;
  END LOOP;
  RETURN found;
END $$;
