import type { Day } from '@anwang/domain'
import type { RegionLevel } from '@anwang/domain/regions'
import { rank, standingsOf, type MemberInput, type PeerGroup, type Source } from '@anwang/domain/scoring'
import type { Db, Tx } from '../client.ts'
import { boardKey, boardStamp, type BoardGroup, type BoardId } from './boards.ts'
import type { ScoreHead } from './head.ts'
import { peerGroupOf, readInputs, type InputsWanted } from './inputs.ts'
import { lastDayOf, readRosters, type Roster, type RosterKey } from './rosters.ts'
import { schemesById, type SchemeVersion } from './schemes.ts'
import { boardsBefore, knownRosters, writeBoards, type Before, type KnownRosters, type StoredMember, type Writes } from './work.ts'

/** Boards of more members keep no items: they follow from the member's input and the board's peers. */
export const MOST_WITH_RESULTS = 300

/** The order of peer groups on a board. */
export const GROUPS: readonly PeerGroup[] = ['PROVINCES', 'CITIES', 'COUNTIES', 'STREETS', 'COMMUNITIES', 'FUNCTIONAL_ZONES', 'DEPARTMENTS']

interface Member {
  readonly id: string
  readonly path: string
  readonly peerGroup: PeerGroup
  readonly changedOn: Day
}

/** A board that is to be looked at, and maybe scored anew. */
interface Plan {
  readonly id: BoardId
  readonly key: RosterKey
  readonly path: string
  readonly sources: readonly Source[]
  readonly goLiveOn: Day | null
  /** null: as they were. */
  readonly members: readonly Member[] | null
}

interface Job extends Plan {
  readonly members: readonly Member[]
  readonly scheme: SchemeVersion
  readonly before: Before | null
  /** Members whose figures are not known to be what they were. */
  readonly unread: readonly Member[]
  readonly gone: readonly string[]
  /** Nothing that was made of the inputs holds. */
  readonly anew: boolean
}

function plansOf(keys: readonly RosterKey[], known: KnownRosters, looked: ReadonlyMap<RosterKey, Roster>): Plan[] {
  const plans = keys.flatMap((key, i): Plan[] => {
    const stored = known.rosters[i]
    const roster = looked.get(key)
    if (!roster) return stored?.board && !stored.fresh ? [{ key, id: stored.board, path: stored.path, sources: stored.sourcesInUse, goLiveOn: stored.goLiveOn, members: null }] : []
    if (roster.schemeId === null) return []
    const members = roster.scored.map((member): Member => ({ id: member.id, path: member.path, changedOn: member.changedOn, peerGroup: peerGroupOf(member) }))
    return [{ key, id: { groupId: roster.groupId, period: key.period.text, schemeId: roster.schemeId }, path: roster.root.path, sources: roster.sourcesInUse, goLiveOn: roster.goLiveOn, members }]
  })
  return [...new Map(plans.map((plan) => [boardKey(plan.id), plan])).values()]
}

const peerGroupIn = (head: string): PeerGroup => (JSON.parse(head) as ScoreHead).peerGroup

function jobOf(plan: Plan, before: Before | null, scheme: SchemeVersion): Job {
  const stored = before?.members ?? new Map<string, StoredMember>()
  const members = plan.members ?? [...stored.values()].map(({ id, path, changedOn, head }): Member => ({ id, path, changedOn, peerGroup: peerGroupIn(head) }))
  const reread = before === null || !before.stamp?.startsWith(boardStamp('')) || before.goLiveOn !== plan.goLiveOn
  const ids = new Set(members.map(({ id }) => id))
  return {
    ...plan, members, before, scheme,
    anew: reread || before.sources.join() !== plan.sources.join() || (stored.size > MOST_WITH_RESULTS) !== (members.length > MOST_WITH_RESULTS),
    unread: members.filter(({ id, path, peerGroup }) => {
      const old = stored.get(id)
      return reread || old === undefined || old.stamp !== old.now || old.path !== path || (plan.members !== null && peerGroupIn(old.head) !== peerGroup)
    }),
    gone: [...stored.keys()].filter((id) => !ids.has(id)),
  }
}

interface Read {
  readonly inputs: ReadonlyMap<string, MemberInput>
  readonly stamps: ReadonlyMap<string, string>
}

