CREATE TABLE "last_sign_in" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone,
	"address" text,
	"failures" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "officer_proposal" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"account_id" uuid NOT NULL,
	"role" text,
	"region_id" uuid NOT NULL,
	"path" text COLLATE "C" NOT NULL,
	"valid_from" date,
	"valid_to" date,
	"token_hash" text,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone DEFAULT now() + interval '7 days' NOT NULL,
	"decision" text,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"reason" text,
	CONSTRAINT "officer_proposal_kind" CHECK ("officer_proposal"."kind" in ('POST','SECOND_FACTOR','INVITATION')),
	CONSTRAINT "officer_proposal_post" CHECK (case when "officer_proposal"."kind" = 'POST' then "officer_proposal"."role" in ('SYSTEM_ADMINISTRATOR','SECURITY_ADMINISTRATOR','AUDITOR') and "officer_proposal"."valid_from" is not null else "officer_proposal"."role" is null end),
	CONSTRAINT "officer_proposal_token" CHECK (("officer_proposal"."kind" = 'INVITATION') = ("officer_proposal"."token_hash" is not null)),
	CONSTRAINT "officer_proposal_decision" CHECK ("officer_proposal"."decision" in ('AGREED','RETURNED','WITHDRAWN')),
	CONSTRAINT "officer_proposal_decided" CHECK (("officer_proposal"."decision" is null) = ("officer_proposal"."decided_at" is null))
);
--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "invitation" ADD COLUMN "created_by" uuid;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "previous_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "previous_address" text;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "failed_before" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "last_sign_in" ADD CONSTRAINT "last_sign_in_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "officer_proposal" ADD CONSTRAINT "officer_proposal_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "officer_proposal" ADD CONSTRAINT "officer_proposal_region_id_region_id_fk" FOREIGN KEY ("region_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "officer_proposal" ADD CONSTRAINT "officer_proposal_proposed_by_account_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "officer_proposal" ADD CONSTRAINT "officer_proposal_decided_by_account_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "officer_proposal_proposed" ON "officer_proposal" USING btree ("proposed_at");
--> statement-breakpoint
-- Rows from before are encrypted, and the constraint proven, at the next start.
ALTER TABLE second_factor ADD CONSTRAINT second_factor_sealed CHECK (secret ~ '^v1\.[0-9a-f]{8}\.[\w-]+$' AND pending ~ '^v1\.[0-9a-f]{8}\.[\w-]+$') NOT VALID;
--> statement-breakpoint
ALTER TABLE last_sign_in ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE last_sign_in FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON last_sign_in TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE officer_proposal ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE officer_proposal FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON officer_proposal TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT (erased_at) ON account TO anwang_app;
--> statement-breakpoint
GRANT SELECT (previous_at, previous_address, failed_before) ON session TO anwang_app;
--> statement-breakpoint
-- As before, and from where it was done.
CREATE OR REPLACE FUNCTION grant_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  was jsonb := CASE WHEN tg_op = 'INSERT' THEN NULL ELSE to_jsonb(old) END;
  now jsonb := CASE WHEN tg_op = 'DELETE' THEN NULL ELSE to_jsonb(new) END;
  held jsonb := coalesce(now, was);
BEGIN
  INSERT INTO audit (kind, refused, account_id, action, target, target_id, address, details)
    SELECT 'ADMINISTRATION', false, nullif(current_setting('app.account', true), '')::uuid,
      CASE tg_op WHEN 'INSERT' THEN 'grant.given' WHEN 'DELETE' THEN 'grant.withdrawn' ELSE 'grant.changed' END, 'Account', held->>'account_id', nullif(current_setting('app.address', true), ''),
      jsonb_strip_nulls(jsonb_build_object('userName', a.user_name, 'role', held->>'role', 'region', (SELECT l.name FROM region_label l WHERE l.region_id = (held->>'region_id')::uuid AND l.valid_to IS NULL LIMIT 1),
        'from', held->>'valid_from', 'to', held->>'valid_to', 'sectors', jsonb_array_length(nullif(held->'sectors', 'null'))))
    FROM (SELECT) one LEFT JOIN account a ON a.id = (held->>'account_id')::uuid;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- As before, and until when the name or the address has to wait from now on.
