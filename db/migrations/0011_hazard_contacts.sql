-- Whoever must rectify, supervises or re-inspected a hazard, by name: as closed as the hazard. A department could neither read nor import them.
DROP POLICY records ON contact;
--> statement-breakpoint
CREATE POLICY records ON contact TO anwang_app USING (
    path <@ (select nullif(current_setting('app.scope', true), '')::path_multirange)
    and ((select nullif(current_setting('app.subject', true), '')) is null or owner_id = (select nullif(current_setting('app.subject', true), '')::uuid))
    and ((select nullif(current_setting('app.sectors', true), '')) is null
      or (owner_kind = 'subject' and exists (select from subject s where s.id = owner_id))
      or (owner_kind = 'inspection' and exists (select from inspection i where i.id = owner_id))
      or (owner_kind = 'hazard' and exists (select from hazard h where h.id = owner_id))));
--> statement-breakpoint
-- Imports named whoever must rectify by a word of their own.
UPDATE contact SET role = 'RESPONSIBLE' WHERE owner_kind = 'hazard' AND role = 'RECTIFIER';
