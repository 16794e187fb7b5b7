import type { AdjustmentInput, MemberInput } from './result.ts'
import type { PeriodFigures } from './scheme.ts'

/** County Q of the worked case, the quarter: its majors are a small sample. */
export const figuresOfQ: PeriodFigures = {
  due_major: 4,
  rectified_on_time_major: 3,
  due_general: 60,
  due_general_scored: 50,
  rectified_on_time_general: 48,
  rectified_on_time_general_scored: 45,
  reinspection_due: 62,
  reinspection_due_scored: 52,
  reinspected_in_time: 60,
  reinspected_in_time_scored: 52,
  revisited: 10,
  recurred: 1,
  files_sampled: 20,
  files_passed: 19,
  key_enterprises: 20,
  key_enterprises_placed: 18,
  drawn: 10,
  hidden: 1,
  enterprises: 200,
  owned: 190,
  hazard_sources: 6,
  hazard_sources_online: 6,
  standardization_target: 10,
  standardization_reached: 8,
  obligations_due_duty: 40,
  obligations_on_time_duty: 38,
  obligations_due_report: 24,
  obligations_on_time_report: 21,
  sampled: 50,
  faulty: 2,
}

export const fourQuartersOfQ: PeriodFigures = { ...figuresOfQ, due_major: 16, rectified_on_time_major: 14 }

export const commendationOfQ: AdjustmentInput = {
  id: 'commendation',
  kind: 'COMMENDATION',
  tier: 'CITY',
  matter: '安全生产月',
  basis: '濮安委〔2026〕12号',
  basisKind: 'DOCUMENT',
  on: '2026-09-10',
}

export const member = (id: string, given: Partial<MemberInput> = {}): MemberInput => ({
  id,
  peerGroup: 'COUNTIES',
  figures: {},
  fourQuarters: given.figures ?? {},
  sameQuarterBefore: [],
  adjustments: [],
  vetoes: [],
  yearVetoes: [],
  ...given,
})

export const countyQ: MemberInput = member('Q', {
  figures: figuresOfQ,
  fourQuarters: fourQuartersOfQ,
  adjustments: [commendationOfQ],
})

/** Four peers whose mean is 0.9 on item 6 (one of them has a listing overdue) and 1 on item 11. */
export const peersOfQ: readonly MemberInput[] = [0, 0, 0, 1].map((overdue, i) => {
  const figures = { ...figuresOfQ, due_major: 10, rectified_on_time_major: 9, tipoffs_due: 6, tipoffs_on_time: 6 }
  return member(`P${i + 1}`, { figures: { ...figures, listings_in_force: 1, listings_overdue_in_period: overdue } })
})
