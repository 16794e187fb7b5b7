import { oneOfIds, type Tx } from '@anwang/db'
import type { HazardDetails } from '@anwang/domain'
import { sql } from 'drizzle-orm'
import type { Contact } from '../../subjects/store/index.ts'


/** Whom the ledgers of hazards name, of hazards that the viewer may see. */
export async function peopleOf(tx: Tx, hazardIds: readonly string[]): Promise<Map<string, Contact[]>> {
  const rows = await tx.execute<Contact & Record<string, unknown>>(sql`select id, owner_id as "ownerId", role, name, phone from contact
    where owner_kind = 'hazard' and owner_id in ${oneOfIds(hazardIds)}
      and exists (select from hazard h where h.id = owner_id) order by role desc, id`)
  return Map.groupBy(rows, (row) => row.ownerId)
}

/** What the ledgers of hazards state beside the facts that figures come from. */
export async function detailsOf(tx: Tx, hazardIds: readonly string[]): Promise<Map<string, HazardDetails>> {
  const rows = await tx.execute<{ id: string; details: HazardDetails }>(sql`select id, fold->'details' as details from hazard
    where id in ${oneOfIds(hazardIds)} and fold ? 'details'`)
  return new Map(rows.map((row) => [row.id, row.details]))
}
