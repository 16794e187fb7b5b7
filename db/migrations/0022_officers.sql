ALTER TABLE "officer_proposal" DROP CONSTRAINT "officer_proposal_token";
--> statement-breakpoint
ALTER TABLE "officer_proposal" ADD CONSTRAINT "officer_proposal_token" CHECK (case "officer_proposal"."kind" when 'INVITATION' then "officer_proposal"."token_hash" is not null when 'SECOND_FACTOR' then "officer_proposal"."token_hash" is null else true end);
--> statement-breakpoint
-- Whoever makes an account has its keys computed for the indexes below.
GRANT EXECUTE ON FUNCTION try_key(text) TO anwang_app;
--> statement-breakpoint
CREATE INDEX "account_name_key" ON "account" USING btree (try_key('name ' || "user_name"));
--> statement-breakpoint
CREATE INDEX "account_step_key" ON "account" USING btree (try_key('step ' || "id"::text));
--> statement-breakpoint
CREATE INDEX "sign_in_failure_name" ON "sign_in_failure" USING btree (split_part("key", ':', 1));
--> statement-breakpoint
-- As before, found from the few that are locked: no account is hashed for it.
CREATE OR REPLACE FUNCTION waiting_accounts() RETURNS TABLE (id uuid, waits_until timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH held AS MATERIALIZED (SELECT split_part(f.key, ':', 1) AS k, max(f.locked_until) AS until FROM sign_in_failure f WHERE f.locked_until > now() GROUP BY 1),
    found AS MATERIALIZED (
      SELECT a.id, a.home_id, held.until FROM held JOIN account a ON try_key('name ' || a.user_name) = held.k
      UNION ALL
      SELECT a.id, a.home_id, held.until FROM held JOIN account a ON try_key('step ' || a.id::text) = held.k)
    SELECT f.id, max(f.until) FROM found f WHERE administers(f.home_id) GROUP BY f.id
  $$;
--> statement-breakpoint
-- Likewise of these accounts, by their own keys.
CREATE FUNCTION waiting_among(ids uuid[]) RETURNS TABLE (id uuid, waits_until timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH asked AS MATERIALIZED (SELECT a.id, a.home_id, v.k FROM account a CROSS JOIN LATERAL (VALUES (try_key('name ' || a.user_name)), (try_key('step ' || a.id::text))) v (k) WHERE a.id = ANY (ids))
    SELECT q.id, max(f.locked_until) FROM asked q JOIN sign_in_failure f ON split_part(f.key, ':', 1) = q.k WHERE f.locked_until > now() AND administers(q.home_id) GROUP BY q.id
  $$;
--> statement-breakpoint
-- Whether one signs for a place: as `administers`, by `app.countersigns`. A region that has closed is theirs who sign for all that
-- it was succeeded by; without `app.today`, as if every succession had come.
CREATE FUNCTION countersigns(place uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp
  AS $$
    SELECT coalesce((SELECT bool_and(s.path <@ (SELECT nullif(current_setting('app.countersigns', true), '')::path_multirange))
      FROM standing_regions(place, coalesce((SELECT nullif(current_setting('app.today', true), '')::date), 'infinity')) s), false)
  $$;
--> statement-breakpoint
-- Whether the account's posts of these roles cover, on that day, all that the place is then.
CREATE FUNCTION holds_over(whose uuid, roles text[], place uuid, today date) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp
  AS $$
    SELECT coalesce((SELECT bool_and(EXISTS (
      SELECT FROM account_grant g CROSS JOIN LATERAL standing_regions(g.region_id, today) h
      WHERE g.account_id = whose AND g.role = ANY (roles) AND g.valid_from <= today AND (g.valid_to IS NULL OR today < g.valid_to) AND starts_with(s.path, h.path)))
      FROM standing_regions(place, today) s), false)
  $$;
--> statement-breakpoint
-- As before, of places that lie in `app.countersigns` today.
CREATE OR REPLACE FUNCTION proposals_here() RETURNS TABLE (id uuid, kind text, account_id uuid, user_name text, title text, title_en text, role text, region_id uuid, valid_from date, valid_to date, proposed_at timestamptz, expires_at timestamptz,
    proposed_by uuid, proposer text, proposer_en text, decision text, decider text, decider_en text, decided_at timestamptz, reason text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT p.id, p.kind, a.id, a.user_name, a.title, a.title_en, coalesce(p.role, (SELECT g.role FROM account_grant g WHERE g.account_id = a.id AND is_officer(g.role) ORDER BY g.valid_from DESC LIMIT 1)),
      p.region_id, p.valid_from, p.valid_to, p.proposed_at, p.expires_at, p.proposed_by, b.title, b.title_en, p.decision, d.title, d.title_en, p.decided_at, p.reason
    FROM officer_proposal p JOIN account a ON a.id = p.account_id JOIN account b ON b.id = p.proposed_by LEFT JOIN account d ON d.id = p.decided_by
    WHERE p.path <@ (SELECT nullif(current_setting('app.countersigns', true), '')::path_multirange) AND countersigns(p.region_id)
  $$;
--> statement-breakpoint
-- As before; who proposed it and who signs it must have their say in the place today. Whoever becomes an officer brings no way in
-- along: password, second factor, bound identity, sessions and links may all have been come by through one administrator alone. The
-- one way in is the link that was proposed with the post, and signed with it.
CREATE OR REPLACE FUNCTION decide_proposal(which uuid, what text, why text, today date) RETURNS text
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  me uuid := nullif(current_setting('app.account', true), '')::uuid;
  here path_multirange := nullif(current_setting('app.countersigns', true), '')::path_multirange;
  officers text[] := ARRAY['SECURITY_ADMINISTRATOR', 'SYSTEM_ADMINISTRATOR'];
  p officer_proposal;
  begins date;
  home uuid;
BEGIN
  PERFORM set_config('app.today', today::text, true);
  SELECT * INTO p FROM officer_proposal o WHERE o.id = which AND o.path <@ here AND countersigns(o.region_id) FOR UPDATE;
  IF NOT FOUND OR me IS NULL THEN RETURN 'PROPOSAL'; END IF;
  IF what = 'WITHDRAWN' THEN
    IF p.proposed_by <> me THEN RETURN 'OTHERS_PROPOSAL'; END IF;
  ELSE
    IF NOT holds_over(me, officers, p.region_id, today) THEN RETURN 'NOT_COUNTERSIGNER'; END IF;
    IF me IN (p.proposed_by, p.account_id) THEN RETURN 'SECOND_PERSON'; END IF;
  END IF;
  IF p.decision IS NOT NULL THEN RETURN 'DECIDED'; END IF;
  IF p.expires_at <= now() THEN RETURN 'EXPIRED'; END IF;
  IF what = 'AGREED' THEN
    PERFORM FROM account a WHERE a.id = p.account_id FOR NO KEY UPDATE;
    home := (SELECT a.home_id FROM account a WHERE a.id = p.account_id AND a.erased_at IS NULL);
    IF home IS NULL OR NOT (countersigns(home) AND holds_over(me, officers, home, today))
      OR EXISTS (SELECT FROM account_grant g WHERE g.account_id = p.account_id AND NOT isempty(daterange(g.valid_from, g.valid_to)) AND (g.valid_to IS NULL OR g.valid_to > today) AND NOT countersigns(g.region_id)) THEN RETURN 'PROPOSAL_ELSEWHERE'; END IF;
    IF NOT (holds_over(p.proposed_by, officers[1:1], p.region_id, today) AND holds_over(p.proposed_by, officers[1:1], home, today)) THEN RETURN 'PROPOSER_LEFT'; END IF;
    IF p.kind = 'POST' THEN
      begins := greatest(p.valid_from, today);
      IF p.valid_to <= begins THEN RETURN 'EXPIRED'; END IF;
      IF NOT officer_account(p.account_id) THEN
        PERFORM forget_name(a.user_name) FROM account a WHERE a.id = p.account_id;
        UPDATE account a SET password_history = (array_remove(ARRAY[a.password_hash], '') || a.password_history)[1:5], password_hash = '', password_changed_at = now() WHERE a.id = p.account_id;
        DELETE FROM second_factor WHERE account_id = p.account_id;
        DELETE FROM identity WHERE account_id = p.account_id;
        DELETE FROM session WHERE account_id = p.account_id;
        DELETE FROM invitation WHERE account_id = p.account_id;
        INSERT INTO invitation (account_id, token_hash, created_by, expires_at) SELECT p.account_id, p.token_hash, p.proposed_by, now() + interval '7 days' WHERE p.token_hash IS NOT NULL;
      END IF;
      PERFORM set_config('app.giver', p.proposed_by::text, true);
      INSERT INTO account_grant (id, account_id, role, region_id, path, valid_from, valid_to) VALUES (p.id, p.account_id, p.role, p.region_id, p.path, begins, p.valid_to);
      PERFORM set_config('app.giver', '', true);
    ELSIF p.kind = 'INVITATION' THEN
      INSERT INTO invitation (account_id, token_hash, created_by, expires_at) VALUES (p.account_id, p.token_hash, p.proposed_by, now() + interval '7 days')
        ON CONFLICT (account_id) DO UPDATE SET token_hash = excluded.token_hash, created_by = excluded.created_by, created_at = now(), expires_at = excluded.expires_at;
    ELSE
      DELETE FROM second_factor WHERE account_id = p.account_id;
      DELETE FROM session WHERE account_id = p.account_id;
      PERFORM forget_name(a.user_name) FROM account a WHERE a.id = p.account_id;
    END IF;
  END IF;
  UPDATE officer_proposal SET decision = what, decided_by = me, decided_at = now(), reason = why WHERE id = which;
  RETURN NULL;
END $$;
--> statement-breakpoint
DROP FUNCTION holds(uuid, text[], date);
--> statement-breakpoint
REVOKE ALL ON FUNCTION waiting_among(uuid[]), countersigns(uuid), holds_over(uuid, text[], uuid, date) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION waiting_among(uuid[]) TO anwang_app;
