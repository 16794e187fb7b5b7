import {
  addDays, currentRound, hazardContributions, minDay, overdueSpan, REINSPECTION_DAYS, scoredDueOn, type Contribution, type Hazard, type Inspection, type Round, type Subject,
} from '@anwang/domain'

/** The path of a region; throws where there is none. */
export type Paths = (regionId: string) => string

const place = (fold: { placeId: string; accountId: string; sectorId: string | null }, path: Paths) => ({
  region_id: fold.placeId, path: path(fold.placeId), account_id: fold.accountId, account_path: path(fold.accountId), sector_id: fold.sectorId,
})

/** Spaces, brackets and legal forms make no difference between two names of a firm. */
export const normalizedName = (name: string): string =>
  name.normalize('NFKC').toLowerCase().replaceAll(/[\s()（）·.,，。"“”'\-—]/g, '').replace(/(股份有限公司|有限责任公司|有限公司|公司)$/, '')

const lastSubmission = (round: Round) => round.submissions.findLast((s) => s.decision !== 'REJECTED') ?? null

export function hazardRow(id: string, fold: Hazard, path: Paths) {
  const round = currentRound(fold)
  const overdue = fold.state === 'VOIDED' ? null : overdueSpan(round)
  return {
    id, version: fold.version, number: fold.number, description: fold.description, level: fold.level, state: fold.state,
    source: fold.source, subject_id: fold.subjectId, inspection_id: fold.inspectionId, ...place(fold, path),
    found_on: fold.foundOn, registered_on: fold.registeredOn, due_on: round.dueOn,
    overdue_from: overdue?.from ?? null, overdue_until: overdue?.until ?? null,
    submitted_on: lastSubmission(round)?.on ?? null, accepted_on: round.acceptedOn,
    imported: fold.imported, shown_only: fold.shownOnly, duplicate_of: fold.duplicateOf, fold,
  }
}

/** What a round gives to a score's items, by the contributions that the figures are made of. */
function countedRound(fold: Hazard, round: Round, path: Paths) {
  const given = new Map(hazardContributions({ ...fold, rounds: [round], listings: [], revisits: [] }).map((one) => [one.metric, one] as const))
  const at = (one: Contribution | undefined) => (one ? path(one.regionId) : null)
  const due = given.get('due_major') ?? given.get('due_general_scored')
  const reinspection = given.get('reinspection_due_scored')
  return {
    due_as: due ? fold.level : null, due_account_path: at(due), due_effective_on: due?.effectiveOn ?? null,
    on_time: due ? given.has('rectified_on_time_major') || given.has('rectified_on_time_general_scored') : null,
    reinspection_account_path: at(reinspection), reinspected: reinspection ? given.has('reinspected_in_time_scored') : null,
  }
}

export const roundRows = (hazardId: string, fold: Hazard, path: Paths) =>
  fold.rounds.map((round) => {
    const due = scoredDueOn(round)
    const first = round.submissions[0]
    return {
      hazard_id: hazardId, n: round.n, path: path(fold.placeId), sector_id: fold.sectorId, subject_id: fold.subjectId,
      started_on: round.startedOn, due_on: round.dueOn, scored_due_on: due,
      reinspection_limit_on: addDays(first ? minDay(first.on, due) : due, REINSPECTION_DAYS),
      submitted_on: lastSubmission(round)?.on ?? null, accepted_on: round.acceptedOn, ...countedRound(fold, round, path),
    }
  })

export const inspectionRow = (id: string, fold: Inspection, path: Paths) => ({
  id, version: fold.version, number: fold.number, nature: fold.nature, subject_id: fold.subjectId, ...place(fold, path),
  started_on: fold.startedOn, finished_on: fold.finishedOn, reinspection: fold.reinspection, findings: fold.findings,
  shown_only: fold.shownOnly, withdrawn: fold.withdrawn, fold,
})

export const subjectRow = (id: string, fold: Subject, path: Paths) => ({
  id, version: fold.version, kind: fold.kind, name: fold.name, normalized_name: normalizedName(fold.name), credit_code: fold.creditCode,
  ...place(fold, path), risk_grade: fold.riskGrade, status: fold.status, key: fold.key,
  supervision_mode_set: fold.supervisionModeSet, assigned: fold.assigned, hazard_sources: fold.hazardSources,
  hazard_sources_online: fold.hazardSourcesOnline, standardized: fold.standardized, registered_on: fold.states[0]!.from,
  shown_only: fold.shownOnly, withdrawn: fold.withdrawn, fold,
})