DROP FUNCTION sign_in_attempt(text, text, text);
--> statement-breakpoint
CREATE FUNCTION sign_in_attempt(name text, name_key text, address_key text, OUT id uuid, OUT password_hash text, OUT held boolean, OUT waits_until timestamptz)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  pair text := name_key || ':' || address_key;
  counted text := CASE WHEN signed_in_lately(pair) THEN pair ELSE name_key END;
  by_name boolean := count_try(counted, 5, interval '30 minutes');
  by_address boolean := count_try(address_key, 50, interval '1 minute');
BEGIN
  held := by_name OR by_address;
  SELECT max(f.locked_until) INTO waits_until FROM sign_in_failure f WHERE f.key IN (counted, address_key) AND f.locked_until > clock_timestamp();
  SELECT a.id, a.password_hash INTO id, password_hash FROM account a WHERE a.user_name = name;
END $$;
--> statement-breakpoint
CREATE FUNCTION sign_in_failed(whose uuid) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    INSERT INTO last_sign_in AS l (account_id, failures) SELECT a.id, 1 FROM account a WHERE a.id = whose
      ON CONFLICT (account_id) DO UPDATE SET failures = l.failures + 1
  $$;
--> statement-breakpoint
-- As before, and the session keeps what its owner is told of the sign-in before it. Commands of whoever runs the server are none.
CREATE OR REPLACE FUNCTION open_session(hash text, whose uuid, expires timestamptz, how text, from_address text, by_agent text) RETURNS void
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    DELETE FROM session WHERE account_id = whose AND (expires_at < now() OR seen_at < now() - interval '2 hours');
    INSERT INTO session (token_hash, account_id, expires_at, entered, address, agent, previous_at, previous_address, failed_before)
      SELECT hash, whose, expires, how, from_address, by_agent, l.at, l.address, coalesce(l.failures, 0) FROM (SELECT) one LEFT JOIN last_sign_in l ON l.account_id = whose;
    INSERT INTO last_sign_in (account_id, at, address) SELECT whose, now(), from_address WHERE how <> 'COMMAND'
      ON CONFLICT (account_id) DO UPDATE SET at = excluded.at, address = excluded.address, failures = 0
  $$;
