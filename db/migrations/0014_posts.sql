CREATE TABLE "invitation" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "invitation_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_grant" ADD CONSTRAINT "account_grant_dates" CHECK ("account_grant"."valid_to" >= "account_grant"."valid_from");
--> statement-breakpoint
ALTER TABLE invitation ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE invitation FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON invitation TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
-- What one account may hold, by the days of its posts. The three officers are never one person: whoever ever held one of these
-- posts, or is to, gets neither of the others; and on no day is an officer's post held beside a post on records. Posts on records
-- that meet are narrowed alike (same enterprise, same sectors): row security holds no others at once. A post that never held
-- (over on the day on which it begins) counts for nothing; a post that only becomes shorter is left as it is.
CREATE FUNCTION posts_together() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  officers text[] := ARRAY['SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR'];
  days daterange := daterange(new.valid_from, new.valid_to);
  narrowed uuid[] := (SELECT array_agg(DISTINCT s ORDER BY s) FROM unnest(new.sectors) s);
BEGIN
  IF tg_op = 'UPDATE' AND (new.account_id, new.role, new.sectors, new.subject_id) IS NOT DISTINCT FROM (old.account_id, old.role, old.sectors, old.subject_id)
    AND days <@ daterange(old.valid_from, old.valid_to) THEN RETURN new; END IF;
  IF isempty(days) THEN RETURN new; END IF;
  -- Two at once would not see each other.
  PERFORM FROM account a WHERE a.id = new.account_id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM account_grant g WHERE g.account_id = new.account_id AND g.id <> new.id AND NOT isempty(daterange(g.valid_from, g.valid_to))
      AND CASE
        WHEN new.role = ANY (officers) AND g.role = ANY (officers) THEN g.role <> new.role
        ELSE (new.role = ANY (officers)) <> (g.role = ANY (officers)) AND daterange(g.valid_from, g.valid_to) && days END) THEN
    RAISE EXCEPTION 'the three officers are never one person, and hold no post on records' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'account_grant_officers';
  END IF;
  IF new.role <> ALL (officers) AND EXISTS (SELECT FROM account_grant g WHERE g.account_id = new.account_id AND g.id <> new.id AND g.role <> ALL (officers)
      AND daterange(g.valid_from, g.valid_to) && days
      AND (g.subject_id, (SELECT array_agg(DISTINCT s ORDER BY s) FROM unnest(g.sectors) s)) IS DISTINCT FROM (new.subject_id, narrowed)) THEN
    RAISE EXCEPTION 'posts that one account holds at once are narrowed alike' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'account_grant_narrowed';
  END IF;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE TRIGGER posts_together BEFORE INSERT OR UPDATE ON account_grant FOR EACH ROW EXECUTE FUNCTION posts_together();
