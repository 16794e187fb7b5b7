import type { Amount, Grade, PeerGroup, UnrankedBecause } from '@anwang/domain/scoring'

/** What a list shows of a score. */
export interface ScoreHead {
  readonly total: Amount | null
  readonly grade: Grade | null
  readonly peerGroup: PeerGroup
  readonly rank: number | null
  readonly tied: boolean
  readonly unrankedBecause: UnrankedBecause | null
}
