import type { Tx } from '@anwang/db'
import { isAged } from '@anwang/db/metrics/days'
import { sql } from 'drizzle-orm'
import { allOf, eachPart, type Root } from '../../subjects/store/pages.ts'
import { ageing, agesOf, MOST_FIRST, type Group } from './ages.ts'
import { conditions, isAllOverdueInFigures, late, list, type HazardQuery } from './query.ts'

/** At most so many groups of subjects, those with most first. */
const MOST_GROUPS = 200

type By = 'SECTOR' | 'SUBJECT' | { readonly parts: readonly string[] }

/** What is overdue on the query's day, by the part of the region in whose figures it counts, by sector or by subject. `seen`: row security shows all that lies at the root. */
export async function overdueGroups(tx: Tx, root: Root, query: HazardQuery, by: By, seen = false): Promise<Group[]> {
  if (root.paths.length === 0) return []
  if (seen && typeof by !== 'string' && isAllOverdueInFigures(root, query) && by.parts.every(isAged)) return agesOf(tx, query.account!.path, by.parts, query.today)
  const { is, since, day } = late(query)
  const moved = query.account?.moved ?? []
  const [elsewhere, account] = moved.length === 0 ? [sql``, sql`x.account_path`] : [
    sql` left join json_to_recordset(${JSON.stringify(moved)}::json) as moved(id uuid, "accountPath" text) on moved.id = x.id`, sql`coalesce(moved."accountPath", x.account_path) collate "C"`,
  ]
  const parts = typeof by === 'string' ? sql`` : sql`${elsewhere} left join (select i::text, path, left(path, -1) || '0' as until from json_to_recordset(
    ${JSON.stringify(by.parts.map((path, i) => ({ i, path })))}::json) as c(i int, path text)) part on ${account} >= part.path and ${account} < part.until`
  const key = typeof by !== 'string' ? sql`part.i` : by === 'SECTOR' ? sql`x.sector_id::text` : sql`x.subject_id::text`
  const today: HazardQuery = query.overdueOn === null ? { ...query, overdue: true } : query
  const owner = root.owner === null ? [] : [sql`h.subject_id = ${root.owner}`]
  const overdue = { ...list(today), where: allOf([...(query.overdueOn === null ? [] : [is]), conditions(today), ...owner]) }
  return [...await tx.execute<Group & Record<string, unknown>>(sql`select ${key} as key, ${ageing(sql`x.since`, day, sql`1`, sql`(x.level = 'MAJOR')::int`)}
    from ${eachPart([root], overdue, sql`h.id, h.account_path, h.sector_id, h.subject_id, h.level, ${since} as since`, sql``)}${parts}
    group by 1 order by ${MOST_FIRST} limit ${MOST_GROUPS}`)]
}
