/**
 * Every additive figure that Anwang keeps, in one place: the columns of `delta` and `rollup`, the recount and the
 * fields of `Metrics` are made from this list.
 *
 * - `flow`: counted in the period of its day (`counts_on`).
 * - `stock`: net changes; a period's figure is the sum of all changes up to the period's end.
 *
 * Units: `count` (whole), `yuan` (whole yuan), `day_number` (sums of signed day numbers, see `overdue_day_weight`).
 */
interface Definition {
  readonly kind: 'flow' | 'stock'
  readonly unit: 'count' | 'yuan' | 'day_number'
}

const flow = { kind: 'flow', unit: 'count' } as const
const stock = { kind: 'stock', unit: 'count' } as const

export const catalogue = {
  // inspections
  inspections: flow,
  // hazards, by the day found
  hazards_found_general: flow,
  hazards_found_major: flow,
  accepted_of_found: flow,
  // rounds, by `scored_due_on`
  due_general: flow,
  due_general_scored: flow,
  due_major: flow,
  due_pending: flow,
  rectified_on_time_general: flow,
  rectified_on_time_general_scored: flow,
  rectified_on_time_major: flow,
  // rounds, by their re-inspection limit
  reinspection_due: flow,
  reinspection_due_scored: flow,
  reinspected_in_time: flow,
  reinspected_in_time_scored: flow,
  // the boundaries of *overdue*; `_major` is a part of the whole
  became_overdue: stock,
  overdue_cleared: stock,
  became_overdue_major: stock,
  overdue_cleared_major: stock,
  /** Σ day number of a beginning − Σ day number of an end, so that overdue_days(P) is a difference of two sums. */
  overdue_day_weight: { kind: 'stock', unit: 'day_number' },
  // What is overdue today, by the day since when, and taken away once it is not: a figure of no period, but of how long all of it has been so
  overdue_since: stock,
  overdue_since_major: stock,
  // hazards voided, by the day found: shown beside the figures that a void removed
  voided: flow,
  // revisits drawn by the level above, listed supervision
  revisited: flow,
  recurred: flow,
  listings: stock,
  listings_ended: stock,
  listings_overdue: stock,
  listings_overdue_cleared: stock,
  // the register of subjects
  enterprises: stock,
  key_enterprises: stock,
  key_enterprises_placed: stock,
  owned: stock,
  hazard_sources: stock,
  hazard_sources_online: stock,
  standardization_reached: stock,
  standardization_target: stock,
  // sampling by the level above
  drawn: flow,
  hidden: flow,
  sampled: flow,
  faulty: flow,
  files_sampled: flow,
  files_passed: flow,
  files_irregular: flow,
  // tip-offs, obligations, duty watch
  tipoffs_due: flow,
  tipoffs_on_time: flow,
  obligations_due_duty: flow,
  obligations_on_time_duty: flow,
  obligations_due_report: flow,
  obligations_on_time_report: flow,
  absences: flow,
  // incidents confirmed for the statistics (State Council order 493: four tiers); `incidents_fatal` are all fatal ones,
  // `_traffic` (road traffic) a part of them
  incidents_fatal: flow,
  incidents_fatal_traffic: flow,
  incidents_considerable: flow,
  incidents_serious: flow,
  incidents_exceptional: flow,
  deaths: flow,
  late_incident_reports: flow,
  // shown, never scored (国办发〔2024〕54号)
  cases: flow,
  fines_yuan: { kind: 'flow', unit: 'yuan' },
  suspensions: flow,
  activities: flow,
  people_trained: flow,
} as const satisfies Record<string, Definition>

export type MetricName = keyof typeof catalogue
export const metricNames = Object.keys(catalogue) as MetricName[]

/** Amounts by metric; a metric that is absent is 0. */
export type Figures = Readonly<Partial<Record<MetricName, number>>>