--> statement-breakpoint
-- The accounts that one administers and that wait after wrong tries at their password or their codes.
CREATE FUNCTION waiting_accounts() RETURNS TABLE (id uuid, waits_until timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH held AS MATERIALIZED (SELECT split_part(f.key, ':', 1) AS k, max(f.locked_until) AS until FROM sign_in_failure f WHERE f.locked_until > now() GROUP BY 1)
    SELECT a.id, max(held.until) FROM account a CROSS JOIN LATERAL (VALUES (try_key('name ' || a.user_name)), (try_key('step ' || a.id))) v (k) JOIN held ON held.k = v.k
    WHERE administers(a.home_id) GROUP BY a.id
  $$;
--> statement-breakpoint
-- As before; an account that was erased is nobody's.
CREATE OR REPLACE FUNCTION administers_account(whose uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp
  AS $$
    SELECT whose <> (SELECT nullif(current_setting('app.account', true), '')::uuid) AND EXISTS (SELECT FROM account a WHERE a.id = whose AND a.erased_at IS NULL AND administers(a.home_id))
      AND posts_within(whose)
  $$;
--> statement-breakpoint
CREATE FUNCTION is_officer(role text) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp
  AS $$ SELECT role IN ('SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR') $$;
--> statement-breakpoint
-- Whether the account is, or is to be, one of the three officers, by `app.today`; without it ever.
CREATE FUNCTION officer_account(whose uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT EXISTS (SELECT FROM account_grant g WHERE g.account_id = whose AND is_officer(g.role) AND NOT isempty(daterange(g.valid_from, g.valid_to))
      AND (g.valid_to IS NULL OR g.valid_to > coalesce((SELECT nullif(current_setting('app.today', true), '')::date), '-infinity')))
  $$;
--> statement-breakpoint
-- What one administrator alone cannot do: give an officer's post, or come by an officer's password or second factor. `decide_proposal` does.
DROP POLICY administered_in ON account_grant;
--> statement-breakpoint
CREATE POLICY administered_in ON account_grant FOR INSERT TO anwang_app WITH CHECK (administers_account(account_id) AND NOT is_officer(role)
  AND path <@ (select nullif(current_setting('app.administers', true), '')::path_multirange)
  AND path = (SELECT r.path FROM region r WHERE r.id = region_id));
--> statement-breakpoint
DROP POLICY administered_end ON second_factor;
--> statement-breakpoint
CREATE POLICY administered_end ON second_factor FOR DELETE TO anwang_app USING (administers_account(account_id) AND NOT officer_account(account_id));
--> statement-breakpoint
DROP POLICY administered ON invitation;
--> statement-breakpoint
REVOKE INSERT ON invitation FROM anwang_app;
--> statement-breakpoint
GRANT INSERT (account_id, token_hash, created_by, expires_at) ON invitation TO anwang_app;
--> statement-breakpoint
CREATE POLICY administered ON invitation FOR SELECT TO anwang_app USING (administers_account(account_id));
--> statement-breakpoint
CREATE POLICY administered_end ON invitation FOR DELETE TO anwang_app USING (administers_account(account_id));
--> statement-breakpoint
CREATE POLICY administered_in ON invitation FOR INSERT TO anwang_app WITH CHECK (administers_account(account_id) AND NOT officer_account(account_id)
  AND created_by = (select nullif(current_setting('app.account', true), '')::uuid));
--> statement-breakpoint
-- The application ends posts; to make one longer is to give it.
CREATE FUNCTION only_shorter() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT pg_has_role(current_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = tg_relid), 'USAGE') AND NOT daterange(new.valid_from, new.valid_to) <@ daterange(old.valid_from, old.valid_to) THEN
    RAISE EXCEPTION 'a post is made longer by giving it again' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'account_grant_shorter';
  END IF;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE TRIGGER only_shorter BEFORE UPDATE ON account_grant FOR EACH ROW EXECUTE FUNCTION only_shorter();
--> statement-breakpoint
-- Whoever made an invitation that was not taken yet may have kept its link: it opens no post that somebody else gives. Who gives is
-- `app.account`, or in whose name `decide_proposal` does.
CREATE FUNCTION void_invitation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM invitation i WHERE i.account_id = new.account_id
    AND i.created_by IS DISTINCT FROM coalesce(nullif(current_setting('app.giver', true), ''), nullif(current_setting('app.account', true), ''))::uuid;
  IF FOUND THEN
    INSERT INTO audit (kind, refused, account_id, action, target, target_id, address, details)
      SELECT 'ADMINISTRATION', false, nullif(current_setting('app.account', true), '')::uuid, 'invitation.voided', 'Account', a.id::text, nullif(current_setting('app.address', true), ''), jsonb_build_object('userName', a.user_name)
      FROM account a WHERE a.id = new.account_id;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER void_invitation AFTER INSERT ON account_grant FOR EACH ROW EXECUTE FUNCTION void_invitation();
--> statement-breakpoint
GRANT INSERT (id, kind, account_id, role, region_id, path, valid_from, valid_to, token_hash, proposed_by) ON officer_proposal TO anwang_app;
--> statement-breakpoint
CREATE POLICY proposed ON officer_proposal FOR INSERT TO anwang_app WITH CHECK (proposed_by = (select nullif(current_setting('app.account', true), '')::uuid)
  AND administers_account(account_id) AND (kind = 'POST' OR officer_account(account_id)) AND path <@ (select nullif(current_setting('app.administers', true), '')::path_multirange));
--> statement-breakpoint
-- What is proposed anew takes the place of what was proposed before; what the account's posts exclude is refused at once.
CREATE FUNCTION proposal_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF new.kind <> 'POST' THEN new.region_id := (SELECT a.home_id FROM account a WHERE a.id = new.account_id); END IF;
  new.path := (SELECT r.path FROM region r WHERE r.id = new.region_id);
  IF EXISTS (SELECT FROM account_grant g WHERE new.kind = 'POST' AND g.account_id = new.account_id AND NOT isempty(daterange(g.valid_from, g.valid_to))
      AND CASE WHEN is_officer(g.role) THEN g.role <> new.role ELSE daterange(g.valid_from, g.valid_to) && daterange(new.valid_from, new.valid_to) END) THEN
    RAISE EXCEPTION 'the three officers are never one person, and hold no post on records' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'account_grant_officers';
  END IF;
  UPDATE officer_proposal p SET decision = 'WITHDRAWN', decided_by = new.proposed_by, decided_at = now()
    WHERE p.account_id = new.account_id AND p.kind = new.kind AND (p.role, p.region_id) IS NOT DISTINCT FROM (new.role, new.region_id) AND p.decision IS NULL;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE TRIGGER proposal_guard BEFORE INSERT ON officer_proposal FOR EACH ROW EXECUTE FUNCTION proposal_guard();
--> statement-breakpoint
CREATE FUNCTION proposal_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO audit (kind, refused, account_id, action, target, target_id, address, details)
    SELECT 'ADMINISTRATION', false, nullif(current_setting('app.account', true), '')::uuid, 'proposal.' || lower(coalesce(new.decision, 'MADE')), 'Account', a.id::text, nullif(current_setting('app.address', true), ''),
      jsonb_strip_nulls(jsonb_build_object('userName', a.user_name, 'proposal', new.kind, 'role', coalesce(new.role, (SELECT g.role FROM account_grant g WHERE g.account_id = a.id AND is_officer(g.role) ORDER BY g.valid_from DESC LIMIT 1)),
        'region', (SELECT l.name FROM region_label l WHERE l.region_id = new.region_id AND l.valid_to IS NULL LIMIT 1), 'from', new.valid_from, 'to', new.valid_to,
        'proposedBy', CASE WHEN new.decision IS NOT NULL THEN (SELECT b.user_name FROM account b WHERE b.id = new.proposed_by) END))
    FROM account a WHERE a.id = new.account_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER proposal_audit AFTER INSERT OR UPDATE OF decision ON officer_proposal FOR EACH ROW EXECUTE FUNCTION proposal_audit();
--> statement-breakpoint
-- What was proposed about places in `app.countersigns`, the subtrees of a security or a system administrator; unset or '' is closed.
CREATE FUNCTION proposals_here() RETURNS TABLE (id uuid, kind text, account_id uuid, user_name text, title text, title_en text, role text, region_id uuid, valid_from date, valid_to date, proposed_at timestamptz, expires_at timestamptz,
    proposed_by uuid, proposer text, proposer_en text, decision text, decider text, decider_en text, decided_at timestamptz, reason text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT p.id, p.kind, a.id, a.user_name, a.title, a.title_en, coalesce(p.role, (SELECT g.role FROM account_grant g WHERE g.account_id = a.id AND is_officer(g.role) ORDER BY g.valid_from DESC LIMIT 1)),
      p.region_id, p.valid_from, p.valid_to, p.proposed_at, p.expires_at, p.proposed_by, b.title, b.title_en, p.decision, d.title, d.title_en, p.decided_at, p.reason
    FROM officer_proposal p JOIN account a ON a.id = p.account_id JOIN account b ON b.id = p.proposed_by LEFT JOIN account d ON d.id = p.decided_by
    WHERE p.path <@ (SELECT nullif(current_setting('app.countersigns', true), '')::path_multirange)
  $$;
--> statement-breakpoint
-- Whether the account holds one of the posts on that day.
CREATE FUNCTION holds(whose uuid, roles text[], today date) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp
  AS $$ SELECT EXISTS (SELECT FROM account_grant g WHERE g.account_id = whose AND g.role = ANY (roles) AND g.valid_from <= today AND (g.valid_to IS NULL OR today < g.valid_to)) $$;
--> statement-breakpoint
-- The second signature, or that there is none. `what`: AGREED, RETURNED by another security administrator or a system administrator
-- of the place who is neither who proposed it nor the account; WITHDRAWN by who proposed it. Answers why not; null: done.
CREATE FUNCTION decide_proposal(which uuid, what text, why text, today date) RETURNS text
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  me uuid := nullif(current_setting('app.account', true), '')::uuid;
  here path_multirange := nullif(current_setting('app.countersigns', true), '')::path_multirange;
  p officer_proposal;
  begins date;
BEGIN
  SELECT * INTO p FROM officer_proposal o WHERE o.id = which AND o.path <@ here FOR UPDATE;
  IF NOT FOUND OR me IS NULL THEN RETURN 'PROPOSAL'; END IF;
  IF what = 'WITHDRAWN' THEN
    IF p.proposed_by <> me THEN RETURN 'OTHERS_PROPOSAL'; END IF;
  ELSE
    IF NOT holds(me, ARRAY['SECURITY_ADMINISTRATOR', 'SYSTEM_ADMINISTRATOR'], today) THEN RETURN 'NOT_COUNTERSIGNER'; END IF;
    IF me IN (p.proposed_by, p.account_id) THEN RETURN 'SECOND_PERSON'; END IF;
  END IF;
  IF p.decision IS NOT NULL THEN RETURN 'DECIDED'; END IF;
  IF p.expires_at <= now() THEN RETURN 'EXPIRED'; END IF;
  IF what = 'AGREED' THEN
    PERFORM FROM account a WHERE a.id = p.account_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM account a JOIN region r ON r.id = a.home_id WHERE a.id = p.account_id AND (a.erased_at IS NOT NULL OR NOT r.path <@ here))
      OR EXISTS (SELECT FROM account_grant g WHERE g.account_id = p.account_id AND NOT isempty(daterange(g.valid_from, g.valid_to)) AND (g.valid_to IS NULL OR g.valid_to > today) AND NOT g.path <@ here) THEN RETURN 'PROPOSAL_ELSEWHERE'; END IF;
    IF NOT holds(p.proposed_by, ARRAY['SECURITY_ADMINISTRATOR'], today) THEN RETURN 'PROPOSER_LEFT'; END IF;
    IF p.kind = 'POST' THEN
      begins := greatest(p.valid_from, today);
      IF p.valid_to <= begins THEN RETURN 'EXPIRED'; END IF;
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
-- Nothing in an account whose posts are all over tells any longer who held it. What the second log says of it stays, as the law has it.
-- Answers why not; null: done.
CREATE FUNCTION erase_account(whose uuid, today date) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT administers_account(whose) THEN RETURN 'ACCOUNT'; END IF;
  PERFORM FROM account a WHERE a.id = whose FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM account_grant g WHERE g.account_id = whose AND NOT isempty(daterange(g.valid_from, g.valid_to)) AND (g.valid_to IS NULL OR g.valid_to > today)) THEN RETURN 'IN_OFFICE'; END IF;
  PERFORM forget_name(a.user_name) FROM account a WHERE a.id = whose;
  UPDATE officer_proposal SET decision = 'WITHDRAWN', decided_by = nullif(current_setting('app.account', true), '')::uuid, decided_at = now() WHERE account_id = whose AND decision IS NULL;
  UPDATE officer_proposal SET reason = NULL WHERE account_id = whose AND reason IS NOT NULL;
  DELETE FROM session WHERE account_id = whose;
  DELETE FROM second_factor WHERE account_id = whose;
  DELETE FROM invitation WHERE account_id = whose;
  DELETE FROM last_sign_in WHERE account_id = whose;
  DELETE FROM contact WHERE owner_id = whose;
  UPDATE account SET user_name = 'erased.' || right(id::text, 12), title = '已注销账号', title_en = 'Erased account', password_hash = '', password_history = '{}', demonstration = NULL, erased_at = now() WHERE id = whose;
  DELETE FROM identity WHERE account_id = whose;
  RETURN NULL;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION sign_in_attempt(text, text, text), sign_in_failed(uuid), waiting_accounts(), is_officer(text), officer_account(uuid), only_shorter(), void_invitation(), proposal_guard(), proposal_audit(), proposals_here(),
  holds(uuid, text[], date), decide_proposal(uuid, text, text, date), erase_account(uuid, date) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION sign_in_attempt(text, text, text), sign_in_failed(uuid), waiting_accounts(), is_officer(text), officer_account(uuid), proposals_here(), decide_proposal(uuid, text, text, date), erase_account(uuid, date) TO anwang_app;
