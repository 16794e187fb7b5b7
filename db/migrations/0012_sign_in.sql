CREATE TABLE "second_factor" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"secret" text,
	"pending" text,
	"confirmed_at" timestamp with time zone,
	"last_step" bigint DEFAULT 0 NOT NULL,
	"recovery" text[] DEFAULT '{}' NOT NULL,
	"recovery_left" integer GENERATED ALWAYS AS (cardinality(recovery)) STORED NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_failure" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" double precision NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"locked_until" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "account" ALTER COLUMN "password_hash" SET DEFAULT '';--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "password_changed_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "password_history" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "id" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "entered" text DEFAULT 'PASSWORD' NOT NULL;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "second_factor_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "agent" text;--> statement-breakpoint
ALTER TABLE "second_factor" ADD CONSTRAINT "second_factor_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sign_in_failure_last" ON "sign_in_failure" USING btree ("last_at");--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_id_unique" UNIQUE("id");--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_entered" CHECK ("session"."entered" in ('PASSWORD','DEMONSTRATION','COMMAND'));
--> statement-breakpoint
ALTER TABLE second_factor ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE second_factor FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON second_factor TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE sign_in_failure ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE sign_in_failure FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON sign_in_failure TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
-- One's own account, without what proves who one is.
GRANT SELECT (id, user_name, title, title_en, home_id, demonstration, created_at, password_changed_at) ON account TO anwang_app;
--> statement-breakpoint
CREATE POLICY own ON account FOR SELECT TO anwang_app USING (id = (select nullif(current_setting('app.account', true), '')::uuid));
--> statement-breakpoint
GRANT SELECT (account_id, confirmed_at, recovery_left) ON second_factor TO anwang_app;
--> statement-breakpoint
CREATE POLICY own ON second_factor FOR SELECT TO anwang_app USING (account_id = (select nullif(current_setting('app.account', true), '')::uuid));
--> statement-breakpoint
GRANT SELECT (id, account_id, created_at, seen_at, expires_at, entered, second_factor_at, address, agent), DELETE ON session TO anwang_app;
--> statement-breakpoint
CREATE POLICY own ON session FOR SELECT TO anwang_app USING (account_id = (select nullif(current_setting('app.account', true), '')::uuid));
--> statement-breakpoint
CREATE POLICY own_end ON session FOR DELETE TO anwang_app USING (account_id = (select nullif(current_setting('app.account', true), '')::uuid));
--> statement-breakpoint
CREATE FUNCTION try_key(what text) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$ SELECT encode(sha256(convert_to(what, 'UTF8')), 'hex') $$;
--> statement-breakpoint
-- Counts a try by `k`; true where it must fail, whatever it says: tries without success beyond `free` are followed by a
-- wait of 1, 2, 4 … 64 minutes. One of them is forgotten every `leak`; those during a wait are not counted.
CREATE FUNCTION count_try(k text, free int, leak interval) RETURNS boolean LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
  f sign_in_failure;
  t timestamptz;
  n double precision;
BEGIN
  INSERT INTO sign_in_failure AS old (key, failures, last_at) VALUES (k, 0, clock_timestamp())
    ON CONFLICT (key) DO UPDATE SET key = old.key RETURNING * INTO f;
  t := clock_timestamp();
  IF f.locked_until > t THEN RETURN true; END IF;
  n := greatest(0, f.failures - extract(epoch FROM t - f.last_at) / extract(epoch FROM leak)) + 1;
  UPDATE sign_in_failure SET failures = n, last_at = t,
    locked_until = CASE WHEN n > free - 0.5 THEN t + interval '1 minute' * power(2, least(floor(n - free + 0.5), 6)) END
    WHERE key = k;
  IF random() < 0.01 THEN DELETE FROM sign_in_failure WHERE last_at < t - interval '7 days' AND (key NOT LIKE '%:%' OR last_at < t - interval '30 days'); END IF;
  RETURN false;
