import type { EnforcementRow, EnterpriseRow, HazardRow } from '@anwang/documents'
import { addDays, maxDay, minDay, type Day } from '@anwang/domain'
import type { RowProblem, StagedSheet } from '../model.ts'
import { problem, type At } from './problems.ts'

/** What a ledger says became of a hazard: a submission, its acceptance, or a re-inspection that found it not done. */
export interface Course {
  readonly submittedOn: Day | null
  readonly acceptedOn: Day | null
  readonly rejectedOn: Day | null
  readonly problems: readonly RowProblem[]
}

/** The latest day by which what a ledger reports without a day had happened: the ledger's own, not later than today. */
function reportedBy({ metadata }: Pick<StagedSheet, 'metadata'>, today: Day): Day {
  const days = [metadata.reportedOn, metadata.period ? addDays(metadata.period.to, -1) : null].filter((day) => day !== null)
  return days.length > 0 ? minDay(days[0]!, today) : today
}

const refused = (at: At, field: string, value: string): RowProblem =>
  problem(at, 'REFUSED', 'CONTRADICTORY', field, value, { zh: '写明未整改，却有整改完成或销号的日期', en: 'It says not rectified, yet gives a day of completion or closure' },
    { zh: '改正“是否整改”，或删去日期', en: 'correct 是否整改, or take the day away' })

/** 是否整改=是 is a submission on 完成时间; 复查时间, 销号 or 整改确认日期 accept it, on their day. */
export function courseOf(record: HazardRow, at: At & { readonly sheet: Pick<StagedSheet, 'metadata' | 'sheetName' | 'columns'> }, today: Day): Course {
  const nothing: Course = { submittedOn: null, acceptedOn: null, rejectedOn: null, problems: [] }
  const { rectified, rectifiedOn, reinspectedOn, closed, closedOn } = record
  if (rectified === false) {
    if (rectifiedOn !== null) return { ...nothing, problems: [refused(at, 'rectifiedOn', rectifiedOn)] }
    if (closed === true) return { ...nothing, problems: [refused(at, 'closed', closedOn ?? '')] }
    return { ...nothing, rejectedOn: reinspectedOn }
  }
  const inspectedOn = reinspectedOn ?? closedOn
  if (rectified !== true && closed !== true && rectifiedOn === null && inspectedOn === null) return nothing
  const byThen = maxDay(reportedBy(at.sheet, today), record.checkedOn, ...(rectifiedOn === null ? [] : [rectifiedOn]))
  const acceptedOn = inspectedOn ?? (closed === true ? byThen : null)
  const submittedOn = rectifiedOn ?? inspectedOn ?? byThen
  const dated = rectifiedOn ?? inspectedOn
  const problems = dated !== null ? [] : [problem(at, 'WARNING', 'NO_COMPLETION_DAY', 'rectifiedOn', '',
    submittedOn === today ? { zh: `没有完成时间：按导入日 ${submittedOn} 提交`, en: `No day of completion: submitted on ${submittedOn}, the day of the import` }
      : { zh: `没有完成时间：按台账报出之日 ${submittedOn} 提交`, en: `No day of completion: submitted on ${submittedOn}, when the ledger reported it` }, { zh: '填写完成时间', en: 'the day of completion' })]
  return { submittedOn, acceptedOn, rejectedOn: null, problems }
}

const hazard: { [K in keyof HazardRow]: HazardRow[K] } = {
  kind: 'HAZARD', number: null, place: null, firm: { name: '', contact: null, phones: [], address: null }, checkedOn: '', inspectingUnit: null, inspectors: null, description: '', level: null, responsible: null, measures: null,
  fundsYuan: null, fundsText: null, dueOn: null, immediate: false, plan: null, regulator: null, regulatorPerson: null, rectifyingUnit: null, progress: null, rectified: null,
  rectifiedOn: null, reinspector: null, reinspectedOn: null, closed: null, closedOn: null, gridWorker: null, section: null, note: null,
}
const enterprise: { [K in keyof EnterpriseRow]: EnterpriseRow[K] } = {
  kind: 'ENTERPRISE', name: '', creditCode: null, place: null, address: null, category: null, industryCode: null, sectorName: null, size: null, employees: null, employeesText: null, status: null,
  leaderName: null, leaderPhones: [], safetyOfficer: null, riskGrade: null, majorHazardSource: null, majorHazardSourceText: null, standardization: null, regulator: null,
  supervisingLevel: null, responsibleLeader: null, gridWorker: null, section: null, note: null,
}
const enforcement: { [K in keyof EnforcementRow]: EnforcementRow[K] } = {
  kind: 'ENFORCEMENT', dates: { from: '', to: '' }, category: null, name: '', creditCode: null, place: null, drawn: null, reinspection: null, violations: null, general: null,
  major: null, listed: null, documents: [], rectified: null, finesYuan: null, finesPaidYuan: null, officerNumbers: [], inspectionCode: null, section: null, note: null,
}
const NOWHERE = { county: null, street: null, village: null }
const NO_FIRM = { contact: null, phones: [], address: null }
const EMPTY = { HAZARD: hazard, ENTERPRISE: enterprise, ENFORCEMENT: enforcement }

/** A record as it was read, from the rows as they are kept: what is missing there was null. */
export function revive<R extends HazardRow | EnterpriseRow | EnforcementRow>(kept: R): R {
  const record = { ...EMPTY[kept.kind], ...kept } as R
  const place = record.place === null ? null : { ...NOWHERE, ...record.place }
  return record.kind === 'HAZARD' ? { ...record, place, firm: { ...NO_FIRM, ...record.firm } } : { ...record, place }
}
