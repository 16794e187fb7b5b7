CREATE INDEX "delta_counts" ON "delta" USING brin ("counts_on") WITH (pages_per_range=32);--> statement-breakpoint
-- As before, but a word that is rare in the country is found by its index below a city too.
CREATE OR REPLACE FUNCTION search_regions(term text, root text, wanted text, today date, page int, after_place int, after_depth int, after_path text)
  RETURNS TABLE (id uuid, place int, depth int, path text, total bigint)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan SET enable_seqscan = off
  AS $$
  DECLARE
    word text := lower(btrim(term));
    past text := word || U&'\+10FFFF';
    root_end text := CASE WHEN root = '' THEN '~' ELSE left(root, -1) || '0' END;
    deep boolean := length(root) - length(replace(root, '/', '')) >= 2;
    -- Below a city a rare word is found by the index of the whole country, a common one by walking down.
    most int := CASE WHEN deep THEN 301 ELSE 20000 END;
    hits uuid[];
  BEGIN
    IF nullif(current_setting('app.scope', true), '') IS NULL OR word = '' THEN RETURN; END IF;
    IF NOT deep OR length(word) > 1 OR word ~ '^[0-9a-z]+$' THEN
      SELECT array_agg(l.region_id) INTO hits FROM (
        (SELECT x.region_id FROM region_label x WHERE word ~ '^[0-9]+$' AND x.code COLLATE "C" >= word AND x.code COLLATE "C" < past ORDER BY x.code COLLATE "C" LIMIT most)
        UNION ALL
        (SELECT x.region_id FROM region_label x WHERE word ~ '^[a-z0-9]+$' AND x.initials COLLATE "C" >= word AND x.initials COLLATE "C" < past ORDER BY x.initials COLLATE "C" LIMIT most)
        UNION ALL
        (SELECT x.region_id FROM region_label x WHERE word !~ '^[a-z0-9]+$' AND x.name COLLATE "C" >= word AND x.name COLLATE "C" < past ORDER BY x.name COLLATE "C" LIMIT most)
        UNION ALL
        (SELECT x.region_id FROM region_label x WHERE word !~ '^[a-z0-9]+$' AND length(word) > 1 AND name_pairs(x.name) @> name_pairs(word) AND position(word IN x.name) > 0 LIMIT most)) l;
    END IF;
    IF (deep AND length(word) = 1 AND word !~ '^[0-9a-z]+$') OR (root <> '' AND cardinality(hits) >= most) THEN
      SELECT array_agg(h.id) INTO hits FROM (
        SELECT r.id FROM region r CROSS JOIN LATERAL (SELECT * FROM region_label x WHERE x.region_id = r.id OFFSET 0) l
        WHERE r.path >= root AND r.path < root_end AND (wanted IS NULL OR r.level = wanted)
          AND (starts_with(l.initials, word) OR starts_with(l.code, word) OR position(word IN l.name) > 0) LIMIT 5000) h;
    ELSE
      SELECT array_agg(h.region_id) INTO hits FROM (
        SELECT l.region_id FROM unnest(hits) l(region_id) CROSS JOIN LATERAL (SELECT * FROM region x WHERE x.id = l.region_id OFFSET 0) r
        WHERE r.path >= root AND r.path < root_end AND (wanted IS NULL OR r.level = wanted) LIMIT 5000) h;
    END IF;
    RETURN QUERY
      WITH found AS (
        SELECT r.id, r.path, array_position(ARRAY['COUNTRY','PROVINCE','CITY','COUNTY','STREET','COMMUNITY'], r.level) AS depth,
          min(CASE WHEN word IN (l.name, l.initials, l.code) THEN 0 WHEN starts_with(l.name, word) OR starts_with(l.initials, word) OR starts_with(l.code, word) THEN 1 ELSE 2 END) AS place
        FROM (SELECT DISTINCT unnest(hits) AS id) h
        CROSS JOIN LATERAL (SELECT * FROM region x WHERE x.id = h.id OFFSET 0) r
        CROSS JOIN LATERAL (SELECT * FROM region_label x WHERE x.region_id = h.id OFFSET 0) l
        WHERE NOT r.transparent AND r.valid_from <= today AND (r.valid_to IS NULL OR today < r.valid_to)
          AND l.valid_from <= today AND (l.valid_to IS NULL OR today < l.valid_to)
          AND (starts_with(l.initials, word) OR starts_with(l.code, word) OR position(word IN l.name) > 0)
        GROUP BY r.id, r.path, r.level)
      SELECT f.id, f.place, f.depth, f.path::text, f.total FROM (SELECT g.*, count(*) OVER () AS total FROM found g) f
      WHERE after_path IS NULL OR (f.place, f.depth, f.path COLLATE "C") > (after_place, after_depth, after_path COLLATE "C")
      ORDER BY f.place, f.depth, f.path COLLATE "C" LIMIT page;
  END $$;