END $$;
--> statement-breakpoint
-- Whether the name signed in from the address in the last thirty days: their key is that of the name, a colon, and that of the address.
CREATE FUNCTION signed_in_lately(pair text) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp
  AS $$ SELECT EXISTS (SELECT FROM sign_in_failure WHERE key = pair AND last_at > now() - interval '30 days') $$;
--> statement-breakpoint
-- Counted before the password is looked at, so that tries sent at once count like tries one after the other. An address from
-- which the name signed in lately waits for its own tries only: nobody elsewhere keeps the owner out. The same work for every name.
CREATE FUNCTION sign_in_attempt(name text, name_key text, address_key text, OUT id uuid, OUT password_hash text, OUT held boolean)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  pair text := name_key || ':' || address_key;
  by_name boolean := count_try(CASE WHEN signed_in_lately(pair) THEN pair ELSE name_key END, 5, interval '30 minutes');
  by_address boolean := count_try(address_key, 50, interval '1 minute');
BEGIN
  held := by_name OR by_address;
  SELECT a.id, a.password_hash INTO id, password_hash FROM account a WHERE a.user_name = name;
END $$;
--> statement-breakpoint
-- What others tried elsewhere is not forgotten for a sign-in where the name is known.
CREATE FUNCTION sign_in_succeeded(name_key text, address_key text) RETURNS void
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  pair text := name_key || ':' || address_key;
BEGIN
  IF NOT signed_in_lately(pair) THEN DELETE FROM sign_in_failure WHERE key = name_key; END IF;
  INSERT INTO sign_in_failure (key, failures, last_at) VALUES (pair, 0, clock_timestamp())
    ON CONFLICT (key) DO UPDATE SET failures = 0, last_at = clock_timestamp(), locked_until = NULL;
  UPDATE sign_in_failure SET failures = greatest(failures - 1, 0), locked_until = CASE WHEN failures > 50.5 THEN locked_until END WHERE key = address_key;
END $$;
--> statement-breakpoint
-- All tries at the account of that name, by whomever: who gets a new password or second factor is not kept waiting by them.
CREATE FUNCTION forget_name(name text) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    DELETE FROM sign_in_failure WHERE key = try_key('name ' || name) OR key LIKE try_key('name ' || name) || ':%'
      OR key = (SELECT try_key('step ' || a.id) FROM account a WHERE a.user_name = name)
  $$;
--> statement-breakpoint
CREATE FUNCTION account_named(name text) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT a.id FROM account a WHERE a.user_name = name $$;
--> statement-breakpoint
DROP FUNCTION sign_in_credentials(text);
--> statement-breakpoint
DROP FUNCTION open_session(text, uuid, timestamptz);
--> statement-breakpoint
CREATE FUNCTION open_session(hash text, whose uuid, expires timestamptz, how text, from_address text, by_agent text) RETURNS void
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    DELETE FROM session WHERE account_id = whose AND (expires_at < now() OR seen_at < now() - interval '2 hours');
    INSERT INTO session (token_hash, account_id, expires_at, entered, address, agent) VALUES (hash, whose, expires, how, from_address, by_agent)
  $$;
--> statement-breakpoint
-- What is still asked of a session before it counts: CODE (second factor), PASSWORD (a new one, after 90 days), ENROL (one of
-- the three officers has no second factor yet); null: nothing. Looked at on every request, so that an officer's grant given
-- to somebody at work asks for the second factor at once.
CREATE FUNCTION sign_in_step(whose uuid, entered text, passed timestamptz, today date) RETURNS text
  LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT CASE
      WHEN entered <> 'PASSWORD' THEN NULL
      WHEN passed IS NULL AND EXISTS (SELECT FROM second_factor f WHERE f.account_id = whose AND f.confirmed_at IS NOT NULL) THEN 'CODE'
      WHEN EXISTS (SELECT FROM account a WHERE a.id = whose AND a.password_changed_at < now() - interval '90 days') THEN 'PASSWORD'
      WHEN EXISTS (SELECT FROM account_grant g WHERE g.account_id = whose AND g.role IN ('SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR')
          AND g.valid_from <= today AND (g.valid_to IS NULL OR today < g.valid_to))
        AND NOT EXISTS (SELECT FROM second_factor f WHERE f.account_id = whose AND f.confirmed_at IS NOT NULL) THEN 'ENROL'
    END
  $$;
