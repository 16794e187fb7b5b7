-- What waits or is to be folded is found by its day: whoever reads it wants all that is in effect, of which there is little.
DROP INDEX "delta_pending_path";
--> statement-breakpoint
-- Whether a subtree and the scope have a region in common.
CREATE FUNCTION meets_scope(path text) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN subtree(path) && nullif(current_setting('app.scope', true), '')::path_multirange;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION meets_scope(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION meets_scope(text) TO anwang_app;
--> statement-breakpoint
-- The same condition: what counts within the scope, as nearly everything does, is known to meet it without a look at what lies above.
ALTER POLICY figures_in ON delta_pending WITH CHECK (
  (path <@ (SELECT nullif(current_setting('app.scope', true), '')::path_multirange) OR meets_scope(path))
  AND path = (SELECT r.path FROM region r WHERE r.id = region_id));
