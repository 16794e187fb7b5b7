import { sql } from 'drizzle-orm'
import type { Queryable } from '../client.ts'

/** An open record whose place or accountable region has closed, and the open regions that follow; null where none was linked. */
export type Stranded = { id: string; placeId: string; accountId: string; toPlaceId: string | null; toAccountId: string | null }
export type StrandedRecords = { subjects: Stranded[]; hazards: Stranded[] }

const strandedIn = (table: 'subject' | 'hazard', open: string) => sql`
  with recursive follow as (
    select r.id as first, r.id, r.valid_to from region r where r.valid_to is not null
    union all
    select f.first, r.id, r.valid_to from follow f join region_succession s on s.from_id = f.id join region r on r.id = s.to_id where f.valid_to is not null
  ), successor as (
    select closed.id, closed.path, last.id as to_id from region closed
    left join follow last on last.first = closed.id and last.valid_to is null where closed.valid_to is not null
  )
  select t.id, t.region_id as "placeId", t.account_id as "accountId",
    case when p.id is null then t.region_id else p.to_id end as "toPlaceId",
    case when a.id is null then t.account_id else a.to_id end as "toAccountId"
  from ${sql.identifier(table)} t left join successor p on p.path = t.path left join successor a on a.path = t.account_path
  where (p.id is not null or a.id is not null) and ${sql.raw(open)} order by t.id`

/**
 * The open subjects and hazards that still lie in, or count at, closed regions, whichever import closed them. Read as
 * the owner or under a scope; the ledger answers each with a `transferred` event.
 */
export async function strandedRecords(db: Queryable): Promise<StrandedRecords> {
  return {
    subjects: [...await db.execute<Stranded>(strandedIn('subject', `t.status <> 'CLOSED' and not t.withdrawn`))],
    hazards: [...await db.execute<Stranded>(strandedIn('hazard', `t.state in ('REGISTERED', 'RECTIFYING', 'SUBMITTED')`))],
  }
}
