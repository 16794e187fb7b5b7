-- As before, and only where what was checked is still so, for checking a password takes long: `proof` is the hash of the password
-- (PASSWORD) or of the identity's subject (OIDC). Whatever changes or takes these away locks the account's row before it ends the
-- account's sessions, and so does this: the session is there to be ended, or is not opened. false: not opened.
DROP FUNCTION open_session(text, uuid, timestamptz, text, text, text);
--> statement-breakpoint
CREATE FUNCTION open_session(hash text, whose uuid, expires timestamptz, how text, proof text, from_address text, by_agent text) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM account a WHERE a.id = whose AND a.erased_at IS NULL
    AND CASE how WHEN 'PASSWORD' THEN a.password_hash <> '' AND a.password_hash = proof WHEN 'DEMONSTRATION' THEN a.demonstration IS NOT NULL ELSE true END FOR NO KEY UPDATE;
  IF NOT FOUND OR (how = 'OIDC' AND NOT EXISTS (SELECT FROM identity i WHERE i.account_id = whose AND i.subject_hash = proof)) THEN RETURN false; END IF;
  DELETE FROM session WHERE account_id = whose AND (expires_at < now() OR seen_at < now() - interval '2 hours');
  INSERT INTO session (token_hash, account_id, expires_at, entered, address, agent, previous_at, previous_address, failed_before)
    SELECT hash, whose, expires, how, from_address, by_agent, l.at, l.address, coalesce(l.failures, 0) FROM (SELECT) one LEFT JOIN last_sign_in l ON l.account_id = whose;
  INSERT INTO last_sign_in (account_id, at, address) SELECT whose, now(), from_address WHERE how <> 'COMMAND'
    ON CONFLICT (account_id) DO UPDATE SET at = excluded.at, address = excluded.address, failures = 0;
  RETURN true;
END $$;
--> statement-breakpoint
-- As before, and looked at with the account's row locked: of two acts of one account the later one sees whether the earlier one ended its session.
CREATE OR REPLACE FUNCTION proven_account(hash text) RETURNS uuid LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM account a WHERE a.id = (SELECT s.account_id FROM session s WHERE s.token_hash = hash) FOR NO KEY UPDATE;
  RETURN (SELECT s.account_id FROM session s
    WHERE s.token_hash = hash AND s.expires_at > now() AND s.seen_at > now() - interval '2 hours'
      AND (s.entered NOT IN ('PASSWORD', 'OIDC') OR s.second_factor_at IS NOT NULL
        OR NOT EXISTS (SELECT FROM second_factor f WHERE f.account_id = s.account_id AND f.confirmed_at IS NOT NULL)));
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION remove_second_factor(hash text) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  whose uuid := proven_account(hash);
BEGIN
  DELETE FROM second_factor WHERE account_id = whose;
  RETURN FOUND;
END $$;
--> statement-breakpoint
-- As before; for a name that is nobody's as much is written and waited for, so that the time tells nobody whose it is.
DROP FUNCTION sign_in_failed(uuid);
--> statement-breakpoint
CREATE FUNCTION sign_in_failed(whose uuid, key_tried text) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO last_sign_in AS l (account_id, failures) SELECT a.id, 1 FROM account a WHERE a.id = whose
    ON CONFLICT (account_id) DO UPDATE SET failures = l.failures + 1;
  IF NOT FOUND THEN
    INSERT INTO sign_in_failure AS f (key, failures, last_at) VALUES (key_tried, 0, clock_timestamp()) ON CONFLICT (key) DO UPDATE SET failures = f.failures;
  END IF;
END $$;
--> statement-breakpoint
-- Kept by SHA-256 before, they are found no more (now `argon2id:<hex>`): their owners see that none is left, and make new ones.
UPDATE second_factor SET recovery = '{}' WHERE recovery <> '{}';
--> statement-breakpoint
REVOKE ALL ON FUNCTION open_session(text, uuid, timestamptz, text, text, text, text), sign_in_failed(uuid, text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION open_session(text, uuid, timestamptz, text, text, text, text), sign_in_failed(uuid, text) TO anwang_app;
