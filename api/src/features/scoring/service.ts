import DataLoader from 'dataloader'
import { inScope, type Tx } from '@anwang/db'
import { boardKey, type BoardId, type StoredRoster } from '@anwang/db/scoring/boards'
import type { ScoreHead } from '@anwang/db/scoring/head'
import { refreshBoards } from '@anwang/db/scoring/refresh'
import { readResults, ScoredMeanwhile, type ResultWanted } from '@anwang/db/scoring/results'
import { hasScheme, type RosterKey } from '@anwang/db/scoring/rosters'
import { schemesById, type SchemeVersion } from '@anwang/db/scoring/schemes'
import { readOwn, type OwnWanted, type StoredScore } from '@anwang/db/scoring/stored'
import type { Period } from '@anwang/domain'
import type { ScoreResult, Source } from '@anwang/domain/scoring'
import { allow } from './policy.ts'
import type { Context } from '../../context.ts'
import { regionLoaders } from '../regions/service.ts'
import type { Region } from '../regions/store.ts'

export interface Score {
  readonly region: Region
  readonly period: Period
  readonly scheme: SchemeVersion
  readonly head: ScoreHead
  readonly sourcesInUse: readonly Source[]
  result(): Promise<ScoreResult>
}

/** Scores are by quarter; the other periods show figures. */
export const isScored = (period: Period): boolean => period.kind === 'QUARTER'

const results = (context: Context) =>
  new DataLoader<ResultWanted, ScoreResult | null, string>(async (keys) => {
    const read = (tx: Tx) => readResults(tx, context, keys)
    try {
      return await read(await context.read())
    } catch (error) {
      if (!(error instanceof ScoredMeanwhile)) throw error
      return await inScope(context.reader, context.scope(), read, 'read')
    }
  }, { cacheKeyFn: (key) => `${boardKey(key)} ${key.regionId}` })

/** How often boards are brought up to date for one answer: those below a page are known only once it is read. */
const ROUNDS = 3

/** What `read` finds of boards, once all of them are up to date with the figures: where they are, one reading. */
export async function upToDate<T extends { readonly stale: readonly RosterKey[] }>(context: Context, first: T, read: (tx: Tx) => Promise<T>): Promise<T> {
  let found = first
  for (let round = 0; round < ROUNDS && found.stale.length > 0; round++) {
    await refreshBoards(context.worker, found.stale, context.clock.today())
    found = await inScope(context.reader, context.scope(), read, 'read')
  }
  return found
}

export const schemesOf = async (context: Context, rosters: Iterable<StoredRoster>): Promise<ReadonlyMap<string, SchemeVersion>> => {
  const ids = [...rosters].flatMap(({ board }) => board?.schemeId ?? [])
  return ids.length === 0 ? new Map() : schemesById(context.app, await context.read(), ids)
}

/** A stored score as the schema shows it. */
export function toScore(context: Context, { region, period, roster, board, scheme, head, result }: {
  readonly region: Region; readonly period: Period; readonly roster: Pick<StoredRoster, 'sourcesInUse'>; readonly board: BoardId; readonly scheme: SchemeVersion; readonly head: ScoreHead; readonly result: ScoreResult | null
}): Score {
  return {
    region, period, scheme, head, sourcesInUse: roster.sourcesInUse,
    async result() {
      const whole = result ?? (await context.once(results).load({ ...board, regionId: region.id }))
      if (!whole) throw new Error(`no result of ${region.id} in ${period.text}`)
      return whole
    },
  }
}

interface KnownScore {
  readonly scheme: SchemeVersion
  readonly score: StoredScore
}
/** Scores that were read with others, by period and region: those among the children of the region's parent. */
type Known = Map<string, Map<string, KnownScore | null>>
const knownScores = (): Known => new Map()
function knownIn(context: Context, period: Period): Map<string, KnownScore | null> {
  const known = context.once(knownScores)
  const inPeriod = known.get(period.text) ?? new Map<string, KnownScore | null>()
  known.set(period.text, inPeriod)
  return inPeriod
}

/** Keeps what a ranking read of its regions and of those below, so that `Region.score` need not ask. */
export function keepScores(context: Context, period: Period, scheme: SchemeVersion, scores: Iterable<readonly [regionId: string, score: StoredScore]>): void {
  const known = knownIn(context, period)
  for (const [regionId, score] of scores) known.set(regionId, { scheme, score })
}

async function loadOwn(context: Context, period: Period, wanted: readonly Region[]): Promise<void> {
  const above = await Promise.all(wanted.map((region) => context.once(regionLoaders).ancestors.load(region.id)))
  const keys = wanted.flatMap((region, i): OwnWanted[] => {
    const parent = above[i]?.at(-1)
    return parent ? [{ rootId: parent.id, level: null, period, regionId: region.id }] : []
  })
  if (keys.length === 0) return
  const today = context.clock.today()
  const read = (tx: Tx) => readOwn(tx, keys, today)
  const { scores } = await upToDate(context, await read(await context.read()), read)
  const schemes = await schemesOf(context, scores.flatMap((score) => score?.roster ?? []))
  const known = knownIn(context, period)
  for (const [i, { regionId }] of keys.entries()) {
    const score = scores[i]
    const scheme = score?.roster.board && schemes.get(score.roster.board.schemeId)
    known.set(regionId, score && scheme ? { scheme, score } : null)
  }
}

function loaderIn(context: Context, period: Period): DataLoader<Region, Score | null, string> {
  return new DataLoader(async (wanted) => {
    const scope = context.scope()
    const known = knownIn(context, period)
    const seen = wanted.map(({ level, path }) => isScored(period) && hasScheme(level) && allow.seeScore(scope, path))
    const missing = wanted.filter(({ id }, i) => seen[i] && !known.has(id))
    if (missing.length > 0) await loadOwn(context, period, missing)
    return wanted.map((region, i) => {
      const found = seen[i] ? known.get(region.id) : null
      const board = found?.score.roster.board
      return found && board ? toScore(context, { region, period, roster: found.score.roster, board, scheme: found.scheme, head: found.score.head, result: found.score.result }) : null
    })
  }, { cacheKeyFn: ({ id }) => id })
}
const loaders = () => new Map<string, DataLoader<Region, Score | null, string>>()

/** The score of a region among its parent's children. null outside the viewer's scope, or where its level is not scored. */
export function scoreOf(context: Context, region: Region, period: Period): Promise<Score | null> {
  const known = context.once(loaders)
  const loader = known.get(period.text) ?? loaderIn(context, period)
  known.set(period.text, loader)
  return loader.load(region)
}
