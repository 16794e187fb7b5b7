CREATE TABLE "identity" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"issuer" text NOT NULL,
	"subject_hash" text NOT NULL,
	"hint" text NOT NULL,
	"bound_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "identity_subject" UNIQUE("subject_hash")
);
--> statement-breakpoint
CREATE TABLE "identity_step" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"account_id" uuid,
	"invitation_hash" text,
	"next" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "identity_step_purpose" CHECK ("identity_step"."purpose" in ('SIGN_IN','BIND','INVITATION'))
);
--> statement-breakpoint
ALTER TABLE "session" DROP CONSTRAINT "session_entered";--> statement-breakpoint
ALTER TABLE "identity" ADD CONSTRAINT "identity_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_step" ADD CONSTRAINT "identity_step_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "identity_step_created" ON "identity_step" USING btree ("created_at");--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_entered" CHECK ("session"."entered" in ('PASSWORD','OIDC','DEMONSTRATION','COMMAND'));
--> statement-breakpoint
ALTER TABLE identity ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE identity FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON identity TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE identity_step ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE identity_step FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON identity_step TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
-- One's own, and of the accounts that one administers; by what it is found is nobody's to read.
GRANT SELECT (account_id, issuer, hint, bound_at), DELETE ON identity TO anwang_app;
--> statement-breakpoint
CREATE POLICY own ON identity FOR SELECT TO anwang_app USING (account_id = (select nullif(current_setting('app.account', true), '')::uuid));
--> statement-breakpoint
CREATE POLICY administered ON identity FOR SELECT TO anwang_app USING (administers_account(account_id));
--> statement-breakpoint
CREATE POLICY administered_end ON identity FOR DELETE TO anwang_app USING (administers_account(account_id));
--> statement-breakpoint
-- Who may sign in as whom is written down whoever changes it, and by whatever way.
CREATE FUNCTION identity_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  held identity := CASE WHEN tg_op = 'DELETE' THEN old ELSE new END;
BEGIN
  INSERT INTO audit (kind, refused, account_id, action, target, target_id, address, details)
    SELECT 'ADMINISTRATION', false, nullif(current_setting('app.account', true), '')::uuid,
      CASE tg_op WHEN 'INSERT' THEN 'identity.bound' WHEN 'DELETE' THEN 'identity.unbound' ELSE 'identity.changed' END, 'Account', held.account_id::text,
      nullif(current_setting('app.address', true), ''), jsonb_build_object('userName', a.user_name, 'identity', held.hint)
    FROM account a WHERE a.id = held.account_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER identity_audit AFTER INSERT OR UPDATE OR DELETE ON identity FOR EACH ROW EXECUTE FUNCTION identity_audit();
--> statement-breakpoint
-- Somebody goes to the identity provider: as in the table; those who did not come back within ten minutes are forgotten.
CREATE FUNCTION begin_identity_step(token text, what text, whom uuid, invited text, afterwards text) RETURNS void
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    DELETE FROM identity_step WHERE created_at < now() - interval '10 minutes';
    INSERT INTO identity_step (token_hash, purpose, account_id, invitation_hash, next) VALUES (token, what, whom, invited, afterwards)
  $$;
--> statement-breakpoint
-- Comes back, once.
CREATE FUNCTION take_identity_step(token text) RETURNS TABLE (purpose text, account_id uuid, invitation_hash text, next text)
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    DELETE FROM identity_step s WHERE s.token_hash = token AND s.created_at > now() - interval '10 minutes'
      RETURNING s.purpose, s.account_id, s.invitation_hash, s.next
  $$;
--> statement-breakpoint
-- The account of an identity that its provider vouched for. Counts as a try by name and address, as a password does: who waits for
-- the one waits for the other.
CREATE FUNCTION identity_attempt(subject text, address_key text, OUT id uuid, OUT user_name text, OUT held boolean)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  name_key text;
  pair text;
BEGIN
  held := count_try(address_key, 50, interval '1 minute');
  SELECT a.id, a.user_name INTO id, user_name FROM identity i JOIN account a ON a.id = i.account_id WHERE i.subject_hash = subject;
  IF id IS NULL THEN RETURN; END IF;
  name_key := try_key('name ' || user_name);
  pair := name_key || ':' || address_key;
  held := count_try(CASE WHEN signed_in_lately(pair) THEN pair ELSE name_key END, 5, interval '30 minutes') OR held;
END $$;
--> statement-breakpoint
-- By the account's own session, whose password was asked again: its other sessions end, this one goes on under a new token. false:
-- another account has the identity, or this one has another. null: the session is not `whom`'s any more.
CREATE FUNCTION bind_identity(hash text, new_hash text, whom uuid, by_issuer text, subject text, masked text, from_address text) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  whose uuid := proven_account(hash);
BEGIN
  IF whose IS NULL OR whose <> whom THEN RETURN NULL; END IF;
  PERFORM set_config('app.account', whose::text, true), set_config('app.address', coalesce(from_address, ''), true);
  INSERT INTO identity (account_id, issuer, subject_hash, hint) VALUES (whose, by_issuer, subject, masked) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN false; END IF;
  DELETE FROM session WHERE account_id = whose AND token_hash <> hash;
  UPDATE session SET token_hash = new_hash WHERE token_hash = hash;
  RETURN true;
