/**
 * The judgements of the recount, each a fragment of SQL under its name, so that a test can spoil one at a time and see
 * that the figures notice. Regulation and wording: design.md, "Domain" and "Metrics".
 */
export const RULES = {
  /** The day of an event in Shanghai, whatever the session's time zone. */
  day: `(occurred_at at time zone 'Asia/Shanghai')::date`,
  /** 补录: an import later than the 5th of the month after the fact. Of `day` (of the fact) and `imported_on`. */
  lateEntry: `coalesce(imported_on > (date_trunc('month', day::timestamp) + interval '1 month 4 days')::date, false)`,
  /** The scored deadline before any extension. Of `first_due_on`, `started_on`, `long_approved`. */
  firstScored: `case when long_approved then first_due_on else least(first_due_on, started_on + 30) end`,
  /** Which granted extension moves the scored deadline. Of `above`, `asked_on`, `first_scored_on`. */
  extensionMoves: `above and asked_on <= first_scored_on`,
  /** A re-inspection that did not pass: the submission before it never was. Of `decision` of a submission. */
  stillUndecided: `decision is null`,
  /** The last day of a deadline is in time. Of `submitted_on` and `scored_due_on`. */
  inTime: `submitted_on <= scored_due_on`,
  /** Whether a submission not yet decided keeps its round out of what is due. */
  pending: `undecided_on <= scored_due_on and not undecided_late`,
  /** A round is overdue from here … Of `due_on`, the deadline in force. */
  overdueFrom: 'due_on + 1',
  /** … until here, half-open: one day late is one day. Of `rectified_on`, the day of the submission that was accepted. */
  overdueUntil: 'rectified_on + 1',
  /** A void takes everything with it. Of `voided_on`. */
  counted: `voided_on is null`,
  /** Found by others than who must rectify, or grid workers (scheme.md, scored sources). Of `source`. */
  scoredSource: `source in ('DEPARTMENT', 'SUPERIOR', 'EXPERT', 'TIP_OFF')`,
  /** Of `first_submitted_on` and `scored_due_on`. */
  reinspectionLimit: `least(first_submitted_on, scored_due_on) + 10`,
  /** Which transfers hold: those after the last correction of the subject. Of `v` and `placed_at`. */
  transferHolds: `v > placed_at`,
} as const satisfies Record<string, string>

export type Rules = Readonly<Record<keyof typeof RULES, string>>

/** The value that the last of a group's (or window's) events with a condition gave; null where it gave null or none did. */
export const lastOf = (value: string, condition: string, over = ''): string =>
  `nullif(substr(max(lpad(v::text, 10, '0') || coalesce(${value}, '')) filter (where ${condition})${over}, 11), '')`
