import type { Day, Period } from '@anwang/domain'
import type { RegionLevel } from '@anwang/domain/regions'
import type { PeerGroup, Source } from '@anwang/domain/scoring'
import { sql, type SQL } from 'drizzle-orm'
import { lastDayOf, type RosterKey } from './rosters.ts'

/** Changes when the same inputs would score otherwise, so that what is stored is scored anew. */
export const ENGINE = '2'
/** What a board says of itself that was scored from figures of this stamp. */
export const boardStamp = (figures: string): string => `${ENGINE} ${figures}`

/** Names one scored peer group in one period. */
export interface BoardId {
  readonly groupId: string
  readonly period: string
  readonly schemeId: string
}
export const boardKey = ({ groupId, period, schemeId }: BoardId): string => `${groupId} ${period} ${schemeId}`

/** One of the peer groups that a board ranks, in the board's order. */
export interface BoardGroup {
  readonly peer: PeerGroup
  readonly n: number
  /** How many members stand before its first. */
  readonly before: number
}

/** By which board the members of a region are scored, as it was stored. */
export interface StoredRoster {
  readonly rootId: string
  readonly path: string
  readonly level: RegionLevel | null
  /** null: none of the members is scored. */
  readonly board: BoardId | null
  /** Of all members; null where they are of several levels, or there are none. */
  readonly rankedLevel: RegionLevel | null
  readonly unscored: number
  readonly groups: readonly BoardGroup[]
  readonly sourcesInUse: readonly Source[]
  readonly goLiveOn: Day | null
  /** Whether roster and board are those of today's regions, offices, schemes and figures. */
  readonly fresh: boolean
  /** Whether the roster is, but for the figures of its board. */
  readonly current: boolean
}

/** As `rosterJson` answers it. */
export interface RosterRow {
  rootId: string
  path: string
  level: RegionLevel | ''
  period: string
  current: boolean | null
  groupId: string | null
  schemeId: string | null
  rankedLevel: RegionLevel | null
  unscored: number | null
  stamp: string | null
  sources: Source[] | null
  goLiveOn: Day | null
  groups: BoardGroup[] | null
}

/** Changes with what decides over members, sources and schemes: a name does not. */
export const basis = sql.raw(`(select sum(n) from scoring_basis where changed <> 'region_label')`)

/** A roster with its board for each row of `of`, which has root_id, path, level, period and last_day: one look-up by key each. */
export const rosterOf = (of: SQL): SQL => sql`
  select o.root_id, o.path, o.level, o.period, k.basis = ${basis} and k.last_day = o.last_day as current, k.group_id, k.scheme_version_id, k.ranked_level, k.unscored,
    b.stamp, b.sources, b.go_live_on, b.groups
  from ${of} o
  left join lateral (select * from roster r where r.root_id = o.root_id and r.level = o.level and r.period = o.period offset 0) k on true
  left join lateral (select stamp, sources, go_live_on, groups from board b where b.group_id = k.group_id and b.period = o.period and b.scheme_version_id = k.scheme_version_id offset 0) b on true`

export const rosterJson = sql.raw(`json_build_object('rootId', x.root_id, 'path', x.path, 'level', x.level, 'period', x.period, 'current', x.current, 'groupId', x.group_id, 'schemeId', x.scheme_version_id,
  'rankedLevel', x.ranked_level, 'unscored', x.unscored, 'stamp', x.stamp, 'sources', x.sources, 'goLiveOn', x.go_live_on, 'groups', x.groups)`)

/** The stamps of the figures of the paths that a query lists, as JSON. */
export const stampsJson = (paths: SQL, today: SQL): SQL => sql`(select json_agg(json_build_array(s.path, s.stamp)) from scoring_stamps(array(${paths}), ${today}) s)`
export type Stamps = [path: string, stamp: string][] | null

export function toRoster(row: RosterRow, stamps: ReadonlyMap<string, string>): StoredRoster {
  const current = row.current === true
  const board = row.groupId === null || row.schemeId === null ? null : { groupId: row.groupId, period: row.period, schemeId: row.schemeId }
  return {
    rootId: row.rootId, path: row.path, level: row.level === '' ? null : row.level, board, rankedLevel: row.rankedLevel, unscored: row.unscored ?? 0, groups: row.groups ?? [], sourcesInUse: row.sources ?? [],
    goLiveOn: row.goLiveOn, current, fresh: current && (board === null || row.stamp === boardStamp(stamps.get(row.path) ?? '')),
  }
}

/** Keys as rows that `rosterOf` takes. */
export const keysJson = (keys: readonly RosterKey[], today: Day): string =>
  JSON.stringify(keys.map(({ rootId, level, period }, i) => ({ i, root_id: rootId, level: level ?? '', period: period.text, last_day: lastDayOf(period, today) })))

export const spansJson = (periods: readonly Period[], today: Day): string =>
  JSON.stringify(periods.map((period, p) => ({ p, period: period.text, last_day: lastDayOf(period, today) })))
