import DataLoader from 'dataloader'
import { inScope } from '@anwang/db'
import { hasScheme, readBoards, schemeOf, type Board, type BoardRegion, type Boards, type RootRef, type SchemeVersion } from '@anwang/db/scoring/boards'
import type { ScoreHead } from '@anwang/db/scoring/head'
import type { Scoring } from '@anwang/db/scoring/inputs'
import { boardKey, readScores, refreshScores, stampOf, type ScoreKey, type StoredScore } from '@anwang/db/scoring/scores'
import type { Period } from '@anwang/domain'
import type { RegionLevel } from '@anwang/domain/regions'
import { depthOf } from '@anwang/domain/regions'
import type { ScoreResult } from '@anwang/domain/scoring'
import { allow } from './policy.ts'
import type { Context } from '../../context.ts'
import { regionLoaders } from '../regions/service.ts'

/** The members of a region in a period with what the viewer may see of their scores. */
export interface ScoredBoard {
  readonly board: Board
  /** null where members of the level are not scored. */
  readonly scheme: SchemeVersion | null
  readonly scores: ReadonlyMap<string, Score>
}

export interface Score {
  readonly region: BoardRegion
  readonly period: Period
  readonly scheme: SchemeVersion
  readonly groupId: string
  readonly head: ScoreHead
  readonly sourcesInUse: Board['sourcesInUse']
  result(): Promise<ScoreResult>
}

/** Scores are by quarter; the other periods show figures. */
export const isScored = (period: Period): boolean => period.kind === 'QUARTER'

const topLevel = (members: readonly BoardRegion[]): RegionLevel | null =>
  members.map((member) => member.level).toSorted((a, b) => depthOf(a) - depthOf(b))[0] ?? null

const keyOf = (of: { groupId: string; period: string; schemeVersionId: string }) => `${of.groupId} ${of.period} ${of.schemeVersionId}`

interface State {
  /** By region and period: the board of its look-through parent. */
  readonly own: Map<string, ScoredBoard>
}
const state = (): State => ({ own: new Map() })
const ownKey = (regionId: string, period: Period) => `${regionId} ${period.text}`

const results = (context: Context) =>
  new DataLoader<ScoreKey & { regionId: string }, ScoreResult | null, string>(async (keys) => {
    const stored = await readScores(await context.read(), keys)
    const found = new Map(stored.map((one) => [`${keyOf(one)} ${one.regionId}`, one.result]))
    return keys.map((key) => found.get(`${keyOf(key)} ${key.regionId}`) ?? null)
  }, { cacheKeyFn: (key) => `${keyOf(key)} ${key.regionId}` })

/** The boards that scores are made for: of mixed levels, the members of the highest. */
function scoringsOf(boards: Boards): Scoring[] {
  return boards.boards.flatMap((board) => {
    const level = topLevel(board.members)
    const scheme = level === null || !isScored(board.period) ? null : schemeOf(boards, board.root, level, board.period)
    return scheme === null ? [] : [{ board: { ...board, members: board.members.filter((member) => member.level === level) }, scheme }]
  })
}

/** Scores what is stale among the boards and reads it back; for the rest, what was read with the boards. */
async function storedOf(context: Context, boards: Boards, scorings: readonly Scoring[], whole: (scoring: Scoring) => boolean): Promise<Map<string, StoredScore[]>> {
  const scope = context.scope()
  const heads = Map.groupBy(boards.heads, keyOf)
  const stored = new Map<string, StoredScore[]>()
  const stale = scorings.filter((scoring) => {
    const stamp = stampOf(scoring)
    const key = boardKey(scoring)
    const byRegion = new Map((heads.get(key) ?? []).map((one) => [one.regionId, one]))
    const visible = scoring.board.members.filter((member) => allow.seeScore(scope, member.path))
    if (visible.some((member) => stamp === null || byRegion.get(member.id)?.stamp !== stamp)) return true
    stored.set(key, [...byRegion.values()].map((one) => ({ ...one, result: null })))
    return false
  })
  if (stale.length === 0) return stored
  await refreshScores(context.worker, stale, context.clock.today())
  const keys = stale.map((scoring): ScoreKey => ({
    groupId: scoring.board.id, period: scoring.board.period.text, schemeVersionId: scoring.scheme.id, regionId: null, whole: whole(scoring),
  }))
  const fresh = await inScope(context.reader, scope, (tx) => readScores(tx, keys), 'read')
  for (const [key, rows] of Map.groupBy(fresh, keyOf)) stored.set(key, rows)
  return stored
}

