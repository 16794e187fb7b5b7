import { within, type Queryable, type Tx } from '@anwang/db'
import type { Day } from '@anwang/domain'
import { sql, type SQL } from 'drizzle-orm'

export interface PersonAt {
  readonly id: string
  readonly ownerKind: 'subject' | 'hazard' | 'inspection'
  readonly ownerId: string
  readonly path: string
  readonly role: string
  readonly name: string | null
  readonly phone: string | null
}

const columns = sql.raw('c.id, c.owner_kind as "ownerKind", c.owner_id as "ownerId", c.path, c.role, c.name, c.phone')
const anywhere = (paths: readonly string[]): SQL => sql`(${sql.join([sql`false`, ...paths.map((path) => within(sql`c.path`, path))], sql` or `)})`

/** One person at one record, where the viewer may see it. */
export async function personAt(tx: Tx, id: string): Promise<PersonAt | null> {
  const [row] = await tx.execute<PersonAt & Record<string, unknown>>(sql`select ${columns} from contact c where c.id = ${id}`)
  return row ?? null
}

/** Everybody in these subtrees who has the number, however it is written. */
export async function peopleWith(tx: Tx, paths: readonly string[], digits: string): Promise<PersonAt[]> {
  return [...await tx.execute<PersonAt & Record<string, unknown>>(sql`select ${columns} from contact c where ${anywhere(paths)} and regexp_replace(c.phone, '\\D', '', 'g') in (${digits}, ${`86${digits}`}) order by c.id`)]
}

/** The firms at which these people are kept, by name and number: what tells after a restore where to erase again, and nothing of the people. */
export async function subjectsOf(tx: Tx, people: readonly PersonAt[]): Promise<string[]> {
  if (people.length === 0) return []
  const ids = sql`(select value::uuid from json_array_elements_text(${JSON.stringify(people.map(({ ownerId }) => ownerId))}::json))`
  const rows = await tx.execute<{ name: string; number: string }>(sql`select name, coalesce(credit_code, id::text) as number from subject where id in ${ids}
    or id in (select subject_id from hazard where id in ${ids}) or id in (select subject_id from inspection where id in ${ids}) order by name, id`)
  return rows.map(({ name, number }) => `${name} ${number}`)
}

/** Answers how many there were. */
export async function erasePeople(tx: Tx, ids: readonly string[]): Promise<number> {
  return (await tx.execute(sql`delete from contact where id in (select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json)) returning id`)).length
}

/** Forgets the people of firms, and of their hazards, that have been closed since before the day; answers how many. */
export async function erasePeopleOfClosed(worker: Queryable, closed: Day): Promise<number> {
  const gone = await worker.execute(sql`with closed as materialized (select s.id from subject s where s.status = 'CLOSED'
      and not exists (select from jsonb_array_elements(s.fold->'states') state where (state->>'from')::date >= ${closed}::date and state->'facts'->>'status' <> 'CLOSED')
      and (select state->'facts'->>'status' from jsonb_array_elements(s.fold->'states') with ordinality one(state, n) where (state->>'from')::date < ${closed}::date order by n desc limit 1) = 'CLOSED')
    delete from contact c where (c.owner_kind = 'subject' and c.owner_id in (select id from closed))
      or (c.owner_kind = 'hazard' and c.owner_id in (select h.id from hazard h where h.subject_id in (select id from closed) and h.state in ('CLOSED', 'ARCHIVED', 'VOIDED'))) returning c.id`)
  return gone.length
}
