import { sql } from 'drizzle-orm'
import type { Queryable } from '../client.ts'

/** An open record whose place has closed (with an accountable region everything below it closes), and the open regions that follow; null where none was linked. */
export type Stranded = { id: string; placeId: string; accountId: string; toPlaceId: string | null; toAccountId: string | null }
export type StrandedRecords = { subjects: Stranded[]; hazards: Stranded[] }

const depthOf = (alias: string) => sql.raw(`array_position(array['COUNTRY','PROVINCE','CITY','COUNTY','STREET','COMMUNITY'], ${alias}.level)`)

/** The level that supervises stays: of the new place's ancestors the one at that level, or the nearest above it. */
const strandedIn = (table: 'subject' | 'hazard', open: string) => sql`
  with recursive follow as (
    select r.id as first, r.id, r.valid_to from region r where r.valid_to is not null
    union all
    select f.first, r.id, r.valid_to from follow f join region_succession s on s.from_id = f.id join region r on r.id = s.to_id where f.valid_to is not null
  ), successor as (
    select closed.path, last.id as to_id from region closed
    left join follow last on last.first = closed.id and last.valid_to is null where closed.valid_to is not null
  )
  select t.id, t.region_id as "placeId", t.account_id as "accountId", p.to_id as "toPlaceId", (
    select above.id from region place cross join lateral unnest(ancestor_paths(place.path)) a(path) join region above on above.path = a.path
    where place.id = p.to_id and not above.transparent and ${depthOf('above')} <= ${depthOf('account')}
    order by length(above.path) desc limit 1) as "toAccountId"
  from ${sql.identifier(table)} t join successor p on p.path = t.path join region account on account.id = t.account_id
  where ${sql.raw(open)} order by t.id`

/**
 * The open subjects and hazards that still lie in closed regions, whichever import closed them. Read as
 * the owner or under a scope; the ledger answers each with a `transferred` event.
 */
export async function strandedRecords(db: Queryable): Promise<StrandedRecords> {
  return {
    subjects: [...await db.execute<Stranded>(strandedIn('subject', `t.status <> 'CLOSED' and not t.withdrawn`))],
    hazards: [...await db.execute<Stranded>(strandedIn('hazard', `t.state in ('REGISTERED', 'RECTIFYING', 'SUBMITTED')`))],
  }
}
