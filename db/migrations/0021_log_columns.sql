-- A number or an instant of the caller's own choice in a log would stop the sealing of what comes after it, so nobody may name them:
-- the numbers of entries, and what the guards fill in, are no column that a role may write.
REVOKE INSERT ON event, audit FROM anwang_app, anwang_worker;
--> statement-breakpoint
GRANT INSERT (stream, stream_id, version, type, schema, region_id, path, sector_id, subject_id, actor_id, source, occurred_at, imported_on, import_id, reason, payload) ON event TO anwang_app, anwang_worker;
--> statement-breakpoint
GRANT INSERT (kind, refused, reason, account_id, user_name, action, target, target_id, rows, address, details) ON audit TO anwang_app, anwang_worker;
--> statement-breakpoint
-- The owner, whom no privilege stops, is stopped by the guards: an entry has the number that was drawn for it and no other.
CREATE OR REPLACE FUNCTION event_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF tg_op <> 'INSERT' THEN
    RAISE EXCEPTION 'events are append-only' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'event_append_only';
  END IF;
  IF new.seq IS DISTINCT FROM currval('event_seq_seq') THEN
    RAISE EXCEPTION 'the number of an event is drawn, not given' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'event_seq_drawn';
  END IF;
  new.recorded_at := transaction_timestamp();
  RETURN new;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  who record;
BEGIN
  IF tg_op <> 'INSERT' THEN
    RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'audit_append_only';
  END IF;
  IF new.seq IS DISTINCT FROM currval('audit_seq_seq') THEN
    RAISE EXCEPTION 'the number of an entry is drawn, not given' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'audit_seq_drawn';
  END IF;
  new.at := clock_timestamp();
  SELECT a.id, a.user_name, a.title, a.title_en, r.id AS region_id, r.path INTO who FROM account a JOIN region r ON r.id = a.home_id
    WHERE CASE WHEN new.account_id IS NOT NULL THEN a.id = new.account_id ELSE a.user_name = new.user_name END;
  IF FOUND THEN
    new.account_id := who.id;
    new.user_name := who.user_name;
    new.title := who.title;
    new.title_en := who.title_en;
    new.region_id := who.region_id;
    new.path := who.path;
  ELSE
    IF new.user_name IS NOT NULL THEN new.user_name := left(new.user_name, 2) || '…'; END IF;
    new.title := NULL;
    new.title_en := NULL;
    new.region_id := (SELECT o.region_id FROM office o ORDER BY o.path, o.id LIMIT 1);
    new.path := coalesce((SELECT r.path FROM region r WHERE r.id = new.region_id), '');
  END IF;
  RETURN new;
END $$;