END $$;
--> statement-breakpoint
-- By the account's own session, whose password was asked again; sessions opened by the identity end. Without a password it would be the last way in.
CREATE FUNCTION unbind_identity(hash text, from_address text) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  whose uuid := proven_account(hash);
BEGIN
  PERFORM set_config('app.account', coalesce(whose::text, ''), true), set_config('app.address', coalesce(from_address, ''), true);
  DELETE FROM identity i USING account a WHERE a.id = whose AND a.password_hash <> '' AND i.account_id = a.id;
  IF NOT FOUND THEN RETURN false; END IF;
  DELETE FROM session WHERE account_id = whose AND token_hash <> hash AND entered = 'OIDC';
  RETURN true;
END $$;
--> statement-breakpoint
-- Takes an invitation without a password: the one before holds no more, nor does an identity before this one. null: the invitation
-- was taken, is too old or never was. taken: another account has the identity; the invitation is left as it is.
CREATE FUNCTION take_invitation_by_identity(token text, by_issuer text, subject text, masked text, from_address text, OUT id uuid, OUT user_name text, OUT taken boolean)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  whose uuid := (SELECT i.id FROM invitation_account(token) i);
BEGIN
  PERFORM FROM invitation i WHERE i.token_hash = token AND i.account_id = whose FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM set_config('app.account', whose::text, true), set_config('app.address', coalesce(from_address, ''), true);
  taken := EXISTS (SELECT FROM identity i WHERE i.subject_hash = subject AND i.account_id <> whose);
  IF taken THEN RETURN; END IF;
  DELETE FROM identity i WHERE i.account_id = whose;
  INSERT INTO identity (account_id, issuer, subject_hash, hint) VALUES (whose, by_issuer, subject, masked);
  DELETE FROM invitation i WHERE i.account_id = whose;
  UPDATE account a SET password_history = (array_remove(ARRAY[a.password_hash], '') || a.password_history)[1:5], password_hash = '', password_changed_at = now() WHERE a.id = whose;
  DELETE FROM session s WHERE s.account_id = whose;
  SELECT a.id, a.user_name INTO id, user_name FROM account a WHERE a.id = whose;
  PERFORM forget_name(user_name);
END $$;
--> statement-breakpoint
-- As before, and of whom an identity provider vouched for: the second factor as after a password, no change of a password that was not used.
CREATE OR REPLACE FUNCTION sign_in_step(whose uuid, entered text, passed timestamptz, today date) RETURNS text
  LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT CASE
      WHEN entered NOT IN ('PASSWORD', 'OIDC') THEN NULL
      WHEN passed IS NULL AND EXISTS (SELECT FROM second_factor f WHERE f.account_id = whose AND f.confirmed_at IS NOT NULL) THEN 'CODE'
      WHEN entered = 'PASSWORD' AND EXISTS (SELECT FROM account a WHERE a.id = whose AND a.password_changed_at < now() - interval '90 days') THEN 'PASSWORD'
      WHEN EXISTS (SELECT FROM account_grant g WHERE g.account_id = whose AND g.role IN ('SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR')
          AND g.valid_from <= today AND (g.valid_to IS NULL OR today < g.valid_to))
        AND NOT EXISTS (SELECT FROM second_factor f WHERE f.account_id = whose AND f.confirmed_at IS NOT NULL) THEN 'ENROL'
    END
  $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION proven_account(hash text) RETURNS uuid LANGUAGE sql STABLE SET search_path = public, pg_temp
  AS $$
    SELECT s.account_id FROM session s
    WHERE s.token_hash = hash AND s.expires_at > now() AND s.seen_at > now() - interval '2 hours'
      AND (s.entered NOT IN ('PASSWORD', 'OIDC') OR s.second_factor_at IS NOT NULL
        OR NOT EXISTS (SELECT FROM second_factor f WHERE f.account_id = s.account_id AND f.confirmed_at IS NOT NULL))
  $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION identity_audit(), begin_identity_step(text, text, uuid, text, text), take_identity_step(text), identity_attempt(text, text),
  bind_identity(text, text, uuid, text, text, text, text), unbind_identity(text, text), take_invitation_by_identity(text, text, text, text, text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION begin_identity_step(text, text, uuid, text, text), take_identity_step(text), identity_attempt(text, text),
  bind_identity(text, text, uuid, text, text, text, text), unbind_identity(text, text), take_invitation_by_identity(text, text, text, text, text) TO anwang_app;
