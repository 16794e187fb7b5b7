import { compare, type Exact, rational } from './rational.ts'
import type { Rankable, RankResult } from './result.ts'
import type { SchemeData } from './scheme.ts'

const greater = (a: Exact, b: Exact): number => (a === b ? 0 : compare(rational(b), rational(a)))

/**
 * Negative where `a` stands before `b`; 0 where nothing in the scheme tells them apart. Both have totals. Rounding to
 * a double keeps order, so the exact totals are read only where the doubles agree.
 */
function better(a: Rankable, b: Rankable): number {
  if (a.vetoed !== b.vetoed) return a.vetoed ? 1 : -1
  const byTotal = b.total!.number - a.total!.number || greater(a.total!.exact, b.total!.exact)
  if (byTotal !== 0) return byTotal
  for (const [i, ofA] of a.tieBreakers.entries()) {
    const ofB = b.tieBreakers[i]
    if (ofA === null || ofB === null || ofB === undefined) continue
    const order = greater(ofA, ofB)
    if (order !== 0) return order
  }
  return 0
}

const byId = (a: { memberId: string }, b: { memberId: string }): number =>
  a.memberId < b.memberId ? -1 : a.memberId > b.memberId ? 1 : 0

function rankPeerGroup(results: readonly Rankable[], peersMinimum: number): RankResult[] {
  const tooSmall = results.length < peersMinimum
  const listed = results
    .filter((result) => tooSmall || result.total === null)
    .toSorted(byId)
    .map(({ memberId, peerGroup, unrankedBecause }): RankResult => {
      return { memberId, peerGroup, rank: null, tied: false, unrankedBecause: unrankedBecause ?? 'PEER_GROUP_TOO_SMALL' }
    })
  if (tooSmall) return listed
  const placed = results.filter((result) => result.total !== null).toSorted((a, b) => better(a, b) || byId(a, b))
  const equal = (i: number, j: number) => placed[i] !== undefined && placed[j] !== undefined && better(placed[i], placed[j]) === 0
  let shared = 0
  const ranked = placed.map(({ memberId, peerGroup }, i): RankResult => {
    const likeBefore = equal(i - 1, i)
    if (!likeBefore) shared = i + 1
    return { memberId, peerGroup, rank: shared, tied: likeBefore || equal(i, i + 1), unrankedBecause: null }
  })
  return [...ranked, ...listed]
}

/**
 * Places within each peer group, by exact values: vetoed last, then the total, then the scheme's tie breakers, else a
 * shared rank. The ranked come first, in order, then the unranked by id.
 */
export function rank(scheme: SchemeData, results: readonly Rankable[]): RankResult[] {
  const groups = Map.groupBy(results, (result) => result.peerGroup)
  return [...groups.keys()].toSorted().flatMap((group) => rankPeerGroup(groups.get(group)!, scheme.ranking.peersMinimum))
}
