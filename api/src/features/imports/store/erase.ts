import { within, type Queryable } from '@anwang/db'
import type { Day } from '@anwang/domain'
import type { PastRetention } from '@anwang/domain/personal'
import { sql, type SQL } from 'drizzle-orm'
import { withoutPreviews } from './batches.ts'

const record = sql`"values"->'record'`
const kept = (...names: string[]) => sql`jsonb_strip_nulls(jsonb_build_object(${sql.join(names.map((name) => sql`${sql.raw(`'${name}'`)}, ${record}->${sql.raw(`'${name}'`)}`), sql`, `)}))`

/** A row without its cells: which firm it was about and when, what became of it and what kind of thing was wrong. */
const STRIPPED = sql`"values" = "values" || jsonb_build_object('raw', '[]'::jsonb, 'section', null, 'record', case ${record}->>'kind'
      when 'HAZARD' then ${kept('kind', 'number', 'checkedOn')} || jsonb_build_object('description', '', 'firm', jsonb_build_object('name', ${record}->'firm'->'name'))
      else ${kept('kind', 'name', 'creditCode', 'dates')} end),
    problems = (select coalesce(jsonb_agg(one || '{"value":"","why":{"zh":"（内容已删除）","en":"(erased)"},"right":{"zh":"","en":""},"choices":[]}' order by n), '[]') from jsonb_array_elements(problems) with ordinality p(one, n))`

/** The digits of a number however they are set apart, as a pattern of PostgreSQL's; it stands by itself, not within a longer number. */
const spelt = (digits: string): string => `(?<!\\d)${[...digits].map((digit) => `[${digit}${String.fromCharCode(digit.charCodeAt(0) + 0xfee0)}]`).join('[-\\s—–－−()（）.．·•‧・_/／~～ー一\\u00ad\\u200b-\\u200f\\u2060\\ufeff]{0,4}')}(?!\\d)`

export interface LedgersWith {
  /** Nothing of them has landed. */
  readonly open: readonly string[]
  readonly landed: readonly string[]
  /** One whose rows are landing now. */
  readonly landing: boolean
}

/** The ledgers of these subtrees whose cells hold the number. */
export async function ledgersWith(tx: Queryable, paths: readonly string[], digits: string): Promise<LedgersWith> {
  const rows = await tx.execute<{ id: string; state: string }>(sql`select b.id, b.state from import_batch b where (${sql.join([sql`false`, ...paths.map((path) => within(sql`b.path`, path))], sql` or `)})
    and exists (select from import_row r where r.batch_id = b.id and (r."values"->'raw')::text ~ ${spelt(digits)}) order by b.id`)
  const of = (...states: string[]) => rows.filter(({ state }) => states.includes(state)).map(({ id }) => id)
  return { open: of('STAGED', 'FAILED'), landed: of('IMPORTED', 'WITHDRAWN'), landing: of('IMPORTING').length > 0 }
}

/** Erases the cells of the rows that hold the number, and what else of their ledgers may show it. */
export async function eraseFromRows(tx: Queryable, batchIds: readonly string[], digits: string): Promise<void> {
  const ids = sql`(select value::uuid from json_array_elements_text(${JSON.stringify(batchIds)}::json))`
  await tx.execute(sql`update import_row set ${STRIPPED} where batch_id in ${ids} and ("values"->'raw')::text ~ ${spelt(digits)}`)
  await tx.execute(sql`update import_batch set mapping = ${withoutPreviews} where id in ${ids}`)
}

const olderThan = (day: Day): SQL => sql`${day}::date::timestamp at time zone 'Asia/Shanghai'`

/** Forgets ledgers past their retention: what never landed goes, of what did the cells of all rows. Answers how many of either. */
export async function eraseOldLedgers(worker: Queryable, { notLanded, landed }: PastRetention, today: Day): Promise<number> {
  const gone = await worker.execute(sql`delete from import_batch where state in ('STAGED', 'FAILED') and uploaded_at < ${olderThan(notLanded)} returning id`)
  const stripped = await worker.execute<{ id: string }>(sql`update import_batch set file = ''::bytea, mapping = (${withoutPreviews}) || jsonb_build_object('answers', '[]'::jsonb, 'erasedOn', ${today}::text)
    where not mapping ? 'erasedOn' and ((state = 'IMPORTED' and confirmed_at < ${olderThan(landed)}) or (state = 'WITHDRAWN' and confirmed_at < ${olderThan(notLanded)})) returning id`)
  if (stripped.length > 0) await worker.execute(sql`update import_row set ${STRIPPED} where batch_id in (select value::uuid from json_array_elements_text(${JSON.stringify(stripped.map(({ id }) => id))}::json))`)
  return gone.length + stripped.length
}
