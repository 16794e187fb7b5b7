import type { MetricName } from '../metrics/catalogue.ts'
import type { Exact } from './rational.ts'

/** Besides the metrics, two figures that only a period has: listings in force, or overdue, at any time within it. */
export type FigureName = MetricName | 'listings_in_force' | 'listings_overdue_in_period'

/** Figures of one period by accountable region; a figure that is missing is 0. */
export type PeriodFigures = Readonly<Partial<Record<FigureName, number>>>

export type PeerGroup =
  | 'COUNTIES'
  | 'FUNCTIONAL_ZONES'
  | 'STREETS'
  | 'COMMUNITIES'
  | 'CITIES'
  | 'PROVINCES'
  | 'DEPARTMENTS'

/** The kinds of record that indicators feed on. An office takes them into use one by one. */
export const sources = [
  'incidents',
  'hazards',
  'listings',
  'revisits',
  'inspection_files',
  'subjects',
  'draws',
  'tipoffs',
  'standardization',
  'duties',
  'duty_watch',
  'reports',
  'data_quality',
] as const
export type Source = (typeof sources)[number]

export type Grade = 'EXCELLENT' | 'GOOD' | 'PASS' | 'FAIL'

export interface Words {
  readonly zh: string
  readonly en: string
}

/** Points taken off for each unit of a figure; `leavingOut` is a part of the figure that does not count. */
export interface PerUnitTerm {
  readonly kind: 'PER_UNIT'
  readonly figure: FigureName
  readonly leavingOut: FigureName | null
  readonly points: Exact
  readonly words: Words
}

/**
 * Points taken off for each full `step` (a share of the mean) by which a figure exceeds its mean over the same
 * quarter of `years` years before, at most `cap`. On a mean of zero any excess costs the cap. Where fewer than
 * `years` years are known there is no mean, and nothing is taken off.
 */
export interface ExcessOverMeanTerm {
  readonly kind: 'EXCESS_OVER_MEAN'
  readonly figure: FigureName
  readonly years: number
  readonly step: Exact
  readonly points: Exact
  readonly cap: Exact
  readonly words: Words
}

export type DeductionTerm = PerUnitTerm | ExcessOverMeanTerm

/** weight × numerator ÷ denominator, or × (1 − numerator ÷ denominator) for a complement; within 0 and the weight. */
export interface RatioFormula {
  readonly kind: 'RATIO'
  readonly numerator: FigureName
  readonly denominator: FigureName
  readonly complement: boolean
}

/** The weight less the terms; 0 where one of `zeroWhen` occurred; applies to everybody unless `appliesWhen` says where. */
export interface DeductionFormula {
  readonly kind: 'DEDUCTION'
  readonly terms: readonly DeductionTerm[]
  readonly zeroWhen: readonly FigureName[]
  readonly appliesWhen: FigureName | null
}

/** weight × numerator ÷ denominator, less the terms, all over the same window. */
export interface ConductFormula {
  readonly kind: 'CONDUCT'
  readonly numerator: FigureName
  readonly denominator: FigureName
  readonly terms: readonly DeductionTerm[]
}

export type Formula = RatioFormula | DeductionFormula | ConductFormula

export interface IndicatorData {
  readonly number: number
  /** The key of its group. */
  readonly group: string
  readonly name: Words
  /** The rule in words, by the weight as set (before any spreading). */
  readonly clause: Words
  readonly weight: Exact
  readonly source: Source
  readonly formula: Formula
}

export interface GroupData {
  readonly key: string
  readonly name: Words
  /** The sum of its indicators' weights. */
  readonly weight: Exact
}

export interface AdjustmentRule {
  readonly kind: 'COMMENDATION' | 'CRITICISM' | 'FALSIFIED_CLOSURE'
  /** Points by the level that commends or criticizes; `ANY` where levels do not matter. Deductions are negative. */
  readonly points: Readonly<Partial<Record<AdjustmentTier | 'ANY', Exact>>>
  /** What all adjustments of this kind come to at most, with the sign of its points. */
  readonly cap: Exact
  readonly clause: Words
}
export type AdjustmentTier = 'NATIONAL' | 'PROVINCE' | 'CITY'

/** Instructions, newsletters and speeches are no basis by the default schemes. */
export type BasisKind = 'DOCUMENT' | 'INSTRUCTION' | 'NEWSLETTER' | 'SPEECH'

export type VetoKind = 'SERIOUS_INCIDENT' | 'CONSIDERABLE_INCIDENT' | 'CONCEALED_INCIDENT' | 'FALSIFIED_MAJOR_CLOSURE'

/** `count` confirmed matters of the kind within the year: the grade is the lowest one for the year. */
export interface VetoRule {
  readonly kind: VetoKind
  readonly count: number
  readonly clause: Words
}

/** `count` of the figure, or of confirmed matters of the kind, within the period: the period's grade is at most `grade`. */
export interface GradeCapRule {
  readonly figure: FigureName
  readonly kind: VetoKind
  readonly count: number
  readonly grade: Grade
  readonly clause: Words
}

export interface GradeLine {
  readonly grade: Grade
  readonly name: Words
  /** The lowest total of the grade. */
  readonly from: Exact
}

/** Among equal totals: the smaller figure, or the greater ratio of an indicator, comes first. */
export type TieBreaker =
  | { readonly kind: 'SMALLER_FIGURE'; readonly figure: FigureName }
  | { readonly kind: 'GREATER_RATIO'; readonly indicator: number }

/** The rules of one assessment, as data: JSON throughout, every number changeable by the office that owns it. */
export interface SchemeData {
  readonly id: string
  readonly name: Words
  readonly version: number
  readonly period: 'QUARTER'
  readonly peerGroups: readonly PeerGroup[]
  /** What the weights sum to. */
  readonly fullMarks: Exact
  readonly groups: readonly GroupData[]
  readonly indicators: readonly IndicatorData[]
  /** Peer groups that are scored by some of the indicators only, their weights scaled to the full marks. */
  readonly selections: readonly { readonly peerGroup: PeerGroup; readonly indicators: readonly number[] }[]
  /** A denominator below this is a small sample. */
  readonly sampleMinimum: number
  /** The share of the weight in force for which a member needs own figures. */
  readonly ownFiguresMinimum: Exact
  readonly total: { readonly from: Exact; readonly to: Exact }
  readonly adjustments: readonly AdjustmentRule[]
  readonly basisKinds: readonly BasisKind[]
  readonly vetoes: readonly VetoRule[]
  readonly gradeCaps: readonly GradeCapRule[]
  /** From the best grade down; the last one is everybody's. */
  readonly grades: readonly GradeLine[]
  /** The share of a peer group that may have the best grade; null: no limit. */
  readonly bestGradeShare: Exact | null
  readonly ranking: { readonly peersMinimum: number; readonly tieBreakers: readonly TieBreaker[] }
}