--> statement-breakpoint
DROP FUNCTION session_viewer(text, date);
--> statement-breakpoint
-- As before, and no row while something is still asked of the session.
CREATE FUNCTION session_viewer(hash text, today date)
  RETURNS TABLE (id uuid, user_name text, title text, title_en text, home_id uuid, demonstration text, session_id uuid, grants jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT a.id, a.user_name, a.title, a.title_en, a.home_id, a.demonstration, s.id, coalesce((
      WITH RECURSIVE mine AS (
        SELECT g.id, g.role, g.region_id, g.sectors, g.subject_id, g.path FROM account_grant g
        WHERE g.account_id = a.id AND g.valid_from <= today AND (g.valid_to IS NULL OR today < g.valid_to)
      ), reach AS (
        SELECT m.id, m.path FROM mine m
        UNION
        SELECT r.id, old.path FROM reach r
          JOIN region now ON now.path >= r.path AND (r.path = '' OR now.path < left(r.path, -1) || '0')
          JOIN region_succession s ON s.to_id = now.id
          JOIN region old ON old.id = s.from_id
      )
      SELECT jsonb_agg(jsonb_build_object('role', m.role, 'regionId', m.region_id, 'path', m.path, 'sectors', m.sectors,
        'subjectId', m.subject_id, 'paths', (SELECT jsonb_agg(r.path ORDER BY r.path) FROM reach r WHERE r.id = m.id)) ORDER BY m.path, m.role)
      FROM mine m), '[]')
    FROM session s JOIN account a ON a.id = s.account_id
    WHERE s.token_hash = hash AND s.expires_at > now() AND s.seen_at > now() - interval '2 hours'
      AND sign_in_step(a.id, s.entered, s.second_factor_at, today) IS NULL
  $$;
--> statement-breakpoint
-- A session as the steps of signing in need it, with what is still asked of it.
CREATE FUNCTION session_account(hash text, today date)
  RETURNS TABLE (id uuid, user_name text, title text, title_en text, entered text, step text, password_hash text, password_history text[],
    secret text, pending text, officer boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT a.id, a.user_name, a.title, a.title_en, s.entered, sign_in_step(a.id, s.entered, s.second_factor_at, today), a.password_hash, a.password_history,
      f.secret, f.pending, EXISTS (SELECT FROM account_grant g WHERE g.account_id = a.id AND g.role IN ('SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR')
        AND (g.valid_to IS NULL OR today < g.valid_to))
    FROM session s JOIN account a ON a.id = s.account_id LEFT JOIN second_factor f ON f.account_id = a.id
    WHERE s.token_hash = hash AND s.expires_at > now() AND s.seen_at > now() - interval '2 hours'
  $$;
--> statement-breakpoint
-- The account of a session that lacks no second factor; the functions below do nothing for another.
CREATE FUNCTION proven_account(hash text) RETURNS uuid LANGUAGE sql STABLE SET search_path = public, pg_temp
  AS $$
    SELECT s.account_id FROM session s
    WHERE s.token_hash = hash AND s.expires_at > now() AND s.seen_at > now() - interval '2 hours'
      AND (s.entered <> 'PASSWORD' OR s.second_factor_at IS NOT NULL
        OR NOT EXISTS (SELECT FROM second_factor f WHERE f.account_id = s.account_id AND f.confirmed_at IS NOT NULL))
  $$;
--> statement-breakpoint
-- Takes a one-time code (by the thirty seconds that it is of, which never count twice) or a recovery code; the session goes on under a new token.
CREATE FUNCTION pass_second_factor(hash text, new_hash text, step bigint, recovery_hash text) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  whose uuid := (SELECT s.account_id FROM session s WHERE s.token_hash = hash AND s.expires_at > now() AND s.seen_at > now() - interval '2 hours');
BEGIN
  IF step IS NOT NULL THEN
    UPDATE second_factor SET last_step = step WHERE account_id = whose AND confirmed_at IS NOT NULL AND last_step < step;
  ELSE
    UPDATE second_factor SET recovery = array_remove(recovery, recovery_hash) WHERE account_id = whose AND confirmed_at IS NOT NULL AND recovery_hash = ANY (recovery);
  END IF;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE session SET second_factor_at = now(), token_hash = new_hash WHERE token_hash = hash;
  RETURN FOUND;
END $$;
--> statement-breakpoint
-- Ends the account's other sessions; this one goes on under a new token.
CREATE FUNCTION change_password(hash text, new_hash text, password text) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  whose uuid := proven_account(hash);
BEGIN
  UPDATE account SET password_history = (array_remove(ARRAY[password_hash], '') || password_history)[1:5], password_hash = password, password_changed_at = now() WHERE id = whose;
  IF NOT FOUND THEN RETURN false; END IF;
  DELETE FROM session WHERE account_id = whose AND token_hash <> hash;
  UPDATE session SET token_hash = new_hash WHERE token_hash = hash;
  RETURN true;
END $$;
--> statement-breakpoint
CREATE FUNCTION begin_second_factor(hash text, new_secret text) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  whose uuid := proven_account(hash);
BEGIN
  IF whose IS NULL THEN RETURN false; END IF;
  INSERT INTO second_factor AS f (account_id, pending) VALUES (whose, new_secret) ON CONFLICT (account_id) DO UPDATE SET pending = new_secret;
  RETURN true;
END $$;
--> statement-breakpoint
-- The secret `expected` that was shown is in force from now on, with new recovery codes; the account's other sessions end.
CREATE FUNCTION confirm_second_factor(hash text, new_hash text, expected text, step bigint, codes text[]) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  whose uuid := proven_account(hash);
BEGIN
  UPDATE second_factor SET secret = pending, pending = NULL, confirmed_at = now(), last_step = step, recovery = codes WHERE account_id = whose AND pending = expected;
  IF NOT FOUND THEN RETURN false; END IF;
  DELETE FROM session WHERE account_id = whose AND token_hash <> hash;
  UPDATE session SET second_factor_at = now(), token_hash = new_hash WHERE token_hash = hash;
  RETURN true;
END $$;
--> statement-breakpoint
CREATE FUNCTION remove_second_factor(hash text) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM second_factor WHERE account_id = proven_account(hash);
  RETURN FOUND;
END $$;
--> statement-breakpoint
-- A try at a code or at one's present password, by an account that has a session.
CREATE FUNCTION count_session_try(k text) RETURNS boolean LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT count_try(k, 5, interval '30 minutes') $$;
--> statement-breakpoint
CREATE FUNCTION forget_tries(k text) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ DELETE FROM sign_in_failure WHERE key = k $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION account_named(text), count_try(text, int, interval), sign_in_attempt(text, text, text), sign_in_succeeded(text, text),
  open_session(text, uuid, timestamptz, text, text, text), sign_in_step(uuid, text, timestamptz, date), session_viewer(text, date),
  session_account(text, date), proven_account(text), pass_second_factor(text, text, bigint, text), change_password(text, text, text),
  begin_second_factor(text, text), confirm_second_factor(text, text, text, bigint, text[]), remove_second_factor(text),
  count_session_try(text), forget_tries(text), forget_name(text), try_key(text), signed_in_lately(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION account_named(text), sign_in_attempt(text, text, text), sign_in_succeeded(text, text), open_session(text, uuid, timestamptz, text, text, text),
  session_viewer(text, date), session_account(text, date), pass_second_factor(text, text, bigint, text), change_password(text, text, text),
  begin_second_factor(text, text), confirm_second_factor(text, text, text, bigint, text[]), remove_second_factor(text),
  count_session_try(text), forget_tries(text), forget_name(text) TO anwang_app;
