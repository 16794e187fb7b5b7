import type { Tx } from '@anwang/db'
import type { BoardId, StoredRoster } from '@anwang/db/scoring/boards'
import type { ScoreHead } from '@anwang/db/scoring/head'
import { peerGroupOf } from '@anwang/db/scoring/inputs'
import { GROUPS } from '@anwang/db/scoring/refresh'
import { readHeads } from '@anwang/db/scoring/results'
import { DEEPEST, readRosters } from '@anwang/db/scoring/rosters'
import type { SchemeVersion } from '@anwang/db/scoring/schemes'
import { readRanking, type PageWanted, type StoredRanking } from '@anwang/db/scoring/stored'
import { previous, type Day, type Period } from '@anwang/domain'
import { depthOf, isRegionCode, type RegionLevel } from '@anwang/domain/regions'
import { unrankedWords, type PeerGroup, type ScoreResult, type Words } from '@anwang/domain/scoring'
import { allow } from './policy.ts'
import type { Context } from '../../context.ts'
import { decodeCursor, encodeCursor, listPage, pageSize, type Page, type PageArgs } from '../../schema/connections.ts'
import { badInput } from '../../schema/errors.ts'
import { idOf } from '../../schema/nodes.ts'
import type { Region } from '../regions/store.ts'
import { keepScores, schemesOf, toScore, upToDate, type Score } from '../scoring/service.ts'

export type Basis = 'LIVE' | 'PUBLISHED'

export interface RankingArgs {
  readonly region?: string | null | undefined
  readonly code?: string | null | undefined
  readonly period: Period
  readonly level?: RegionLevel | null | undefined
  readonly basis?: Basis | null | undefined
}

/** What of it is asked for: periods before cost their scores, items their results, streets their own ranking. */
export interface RankingNeeds {
  readonly items: boolean
  readonly previous: boolean
  readonly history: boolean
  readonly nested: boolean
}

export interface EntriesArgs extends PageArgs {
  readonly peerGroup?: PeerGroup | null | undefined
}

export interface Ranking {
  readonly root: Region
  readonly period: Period
  readonly level: RegionLevel | null
  readonly basis: Basis
  readonly scheme: SchemeVersion | null
  readonly asOf: Date
  /** @throws BAD_USER_INPUT */
  entries(args: EntriesArgs): Promise<Page<Entry>>
  everyEntry(): Promise<readonly Entry[]>
}

export interface HistoryPoint {
  readonly period: Period
  readonly score: Score | null
}

export interface Entry {
  readonly region: Region
  readonly peerGroup: PeerGroup
  readonly period: Period
  readonly rank: number | null
  readonly tied: boolean
  readonly unrankedBecause: Words | null
  readonly score: Score | null
  readonly previousRank: number | null
  /** The last day on which the region opened or others were merged into it: what ranked it earlier than that says nothing about it. */
  readonly changedOn: Day
  /** Whether the period before says anything about the same region by the same scheme. */
  readonly comparable: boolean
  /** Oldest first, this period last. */
  readonly history: readonly HistoryPoint[]
}

const HISTORY = 6
const NOT_SCORED: Words = { zh: '这一级不评分', en: 'Not scored at this level' }

function rootOf({ region, code }: RankingArgs) {
  if (code !== null && code !== undefined) {
    if (region !== null && region !== undefined) throw badInput('region', 'either region or code, not both')
    if (!isRegionCode(code)) throw badInput('code', 'code is no 12-digit statistical code')
    return { code }
  }
  return region === null || region === undefined ? { path: '' } : { id: idOf('Region', region, 'region') }
}

function periodsOf(period: Period, { previous: before, history }: RankingNeeds): Period[] {
  const periods = [period]
  const count = period.kind !== 'QUARTER' ? 1 : history ? HISTORY : before ? 2 : 1
  while (periods.length < count) periods.push(previous(periods.at(-1)!))
  return periods
}