function scoredBoard(context: Context, { board, scheme }: Scoring, stored: readonly StoredScore[]): ScoredBoard {
  const regions = new Map(board.members.map((member) => [member.id, member]))
  const scores = stored.flatMap((one): [string, Score][] => {
    const region = regions.get(one.regionId)
    if (!region) return []
    const { groupId, period, schemeVersionId, regionId, result } = one
    const load = async () => result ?? (await context.once(results).load({ groupId, period, schemeVersionId, regionId, whole: true }))
    return [[regionId, {
      region, period: board.period, scheme, groupId, head: one.head, sourcesInUse: board.sourcesInUse,
      async result() {
        const whole = await load()
        if (!whole) throw new Error(`no result of ${regionId} in ${period}`)
        return whole
      },
    }]]
  })
  return { board, scheme, scores: new Map(scores) }
}

export interface LoadedBoards {
  readonly roots: Boards['roots']
  /** By root and period, the order of neither. */
  readonly boards: readonly ScoredBoard[]
  readonly schemes: Boards
}

/**
 * Boards with their scores. Where nothing is stale, one statement; else also the inputs, the storing and the reading back,
 * for any number of boards and periods.
 * @param whole whether the items of the roots' own members will be asked for, not their totals alone
 */
export async function loadBoards(context: Context, refs: readonly RootRef[], periods: readonly Period[], whole: boolean): Promise<LoadedBoards> {
  const boards = await readBoards(await context.read(), refs, periods, context.clock.today())
  const scorings = scoringsOf(boards)
  const rootIds = new Set(boards.roots.map((root) => root?.id))
  const stored = await storedOf(context, boards, scorings, ({ board }) => whole && rootIds.has(board.root.id) && board.period.text === periods[0]!.text)
  const scored = boards.boards.map((board): ScoredBoard => {
    const scoring = scorings.find((one) => one.board.root.id === board.root.id && one.board.period === board.period)
    return scoring ? scoredBoard(context, scoring, stored.get(boardKey(scoring)) ?? []) : { board, scheme: null, scores: new Map() }
  })
  const known = context.once(state).own
  for (const one of scored)
    for (const member of one.board.members) if (one.board.id === one.board.root.id) known.set(ownKey(member.id, one.board.period), one)
  return { roots: boards.roots, boards: scored, schemes: boards }
}

export interface ScoreWanted {
  readonly region: { readonly id: string; readonly path: string; readonly level: RegionLevel }
  readonly period: Period
}

/** The score of a region among its parent's children. null outside the viewer's scope, or where its level is not scored. */
export const scoreLoader = (context: Context) =>
  new DataLoader<ScoreWanted, Score | null, string>(async (wanted) => {
    const scope = context.scope()
    const known = context.once(state).own
    const boardOf = ({ region, period }: ScoreWanted) => known.get(ownKey(region.id, period))
    const missing = wanted.filter((one) => hasScheme(one.region.level) && allow.seeScore(scope, one.region.path) && !boardOf(one))
    const above = await Promise.all(missing.map((one) => context.once(regionLoaders).ancestors.load(one.region.id)))
    const parents = new Map(missing.map((one, i) => [one, above[i]?.at(-1)]))
    const found = new Map<ScoreWanted, Score | null>()
    for (const group of Map.groupBy(missing, (one) => one.period.text).values()) {
      const refs = new Map(group.flatMap((one) => {
        const parent = parents.get(one)
        return parent ? [[parent.id, { id: parent.id, level: null } satisfies RootRef]] : []
      }))
      const { boards } = await loadBoards(context, [...refs.values()], [group[0]!.period], true)
      for (const one of group) {
        const board = boards.find((each) => each.board.root.id === parents.get(one)?.id && each.board.members.some((member) => member.id === one.region.id))
        found.set(one, board?.scores.get(one.region.id) ?? null)
      }
    }
    return wanted.map((one) => (allow.seeScore(scope, one.region.path) ? (found.get(one) ?? boardOf(one)?.scores.get(one.region.id) ?? null) : null))
  }, { cacheKeyFn: (one) => ownKey(one.region.id, one.period) })
