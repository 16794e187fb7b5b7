-- Lists are kept in their order for each city: a page of a place is read from the index of its city, however much lies there, and
-- what row security asks of a row stands in the index, so that a count needs no table. What is overdue stays in an index of its own.
DROP INDEX "hazard_path_due";
--> statement-breakpoint
DROP INDEX "hazard_overdue";
--> statement-breakpoint
ALTER TABLE "hazard" ADD COLUMN "city_path" text COLLATE "C" GENERATED ALWAYS AS (split_part(path, '/', 1) || '/' || split_part(path, '/', 2) || '/') STORED;
--> statement-breakpoint
CREATE INDEX "hazard_city_found" ON "hazard" USING btree ("city_path","found_on","id","path","sector_id","subject_id");
--> statement-breakpoint
CREATE INDEX "hazard_city_due" ON "hazard" USING btree ("city_path","due_on","id","path","sector_id","subject_id");
--> statement-breakpoint
CREATE INDEX "hazard_overdue" ON "hazard" USING btree ("city_path","overdue_from","id","path","sector_id","subject_id","account_path","level","shown_only") WHERE "hazard"."overdue_from" is not null and "hazard"."overdue_until" is null;
--> statement-breakpoint
CREATE INDEX "hazard_overdue_ended" ON "hazard" USING btree ("city_path","overdue_until","overdue_from","id","path","sector_id","subject_id","account_path","level","shown_only") WHERE "hazard"."overdue_until" is not null;
--> statement-breakpoint
-- Pairs of neighbouring characters, each with the city that they are looked for in.
CREATE FUNCTION pairs_in(city text, texts text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
  DECLARE
    signs text[] := string_to_array(lower(texts), NULL);
    pairs text[] := '{}';
  BEGIN
    FOR n IN 1 .. cardinality(signs) - 1 LOOP pairs := pairs || (city || signs[n] || signs[n + 1]); END LOOP;
    RETURN pairs;
  END $$;
--> statement-breakpoint
CREATE INDEX "hazard_words" ON "hazard" USING gin (pairs_in("city_path", "number" || ' ' || "description")) WITH (gin_pending_list_limit = 256);
--> statement-breakpoint
ALTER TABLE "subject" ADD COLUMN "city_path" text COLLATE "C" GENERATED ALWAYS AS (split_part(path, '/', 1) || '/' || split_part(path, '/', 2) || '/') STORED;
--> statement-breakpoint
CREATE INDEX "subject_city_name" ON "subject" USING btree ("city_path","name" COLLATE "C","id","path","sector_id","withdrawn");
--> statement-breakpoint
CREATE INDEX "subject_words" ON "subject" USING gin (pairs_in("city_path", "name" || ' ' || coalesce("credit_code", ''))) WITH (gin_pending_list_limit = 256);
--> statement-breakpoint
REVOKE ALL ON FUNCTION pairs_in(text, text) FROM PUBLIC;
--> statement-breakpoint
-- Whoever writes a row has its pairs made for the index.
GRANT EXECUTE ON FUNCTION pairs_in(text, text) TO anwang_app, anwang_worker;
--> statement-breakpoint
-- The cities (city_path) of all that lies at a region or below it; what lies above the cities stands under one of its own.
CREATE FUNCTION cities_in(root text) RETURNS SETOF text LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT split_part(root, '/', 1) || '/' || split_part(root, '/', 2) || '/'
  UNION
  SELECT split_part(b.path, '/', 1) || '/' || split_part(b.path, '/', 2) || '/' FROM region a JOIN region b ON b.parent_id = a.id WHERE a.path = root AND split_part(root, '/', 2) = ''
  UNION
  SELECT split_part(c.path, '/', 1) || '/' || split_part(c.path, '/', 2) || '/' FROM region a JOIN region b ON b.parent_id = a.id JOIN region c ON c.parent_id = b.id WHERE a.path = '' AND root = '';
END;
--> statement-breakpoint
REVOKE ALL ON FUNCTION cities_in(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION cities_in(text) TO anwang_app, anwang_worker;
--> statement-breakpoint
-- Subjects within app.scope and in any of the ranges of paths [low, high) whose name or credit code holds the term. More than `most`
-- say that there are more; null that a term shorter than a pair is not looked up. What is found is to be read under row security,
-- which may show less of it.
CREATE FUNCTION search_subjects(term text, lows text[], highs text[], most int, withdrawn_too boolean DEFAULT false) RETURNS uuid[]
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off
  AS $$
  DECLARE
    word text := lower(btrim(term));
    seen path_multirange := nullif(current_setting('app.scope', true), '')::path_multirange;
    city text;
    low text;
    high text;
    found uuid[] := '{}';
  BEGIN
    IF seen IS NULL THEN RETURN found; END IF;
    IF length(word) < 2 THEN RETURN NULL; END IF;
    FOR low, high, city IN SELECT r.l, r.h, c FROM unnest(lows, highs) r (l, h) CROSS JOIN LATERAL cities_in(r.l) c LOOP
      found := found || ARRAY(SELECT s.id FROM subject s WHERE pairs_in(s.city_path, s.name || ' ' || coalesce(s.credit_code, '')) @> pairs_in(city, word)
        AND (s.path || '') COLLATE "C" >= low AND (s.path || '') COLLATE "C" < high AND s.path <@ seen AND (withdrawn_too OR NOT s.withdrawn)
        AND (position(word IN lower(s.name)) > 0 OR position(word IN lower(s.credit_code)) > 0) LIMIT most + 1 - cardinality(found));
      EXIT WHEN cardinality(found) > most;
    END LOOP;
    RETURN found;
  END $$;
--> statement-breakpoint
-- Likewise hazards whose number or description holds the term, or the name of their subject.
CREATE FUNCTION search_hazards(term text, lows text[], highs text[], most int) RETURNS uuid[]
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off
  AS $$
  DECLARE
    word text := lower(btrim(term));
    seen path_multirange := nullif(current_setting('app.scope', true), '')::path_multirange;
    city text;
    low text;
    high text;
    firms uuid[];
    found uuid[] := '{}';
  BEGIN
    IF seen IS NULL THEN RETURN found; END IF;
    IF length(word) < 2 THEN RETURN NULL; END IF;
    FOR low, high, city IN SELECT r.l, r.h, c FROM unnest(lows, highs) r (l, h) CROSS JOIN LATERAL cities_in(r.l) c LOOP
      found := found || ARRAY(SELECT h.id FROM hazard h WHERE pairs_in(h.city_path, h.number || ' ' || h.description) @> pairs_in(city, word)
        AND (h.path || '') COLLATE "C" >= low AND (h.path || '') COLLATE "C" < high AND h.path <@ seen
        AND (position(word IN lower(h.number)) > 0 OR position(word IN lower(h.description)) > 0) LIMIT most + 1 - cardinality(found));
      IF cardinality(found) > most THEN RETURN found; END IF;
    END LOOP;
    -- A firm may have moved since, so it is looked for wherever the viewer sees.
    firms := search_subjects(word, ARRAY(SELECT coalesce(lower(r), '') FROM unnest(seen) r), ARRAY(SELECT coalesce(upper(r), '~') FROM unnest(seen) r), most, true);
    found := ARRAY(SELECT unnest(found) UNION
      (SELECT h.id FROM unnest(firms) f (id) CROSS JOIN LATERAL (SELECT x.name FROM subject x WHERE x.id = f.id OFFSET 0) s
        CROSS JOIN LATERAL (SELECT x.id, x.path FROM hazard x WHERE x.subject_id = f.id OFFSET 0) h
        WHERE position(word IN lower(s.name)) > 0 AND h.path <@ seen AND EXISTS (SELECT FROM unnest(lows, highs) r (l, h) WHERE h.path >= r.l AND h.path < r.h) LIMIT 2 * most + 1));
    -- Of too many firms the hazards of some are known only.
    RETURN CASE WHEN cardinality(found) > most THEN found[:most + 1] WHEN cardinality(firms) <= most THEN found END;
  END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION search_subjects(text, text[], text[], int, boolean), search_hazards(text, text[], text[], int) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION search_subjects(text, text[], text[], int, boolean), search_hazards(text, text[], text[], int) TO anwang_app;