/** One period's board: who is on it, and by which scheme. */
interface Listed {
  readonly period: Period
  readonly roster: StoredRoster
  readonly board: BoardId | null
  readonly scheme: SchemeVersion | null
}

interface Line {
  readonly region: Region
  readonly changedOn: Day
  readonly head: ScoreHead | null
  readonly result: ScoreResult | null
  readonly earlier: ReadonlyMap<string, ScoreHead>
}

/** @param listed of the period asked for, and of those before it, the newest first */
function entryOf(context: Context, listed: readonly Listed[], { region, changedOn, head, result, earlier }: Line): Entry {
  const scoreIn = ({ period, roster, board, scheme }: Listed, of: ScoreHead | null | undefined, whole: ScoreResult | null): Score | null =>
    of && board && scheme ? toScore(context, { region, period, roster, board, scheme, head: of, result: whole }) : null
  const [now, last] = listed
  const scores = listed.map((one, i) => (i === 0 ? scoreIn(one, head, result) : scoreIn(one, earlier.get(one.period.text), null)))
  const before = scores[1] ?? null
  const comparable = last !== undefined && before !== null && before.scheme.id === now!.scheme?.id && changedOn <= last.period.from
  return {
    region, peerGroup: head?.peerGroup ?? peerGroupOf(region), period: now!.period, rank: head?.rank ?? null, tied: head?.tied ?? false,
    unrankedBecause: head === null ? NOT_SCORED : head.unrankedBecause && unrankedWords[head.unrankedBecause],
    score: scores[0]!, previousRank: comparable ? before.head.rank : null, changedOn, comparable,
    history: listed.map(({ period }, i) => ({ period, score: scores[i]! })).toReversed(),
  }
}

/** All members of a region of whom some are not scored: they are looked up, not stored. */
async function everyMember(context: Context, listed: readonly Listed[], level: RegionLevel | null): Promise<Entry[]> {
  const tx = await context.read()
  const [now, ...before] = listed as [Listed, ...Listed[]]
  const [roster] = await readRosters(tx, [{ rootId: now.roster.rootId, level, period: now.period }], context.clock.today())
  const heads = new Map(await Promise.all(listed.map(async ({ period, board }) => [period.text, board ? await readHeads(tx, board) : new Map<string, ScoreHead>()] as const)))
  const entries = (roster?.members ?? []).map((region) => entryOf(context, listed, {
    region, changedOn: region.changedOn, head: heads.get(now.period.text)!.get(region.id) ?? null, result: null,
    earlier: new Map(before.flatMap(({ period }) => {
      const head = heads.get(period.text)!.get(region.id)
      return head ? [[period.text, head]] : []
    })),
  }))
  return entries.toSorted((a, b) => GROUPS.indexOf(a.peerGroup) - GROUPS.indexOf(b.peerGroup) || (a.rank ?? Infinity) - (b.rank ?? Infinity) || (a.region.path < b.region.path ? -1 : 1) || 0)
}

const noCursor = () => badInput('after', 'after is no cursor of this list')

function wantedOf(args: EntriesArgs, results: boolean): PageWanted {
  const after = decodeCursor(args.after, ['uuid'])
  return { first: pageSize(args) + 1, after: after?.[0] ?? null, peerGroup: args.peerGroup ?? null, results }
}

const nameOf = (wanted: PageWanted | null): string => JSON.stringify(wanted)

/** A page of the stored rows of one board. */
function pageOfRows(stored: StoredRanking, entries: readonly Entry[], args: EntriesArgs): Page<Entry> {
  const { groups } = stored.rosters[0]!
  const group = groups.find(({ peer }) => peer === args.peerGroup)
  const [from, count] = args.peerGroup ? [group?.before ?? 0, group?.n ?? 0] : [0, groups.reduce((sum, { n }) => sum + n, 0)]
  const past = stored.afterPlace
  if (args.after !== null && args.after !== undefined && (past === null || past <= from || past > from + count)) throw noCursor()
  const nodes = entries.slice(0, pageSize(args))
  return { nodes, cursorAt: (at) => encodeCursor([nodes[at]!.region.id]), hasNextPage: entries.length > nodes.length, totalCount: count }
}

