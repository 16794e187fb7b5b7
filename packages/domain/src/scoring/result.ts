import type { Day } from '../time/day.ts'
import type { Amount, Exact } from './rational.ts'
import type { AdjustmentRule, AdjustmentTier, BasisKind, Grade, PeerGroup, PeriodFigures, VetoKind, Words } from './scheme.ts'

/** A commendation, a criticism or a falsified closure, as entered for the period. */
export interface AdjustmentInput {
  readonly id: string
  readonly kind: AdjustmentRule['kind']
  /** The level that commends or criticizes; null for a falsified closure. */
  readonly tier: AdjustmentTier | null
  /** What it is about: one matter counts once, at its highest level. */
  readonly matter: string
  /** The basis document's title and number. */
  readonly basis: string
  readonly basisKind: BasisKind
  readonly on: Day
  /** A falsified closure that the area found and corrected itself. */
  readonly selfCorrected?: boolean
}

/** A matter that can fail a grade; without the committee's confirmation it has no effect. */
export interface VetoInput {
  readonly id: string
  readonly kind: VetoKind
  readonly reason: string
  readonly on: Day
  readonly confirmedOn: Day | null
}

export interface MemberInput {
  readonly id: string
  readonly peerGroup: PeerGroup
  /** The quarter. */
  readonly figures: PeriodFigures
  /** This quarter and the three before: for small samples. Stocks are end-of-period values here too. */
  readonly fourQuarters: PeriodFigures
  /** The same quarter of the years before, the last year first; shorter where the years are not known. */
  readonly sameQuarterBefore: readonly PeriodFigures[]
  readonly adjustments: readonly AdjustmentInput[]
  /** Matters of the quarter. */
  readonly vetoes: readonly VetoInput[]
  /** Matters of the whole year, those of the quarter included or not. */
  readonly yearVetoes: readonly VetoInput[]
}

export type NotApplicable = 'NO_DENOMINATOR' | 'NO_SOURCE'
export type UnrankedBecause = 'TOO_FEW_FIGURES' | 'NO_RATIO_ITEM' | 'PEER_GROUP_TOO_SMALL'

/** A term of a deduction; `count` is null where it could not be computed for want of earlier years. */
export interface DeductionResult {
  readonly words: Words
  readonly count: number | null
  readonly lost: Amount
}

export interface IndicatorResult {
  readonly number: number
  readonly group: string
  /** As counted: over four quarters where `smallSample`. Null for deductions and where not applicable. */
  readonly numerator: number | null
  readonly denominator: number | null
  /** The ratio is 1 − numerator ÷ denominator. */
  readonly complement: boolean
  /** Points ÷ weight; at the peers' mean where `atPeersMean`; null where the indicator left for everybody. */
  readonly ratio: { readonly exact: Exact; readonly number: number } | null
  readonly points: Amount | null
  /** The weight in force, after spreading; 0 where the indicator left for everybody. */
  readonly maxPoints: Amount
  readonly lost: Amount | null
  readonly notApplicable: NotApplicable | null
  readonly smallSample: boolean
  readonly atPeersMean: boolean
  readonly deductions: readonly DeductionResult[]
}

export interface GroupResult {
  readonly key: string
  /** Null where the group is hidden: none of its indicators is in force. */
  readonly points: Amount | null
  readonly maxPoints: Amount
}

export interface AdjustmentResult {
  readonly id: string
  readonly kind: AdjustmentRule['kind']
  /** What counts, after the cap. */
  readonly points: Amount
  readonly clause: Words
  readonly basis: string
  readonly on: Day
  readonly reducedBecause: 'NO_BASIS' | 'BASIS_NOT_ACCEPTED' | 'NO_SUCH_TIER' | 'SELF_CORRECTED' | 'SAME_MATTER' | 'CAP' | null
}

export interface VetoResult {
  readonly effect: 'FAIL_YEAR' | 'CAP_PERIOD'
  /** The best grade that it leaves. */
  readonly grade: Grade
  readonly clause: Words
  readonly reason: string
  /** Null where the cap follows from the figures alone. */
  readonly on: Day | null
}

/** What a ranking needs to know. */
export interface Rankable {
  readonly memberId: string
  readonly peerGroup: PeerGroup
  /** Null where unranked for want of own figures. */
  readonly total: Amount | null
  /** A veto holds: last in the ranking. */
  readonly vetoed: boolean
  readonly unrankedBecause: Exclude<UnrankedBecause, 'PEER_GROUP_TOO_SMALL'> | null
  /** By the scheme's tie breakers, in order; the greater is the better. Null: says nothing. */
  readonly tieBreakers: readonly (Exact | null)[]
}

/** What scoring one member takes from its peers. JSON. */
export interface Peers {
  /** The indicators for which some member has figures. */
  readonly inForce: readonly number[]
  /** Of those for which some member has none: the mean of the others' ratios. */
  readonly means: readonly (readonly [indicator: number, ratio: Exact])[]
}

/** A score without its items. */
export interface Standing extends Rankable {
  /** Null without total, unless a veto holds. */
  readonly grade: Grade | null
}

/** JSON throughout. */
export interface ScoreResult extends Standing {
  readonly indicators: readonly IndicatorResult[]
  readonly groups: readonly GroupResult[]
  readonly adjustments: readonly AdjustmentResult[]
  readonly adjustmentPoints: Amount
  readonly vetoes: readonly VetoResult[]
  /** The weight for which the member has own figures, of the full marks. */
  readonly ownWeight: Amount
}

/** A place within the peer group. */
export interface RankResult {
  readonly memberId: string
  readonly peerGroup: PeerGroup
  /** Shared by equals (1, 2, 2, 4); null where unranked. */
  readonly rank: number | null
  readonly tied: boolean
  readonly unrankedBecause: UnrankedBecause | null
}