/** What is to be written of a board: rows whose place, total or items changed, and no others. */
function finish(job: Job, { inputs, stamps }: Read, figures: string, writes: Writes): void {
  const { id, before, scheme, members, sources, goLiveOn, path } = job
  const stored = before?.members ?? new Map<string, StoredMember>()
  const changed = new Set(job.unread.map((member) => member.id).filter((one) => JSON.stringify(inputs.get(one)) !== stored.get(one)?.input))
  for (const { id: regionId, path: at } of job.unread) writes.inputs.push({ ...id, regionId, path: at, stamp: stamps.get(at) ?? '', input: inputs.get(regionId)! })
  for (const regionId of job.gone) writes.gone.push({ ...id, regionId })
  const board = { ...id, path, stamp: boardStamp(figures), sources, goLiveOn }
  const moved = members.some((member) => stored.get(member.id)?.changedOn !== member.changedOn)
  if (before && !job.anew && !moved && changed.size === 0 && job.gone.length === 0) {
    writes.boards.push({ ...board, groups: before.groups, peers: before.peers })
    return
  }
  const all = standingsOf(scheme.data, members.map((member) => inputs.get(member.id) ?? (JSON.parse(stored.get(member.id)!.input) as MemberInput)), new Set(sources))
  const peers = JSON.stringify(all.peers)
  const places = new Map(rank(scheme.data, all.standings).map((place) => [place.memberId, place]))
  const rows = members.map((member, i) => {
    const { total, grade, peerGroup } = all.standings[i]!
    const { rank: place, tied, unrankedBecause } = places.get(member.id)!
    const head: ScoreHead = { total, grade, peerGroup, rank: place, tied, unrankedBecause }
    return { member, head }
  }).toSorted((a, b) => GROUPS.indexOf(a.head.peerGroup) - GROUPS.indexOf(b.head.peerGroup) || (a.head.rank ?? Infinity) - (b.head.rank ?? Infinity) || (a.member.path < b.member.path ? -1 : 1) || 0)
  const withResults = members.length <= MOST_WITH_RESULTS
  const anew = job.anew || (withResults && peers !== before?.peers)
  for (const [i, { member, head }] of rows.entries()) {
    const old = stored.get(member.id)
    if (!anew && old && !changed.has(member.id) && old.place === i + 1 && old.changedOn === member.changedOn && old.head === JSON.stringify(head)) continue
    writes.scores.push({ ...id, regionId: member.id, path: member.path, place: i + 1, changedOn: member.changedOn, head, result: withResults ? all.resultOf(member.id) : null })
  }
  const groups = Map.groupBy(rows, ({ head }) => head.peerGroup)
  let standing = 0
  writes.boards.push({ ...board, peers, groups: [...groups].map(([peer, { length: n }]): BoardGroup => ({ peer, n, before: (standing += n) - n })) })
}

const levelOf = ({ members }: Roster): RegionLevel | null => {
  const levels = new Set(members.map(({ level }) => level))
  return levels.size === 1 ? [...levels][0]! : null
}

async function refreshIn(worker: Db, tx: Tx, keys: readonly RosterKey[], today: Day): Promise<void> {
  const known = await knownRosters(tx, keys, today)
  const unknown = keys.filter((_, i) => !known.rosters[i]?.current)
  const looked = new Map((unknown.length > 0 ? await readRosters(tx, unknown, today) : []).map((roster) => [roster.key, roster]))
  const plans = plansOf(keys, known, looked)
  const schemes = await schemesById(worker, tx, plans.map(({ id }) => id.schemeId))
  const before = plans.length > 0 ? await boardsBefore(tx, plans.map(({ id }) => id), today) : new Map<string, Before>()
  const jobs = plans.map((plan) => jobOf(plan, before.get(boardKey(plan.id)) ?? null, schemes.get(plan.id.schemeId)!))
  const wanted = new Map(jobs.filter(({ unread }) => unread.length > 0).map((job): [Job, InputsWanted] => [job, { members: job.unread, period: job.key.period, goLiveOn: job.goLiveOn, scheme: job.scheme }]))
  const read = await readInputs(tx, [...wanted.values()], today)
  const writes: Writes = { scores: [], inputs: [], gone: [], boards: [], rosters: [] }
  for (const job of jobs) {
    const asked = wanted.get(job)
    finish(job, { inputs: new Map((asked ? read.of.get(asked)! : []).map((input) => [input.id, input])), stamps: read.stamps }, known.stamps.get(job.path) ?? '', writes)
  }
  for (const roster of looked.values()) {
    const { key, groupId, schemeId, members, scored } = roster
    writes.rosters.push({
      rootId: key.rootId, level: key.level ?? '', period: key.period.text, basis: known.basis, lastDay: lastDayOf(key.period, today),
      groupId: schemeId === null ? null : groupId, schemeId, rankedLevel: levelOf(roster), unscored: members.length - scored.length,
    })
  }
  if (writes.boards.length > 0 || writes.rosters.length > 0) await writeBoards(tx, writes)
}

/** Two that refresh the same board: the later one begins again, and finds it done. */
const MET_ANOTHER = new Set(['40001', '40P01'])
const ATTEMPTS = 5
const codeOf = (error: unknown): string => ((error as { cause?: { code?: string } }).cause ?? (error as { code?: string })).code ?? ''

async function attempt(worker: Db, keys: readonly RosterKey[], today: Day, left = ATTEMPTS): Promise<void> {
  try {
    await worker.transaction((tx) => refreshIn(worker, tx, keys, today), { isolationLevel: 'repeatable read' })
  } catch (error) {
    if (left <= 1 || !MET_ANOTHER.has(codeOf(error))) throw error
    await attempt(worker, keys, today, left - 1)
  }
}

const running = new WeakMap<Db, Map<string, Promise<void>>>()

/**
 * Brings boards up to date with regions, offices, schemes and figures, as the worker's role: means and ranks need peers that a
 * viewer may not see. Reads again what changed since a board was scored and writes what became another; one snapshot for all.
 * Whoever asks for the same meanwhile waits for it. Read the scores back under the viewer's row security.
 */
export function refreshBoards(worker: Db, keys: readonly RosterKey[], today: Day): Promise<void> {
  const here = running.get(worker) ?? new Map<string, Promise<void>>()
  running.set(worker, here)
  const name = [today, ...keys.map(({ rootId, level, period }) => `${rootId} ${level} ${period.text}`)].join()
  const other = here.get(name)
  if (other) return other
  const mine = attempt(worker, keys, today).finally(() => here.delete(name))
  here.set(name, mine)
  return mine
}
