import { decide, decideSubject, startOfDay, type Day, type Hazard, type Subject } from '@anwang/domain'
import { sql } from 'drizzle-orm'
import type { Queryable } from '../client.ts'
import { namedId } from '../ids.ts'
import { append, type Append } from '../ledger.ts'
import { strandedRecords, type Stranded } from './stranded.ts'

/** Who acts where nobody does: the product itself. */
export const SYSTEM_ACTOR = namedId('anwang system')
const BATCH = 1000

export interface TransferReport {
  hazards: number
  subjects: number
  /** Records in closed regions that no succession leads out of: somebody has to place them. */
  left: number
}

/**
 * Moves what is open in closed regions to their successors, each by a `transferred` event on `on`: what counted before
 * stays with the closed region. As the owner, in the transaction of the import that closed them; again moves nothing.
 */
export async function transferStranded(tx: Queryable, on: Day): Promise<TransferReport> {
  const { hazards, subjects } = await strandedRecords(tx)
  const known = (one: Stranded) => one.toPlaceId !== null && one.toAccountId !== null
  const context = { actorId: SYSTEM_ACTOR, at: startOfDay(on), source: 'SYSTEM' as const }
  const reason = '行政区划调整'

  const moved = async (table: 'hazard' | 'subject', rows: Stranded[], make: (fold: never, to: { placeId: string; accountId: string }) => Append['events'] | null) => {
    let count = 0
    for (let i = 0; i < rows.length; i += BATCH) {
      const batch = new Map(rows.slice(i, i + BATCH).map((row) => [row.id, row]))
      const folds = await tx.execute<{ id: string; fold: Hazard & Subject }>(sql`select id, fold from ${sql.identifier(table)}
        where id in (select value::uuid from json_array_elements_text(${JSON.stringify([...batch.keys()])}::json)) order by id`)
      const appends = folds.flatMap(({ id, fold }) => {
        const { toPlaceId, toAccountId } = batch.get(id)!
        const events = make(fold as never, { placeId: toPlaceId!, accountId: toAccountId! })
        return events ? [{ stream: table, id, before: fold, events } as Append] : []
      })
      await append(tx, appends)
      count += appends.length
    }
    return count
  }

  const movedSubjects = await moved('subject', subjects.filter(known), (fold: Subject, to) => {
    const decided = decideSubject(fold, { type: 'transfer', ...to }, context)
    return decided.ok ? decided.events.map((event) => ({ ...event, reason })) : null
  })
  const movedHazards = await moved('hazard', hazards.filter(known), (fold: Hazard, to) => {
    const decided = decide(fold, { type: 'transfer', ...to }, context)
    return decided.ok ? decided.events.map((event) => ({ ...event, reason })) : null
  })
  return { hazards: movedHazards, subjects: movedSubjects, left: hazards.length + subjects.length - movedHazards - movedSubjects }
}
