CREATE TABLE "audit" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"refused" boolean NOT NULL,
	"reason" text,
	"account_id" uuid,
	"user_name" text,
	"title" text,
	"title_en" text,
	"region_id" uuid,
	"path" text COLLATE "C" NOT NULL,
	"action" text NOT NULL,
	"target" text,
	"target_id" text,
	"rows" integer,
	"address" text,
	"details" jsonb NOT NULL,
	CONSTRAINT "audit_kind" CHECK ("audit"."kind" in ('SIGN_IN','SIGN_OUT','DENIAL','PERSONAL_DATA','EXPORT','ADMINISTRATION'))
);
--> statement-breakpoint
CREATE TABLE "seal_check" (
	"id" uuid PRIMARY KEY NOT NULL,
	"log" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"n" integer NOT NULL,
	"entries" bigint NOT NULL,
	"sound" boolean NOT NULL,
	"findings" jsonb NOT NULL
);
--> statement-breakpoint
-- Nothing was sealed before.
DROP TABLE "seal";--> statement-breakpoint
CREATE TABLE "seal" (
	"log" text NOT NULL,
	"n" integer NOT NULL,
	"upto_seq" bigint NOT NULL,
	"total" bigint NOT NULL,
	"seqs" bigint[] NOT NULL,
	"digests" "bytea" NOT NULL,
	"sha256" text NOT NULL,
	"prev_sha256" text,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "seal_log_n_pk" PRIMARY KEY("log","n")
);--> statement-breakpoint
CREATE INDEX "audit_kind" ON "audit" USING btree ("kind","seq");--> statement-breakpoint
CREATE INDEX "audit_user" ON "audit" USING btree ("user_name","seq");--> statement-breakpoint
CREATE INDEX "seal_check_log" ON "seal_check" USING btree ("log","at");--> statement-breakpoint
ALTER TABLE "seal" ADD CONSTRAINT "seal_log" CHECK ("seal"."log" in ('event','audit'));--> statement-breakpoint
ALTER TABLE audit ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE audit FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON audit TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON audit TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, INSERT ON audit TO anwang_worker;
--> statement-breakpoint
ALTER TABLE seal ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE seal FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON seal TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON seal TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, INSERT ON seal TO anwang_worker;
--> statement-breakpoint
ALTER TABLE seal_check ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE seal_check FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY owner ON seal_check TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY worker ON seal_check TO anwang_worker USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, INSERT ON seal_check TO anwang_worker;
--> statement-breakpoint
-- The application adds entries, and reads them only in a transaction that set `app.audit` to the subtrees of an auditor's grants.
GRANT SELECT, INSERT ON audit TO anwang_app;
--> statement-breakpoint
CREATE POLICY added ON audit FOR INSERT TO anwang_app WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY audited ON audit FOR SELECT TO anwang_app USING (path <@ (select nullif(current_setting('app.audit', true), '')::path_multirange));
--> statement-breakpoint
GRANT SELECT ON seal TO anwang_app;
--> statement-breakpoint
CREATE POLICY audited ON seal FOR SELECT TO anwang_app USING ((select nullif(nullif(current_setting('app.audit', true), ''), '{}')) is not null);
--> statement-breakpoint
GRANT SELECT ON seal_check TO anwang_app;
--> statement-breakpoint
CREATE POLICY audited ON seal_check FOR SELECT TO anwang_app USING ((select nullif(nullif(current_setting('app.audit', true), ''), '{}')) is not null);
--> statement-breakpoint
-- Append-only for everybody, the owner too. The clock is the database's; who and where come from the account, not from the caller.
-- A name that is no account's may be a password typed into the wrong field: only its beginning is kept.
CREATE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  who record;
BEGIN
  IF tg_op <> 'INSERT' THEN
    RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'audit_append_only';
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
--> statement-breakpoint
CREATE TRIGGER audit_guard BEFORE INSERT OR UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_guard();
--> statement-breakpoint
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_guard();
--> statement-breakpoint
CREATE FUNCTION seal_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what is sealed stays sealed' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'seal_append_only';
END $$;
--> statement-breakpoint
CREATE TRIGGER seal_guard BEFORE UPDATE OR DELETE ON seal FOR EACH ROW EXECUTE FUNCTION seal_guard();
--> statement-breakpoint
CREATE TRIGGER seal_no_truncate BEFORE TRUNCATE ON seal FOR EACH STATEMENT EXECUTE FUNCTION seal_guard();
--> statement-breakpoint
CREATE TRIGGER seal_check_guard BEFORE UPDATE OR DELETE ON seal_check FOR EACH ROW EXECUTE FUNCTION seal_guard();
--> statement-breakpoint
CREATE TRIGGER seal_check_no_truncate BEFORE TRUNCATE ON seal_check FOR EACH STATEMENT EXECUTE FUNCTION seal_guard();
--> statement-breakpoint
-- Who may do what is written down whoever changes it, and by whatever way.
CREATE FUNCTION grant_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  was jsonb := CASE WHEN tg_op = 'INSERT' THEN NULL ELSE to_jsonb(old) END;
  now jsonb := CASE WHEN tg_op = 'DELETE' THEN NULL ELSE to_jsonb(new) END;
  held jsonb := coalesce(now, was);
BEGIN
  INSERT INTO audit (kind, refused, account_id, action, target, target_id, details)
    SELECT 'ADMINISTRATION', false, nullif(current_setting('app.account', true), '')::uuid,
      CASE tg_op WHEN 'INSERT' THEN 'grant.given' WHEN 'DELETE' THEN 'grant.withdrawn' ELSE 'grant.changed' END, 'Account', held->>'account_id',
      jsonb_strip_nulls(jsonb_build_object('userName', a.user_name, 'role', held->>'role', 'region', (SELECT l.name FROM region_label l WHERE l.region_id = (held->>'region_id')::uuid AND l.valid_to IS NULL LIMIT 1),
        'from', held->>'valid_from', 'to', held->>'valid_to', 'sectors', jsonb_array_length(nullif(held->'sectors', 'null'))))
    FROM (SELECT) one LEFT JOIN account a ON a.id = (held->>'account_id')::uuid;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER grant_audit AFTER INSERT OR UPDATE OR DELETE ON account_grant FOR EACH ROW EXECUTE FUNCTION grant_audit();