--> statement-breakpoint
REVOKE ALL ON FUNCTION posts_together() FROM PUBLIC;
--> statement-breakpoint
-- What a security administrator may do, where `app.administers` says: accounts at home there and the posts there, of others only.
-- Unset or '' is closed.
CREATE FUNCTION administers(place uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp
  AS $$ SELECT EXISTS (SELECT FROM region r WHERE r.id = place AND r.path <@ (SELECT nullif(current_setting('app.administers', true), '')::path_multirange)) $$;
--> statement-breakpoint
CREATE POLICY administered ON account FOR SELECT TO anwang_app USING (administers(home_id));
--> statement-breakpoint
GRANT INSERT (id, user_name, title, title_en, home_id) ON account TO anwang_app;
--> statement-breakpoint
CREATE POLICY administered_in ON account FOR INSERT TO anwang_app WITH CHECK (administers(home_id) AND demonstration IS NULL AND password_hash = '');
--> statement-breakpoint
-- Whether every post that the account holds or is to hold lies in what one administers, also those that row security hides: who
-- could set the password of an account would come by its posts elsewhere. Posts are over by `app.today`; without it none is.
CREATE FUNCTION posts_within(whose uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT NOT EXISTS (SELECT FROM account_grant g WHERE g.account_id = whose AND NOT isempty(daterange(g.valid_from, g.valid_to))
      AND (g.valid_to IS NULL OR g.valid_to > coalesce((SELECT nullif(current_setting('app.today', true), '')::date), '-infinity'))
      AND NOT coalesce(g.path <@ (SELECT nullif(current_setting('app.administers', true), '')::path_multirange), false))
  $$;
--> statement-breakpoint
-- Another's account that one administers, with all of its posts.
CREATE FUNCTION administers_account(whose uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp
  AS $$
    SELECT whose <> (SELECT nullif(current_setting('app.account', true), '')::uuid) AND EXISTS (SELECT FROM account a WHERE a.id = whose AND administers(a.home_id))
      AND posts_within(whose)
  $$;
--> statement-breakpoint
-- Until the transaction ends nobody gives the account a post that it would not see.
CREATE FUNCTION hold_account(whose uuid) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM account a WHERE a.id = whose AND administers(a.home_id) FOR NO KEY UPDATE;
END $$;
--> statement-breakpoint
GRANT SELECT, INSERT ON account_grant TO anwang_app;
--> statement-breakpoint
GRANT UPDATE (valid_to) ON account_grant TO anwang_app;
--> statement-breakpoint
CREATE POLICY own ON account_grant FOR SELECT TO anwang_app USING (account_id = (select nullif(current_setting('app.account', true), '')::uuid));
--> statement-breakpoint
CREATE POLICY administered ON account_grant FOR SELECT TO anwang_app USING (path <@ (select nullif(current_setting('app.administers', true), '')::path_multirange));
--> statement-breakpoint
CREATE POLICY administered_in ON account_grant FOR INSERT TO anwang_app WITH CHECK (administers_account(account_id)
  AND path <@ (select nullif(current_setting('app.administers', true), '')::path_multirange)
  AND path = (SELECT r.path FROM region r WHERE r.id = region_id));
--> statement-breakpoint
CREATE POLICY administered_end ON account_grant FOR UPDATE TO anwang_app USING (account_id <> (select nullif(current_setting('app.account', true), '')::uuid)
  AND path <@ (select nullif(current_setting('app.administers', true), '')::path_multirange));
--> statement-breakpoint
CREATE POLICY administered ON session FOR SELECT TO anwang_app USING (administers_account(account_id));
--> statement-breakpoint
CREATE POLICY administered_end ON session FOR DELETE TO anwang_app USING (administers_account(account_id));
--> statement-breakpoint
GRANT DELETE ON second_factor TO anwang_app;
--> statement-breakpoint
CREATE POLICY administered ON second_factor FOR SELECT TO anwang_app USING (administers_account(account_id));
--> statement-breakpoint
CREATE POLICY administered_end ON second_factor FOR DELETE TO anwang_app USING (administers_account(account_id));
--> statement-breakpoint
GRANT SELECT (account_id, created_at, expires_at), INSERT, DELETE ON invitation TO anwang_app;
--> statement-breakpoint
CREATE POLICY administered ON invitation TO anwang_app USING (administers_account(account_id)) WITH CHECK (administers_account(account_id));
--> statement-breakpoint
CREATE FUNCTION has_password(whose uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT EXISTS (SELECT FROM account a WHERE a.id = whose AND a.password_hash <> '') $$;
--> statement-breakpoint
-- Before sign-in: whose invitation it is, and taking it, once.
CREATE FUNCTION invitation_account(token text) RETURNS TABLE (id uuid, user_name text, title text, title_en text, password_hash text, password_history text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT a.id, a.user_name, a.title, a.title_en, a.password_hash, a.password_history FROM invitation i JOIN account a ON a.id = i.account_id WHERE i.token_hash = token AND i.expires_at > now() $$;
--> statement-breakpoint
CREATE FUNCTION take_invitation(token text, password text) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  whose uuid;
BEGIN
  DELETE FROM invitation WHERE token_hash = token AND expires_at > now() RETURNING account_id INTO whose;
  IF whose IS NULL THEN RETURN false; END IF;
  UPDATE account SET password_history = (array_remove(ARRAY[password_hash], '') || password_history)[1:5], password_hash = password, password_changed_at = now() WHERE id = whose;
  DELETE FROM session WHERE account_id = whose;
  PERFORM forget_name(a.user_name) FROM account a WHERE a.id = whose;
  RETURN true;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION administers(uuid), administers_account(uuid), posts_within(uuid), hold_account(uuid), has_password(uuid), invitation_account(text), take_invitation(text, text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION administers(uuid), administers_account(uuid), posts_within(uuid), hold_account(uuid), has_password(uuid), invitation_account(text), take_invitation(text, text) TO anwang_app;
