import { DEEPEST, type Board, type BoardRegion, type SchemeVersion } from '@anwang/db/scoring/boards'
import { peerGroupOf } from '@anwang/db/scoring/inputs'
import { previous, type Day, type Period } from '@anwang/domain'
import { depthOf, isRegionCode, type RegionLevel } from '@anwang/domain/regions'
import { unrankedWords, type PeerGroup, type Words } from '@anwang/domain/scoring'
import { allow } from './policy.ts'
import type { Context } from '../../context.ts'
import { badInput } from '../../schema/errors.ts'
import { idOf } from '../../schema/nodes.ts'
import { loadBoards, type Score, type ScoredBoard } from '../scoring/service.ts'

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

export interface Ranking {
  readonly root: BoardRegion
  readonly period: Period
  readonly level: RegionLevel | null
  readonly basis: Basis
  readonly scheme: SchemeVersion | null
  readonly asOf: Date
  readonly entries: readonly Entry[]
}

export interface HistoryPoint {
  readonly period: Period
  readonly score: Score | null
}

export interface Entry {
  readonly region: BoardRegion
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
const ORDER: readonly PeerGroup[] = ['PROVINCES', 'CITIES', 'COUNTIES', 'STREETS', 'COMMUNITIES', 'FUNCTIONAL_ZONES', 'DEPARTMENTS']

function rootOf({ region, code, level }: RankingArgs, nested: boolean) {
  const more = { level: level ?? null, nested, inScope: true }
  if (code !== null && code !== undefined) {
    if (region !== null && region !== undefined) throw badInput('region', 'either region or code, not both')
    if (!isRegionCode(code)) throw badInput('code', 'code is no 12-digit statistical code')
    return { code, ...more }
  }
  return region === null || region === undefined ? { path: '', ...more } : { id: idOf('Region', region, 'region'), ...more }
}

function periodsOf(period: Period, { previous: before, history }: RankingNeeds): Period[] {
  const periods = [period]
  const count = period.kind !== 'QUARTER' ? 1 : history ? HISTORY : before ? 2 : 1
  while (periods.length < count) periods.push(previous(periods.at(-1)!))
  return periods
}

function entriesOf(now: ScoredBoard, byPeriod: ReadonlyMap<string, ScoredBoard>, periods: readonly Period[]): Entry[] {
  const scoreIn = (period: Period, id: string) => byPeriod.get(period.text)?.scores.get(id) ?? null
  const entries = now.board.members.map((region): Entry => {
    const score = now.scores.get(region.id) ?? null
    const before = periods[1] ? scoreIn(periods[1], region.id) : null
    const changedOn = now.board.changedOn.get(region.id) ?? region.validFrom
    const comparable = before !== null && before.scheme.id === now.scheme?.id && changedOn <= periods[1]!.from
    return {
      region, peerGroup: score?.head.peerGroup ?? peerGroupOf(region), period: now.board.period, rank: score?.head.rank ?? null, tied: score?.head.tied ?? false,
      unrankedBecause: score === null ? NOT_SCORED : score.head.unrankedBecause && unrankedWords[score.head.unrankedBecause],
      score, previousRank: comparable ? (before?.head.rank ?? null) : null, changedOn, comparable,
      history: periods.toReversed().map((period) => ({ period, score: period === now.board.period ? score : scoreIn(period, region.id) })),
    }
  })
  const place = (entry: Entry) => ORDER.indexOf(entry.peerGroup)
  return entries.toSorted((a, b) => place(a) - place(b) || (a.rank ?? Infinity) - (b.rank ?? Infinity) || (a.region.path < b.region.path ? -1 : 1) || 0)
}

const emptyBoard = (root: BoardRegion, period: Period): ScoredBoard => {
  const board: Board = { id: root.id, root, period, members: [], changedOn: new Map(), stamp: null, sourcesInUse: [], goLiveOn: null }
  return { board, scheme: null, scores: new Map() }
}

/**
 * The members of a region with their places. null where there is no such region, or the viewer may not see this ranking:
 * live, only the office of the region and those above it. @throws BAD_USER_INPUT
 */
export async function rankingOf(context: Context, args: RankingArgs, needs: RankingNeeds): Promise<Ranking | null> {
  if (args.period.kind !== 'QUARTER') throw badInput('period', 'no scheme scores this period: quarters are scored, such as 2026-Q3')
  const periods = periodsOf(args.period, needs)
  const { roots, boards } = await loadBoards(context, [rootOf(args, needs.nested)], periods, needs.items)
  const [root] = roots
  if (!root || !allow.seeLive(context.scope(), root.path)) return null
  if (args.level && depthOf(args.level) - depthOf(root.level) > DEEPEST) throw badInput('level', `level lies more than ${DEEPEST} levels below the region`)
  const byPeriod = new Map(boards.filter(({ board }) => board.root.id === root.id).map((one) => [one.board.period.text, one]))
  const now = byPeriod.get(args.period.text) ?? emptyBoard(root, args.period)
  const levels = new Set(now.board.members.map((member) => member.level))
  return {
    root, period: args.period, level: args.level ?? (levels.size === 1 ? [...levels][0]! : null), basis: 'LIVE', scheme: now.scheme,
    asOf: context.clock.now(), entries: entriesOf(now, byPeriod, periods),
  }
}