/**
 * The members of a region with their places. null where there is no such region, or the viewer may not see this ranking:
 * live, only the office of the region and those above it.
 * @param first the page that will be asked for, read with the ranking
 * @throws BAD_USER_INPUT
 */
export async function rankingOf(context: Context, args: RankingArgs, needs: RankingNeeds, first: EntriesArgs | null): Promise<Ranking | null> {
  if (args.period.kind !== 'QUARTER') throw badInput('period', 'no scheme scores this period: quarters are scored, such as 2026-Q3')
  const periods = periodsOf(args.period, needs)
  const today = context.clock.today()
  const level = args.level ?? null
  const root = rootOf(args)
  const read = (page: PageWanted | null) => (tx: Tx) => readRanking(context.app, tx, { root, level, periods, page, nested: needs.nested }, today)
  const fresh = async (page: PageWanted | null, known?: StoredRanking) => upToDate(context, known ?? await read(page)(await context.read()), read(page))

  const ahead = first && wantedOf(first, needs.items)
  const begun = await read(ahead)(await context.read())
  const region = begun.root
  if (!region || !allow.seeLive(context.scope(), region.path)) return null
  if (level && depthOf(level) - depthOf(region.level) > DEEPEST) throw badInput('level', `level lies more than ${DEEPEST} levels below the region`)
  const stored = await fresh(ahead, begun)

  async function listedOf({ rosters }: StoredRanking): Promise<Listed[]> {
    const schemes = await schemesOf(context, rosters)
    return rosters.map((roster, i) => ({ period: periods[i]!, roster, board: roster.board, scheme: roster.board && schemes.get(roster.board.schemeId)! }))
  }
  const listed = await listedOf(stored)
  const now = listed[0]!
  const whole = now.board !== null && now.roster.unscored === 0

  async function keep(from: StoredRanking): Promise<void> {
    const [ranked] = from.rosters
    if (now.scheme && ranked?.board && ranked.board.groupId === ranked.rootId)
      keepScores(context, args.period, now.scheme, from.rows.map(({ region: { id }, head, result }) => [id, { roster: ranked, head, result }]))
    const schemes = await schemesOf(context, from.nested.map(({ roster }) => roster))
    for (const { roster, heads } of from.nested) {
      const scheme = roster.board && schemes.get(roster.board.schemeId)
      if (scheme) keepScores(context, args.period, scheme, heads.map(([id, head]) => [id, { roster, head, result: null }]))
    }
  }
  await keep(stored)

  async function rowsOf(page: PageWanted): Promise<{ from: StoredRanking; entries: Entry[] }> {
    const known = nameOf(page) === nameOf(ahead)
    const from = known ? stored : await fresh(page)
    if (!known) await keep(from)
    const by = known ? listed : await listedOf(from)
    return { from, entries: from.rows.map((row) => entryOf(context, by, row)) }
  }

  return {
    root: region, period: args.period, level: level ?? now.roster.rankedLevel, basis: 'LIVE', scheme: now.scheme, asOf: context.clock.now(),
    async entries(of) {
      if (!whole) {
        const all = await everyMember(context, listed, level)
        return listPage(of.peerGroup ? all.filter(({ peerGroup }) => peerGroup === of.peerGroup) : all, of, (entry) => entry.region.id)
      }
      const { from, entries } = await rowsOf(wantedOf(of, needs.items))
      return pageOfRows(from, entries, of)
    },
    everyEntry: async () => (whole ? (await rowsOf({ first: null, after: null, peerGroup: null, results: needs.items })).entries : everyMember(context, listed, level)),
  }
}
