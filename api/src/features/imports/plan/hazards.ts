import { createHash } from 'node:crypto'
import { namedId, newId, newNumber, type Append } from '@anwang/db'
import { normaliseDescription, type HazardRow } from '@anwang/documents'
import {
  addDays, apply, currentRound, daysBetween, decide, overdueSpan, scoredDueOn, startOfDay, type Day, type Hazard, type HazardCommand, type HazardContext, type HazardDetails, type HazardEvent, type HazardSource, type InspectionNature,
} from '@anwang/domain'
import { withoutNumbers } from '@anwang/domain/personal'
import type { RowProblem, Writes } from '../model.ts'
import type { KnownHazard } from '../store/world.ts'
import { courseOf, type Course } from './dates.ts'
import { detailsOf } from './details.ts'
import type { Party } from './parties.ts'
import { problem, type At } from './problems.ts'
import type { World } from './world.ts'

/** Which ledger columns a refusal of the domain speaks of. */
const FIELDS: Readonly<Record<string, string>> = { foundOn: 'checkedOn', measures: 'measures', dueOn: 'dueOn', description: 'description', number: 'number' }

export const natureOf: Readonly<Partial<Record<HazardSource, InspectionNature>>> = {
  DEPARTMENT: 'SUPERVISORY', SUPERIOR: 'SUPERVISORY', EXPERT: 'EXPERT_SERVICE', GRID_PATROL: 'GRID_PATROL', SELF_CHECK: 'SELF_CHECK',
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A description as it is registered, where no number of a person stands in it. */
const comparable = (text: string): string => normaliseDescription(withoutNumbers(text))

/** The row's own number, or its firm, day and text: what a second upload is recognised by, but for the occurrence. */
export const sameness = (record: HazardRow, subjectId: string): string =>
  record.number !== null ? `${subjectId} № ${record.number}` : `${subjectId} ${record.checkedOn} ${normaliseDescription(record.description)}`
export const identityOf = (record: HazardRow, subjectId: string, occurrence: number): string => digest(`hazard ${sameness(record, subjectId)} ${occurrence}`)

/** The record that a row is about, among those of its firm. */
export function knownOf(record: HazardRow, occurrence: number, ofFirm: readonly KnownHazard[]): KnownHazard | null {
  if (record.number !== null) return ofFirm.find((one) => one.number === record.number) ?? null
  const text = comparable(record.description)
  return ofFirm.filter((one) => one.foundOn === record.checkedOn && comparable(one.description) === text)[occurrence - 1] ?? null
}

/** One visit per firm, day and unit; the same from whatever import. `n` counts those that were withdrawn. */
export const visitId = (record: HazardRow, subjectId: string, n: number): string =>
  namedId(`imported visit ${subjectId} ${record.checkedOn} ${(record.inspectingUnit ?? record.inspectors ?? '').normalize('NFKC').replace(/\s/g, '')} ${n}`)

const noonOf = (day: Day, now: Date): Date => {
  const noon = new Date(startOfDay(day).getTime() + 12 * 3_600_000)
  return noon > now ? now : noon
}

interface Progress {
  fold: Hazard | null
  readonly events: HazardEvent[]
  readonly problems: RowProblem[]
}

function take(at: At, progress: Progress, command: HazardCommand, context: HazardContext, field: string, kind: 'REFUSED' | 'WARNING'): boolean {
  const decided = decide(progress.fold, command, context)
  if (!decided.ok) {
    const about = decided.field === undefined || decided.field === 'at' ? field : (FIELDS[decided.field] ?? field)
    progress.problems.push(problem(at, kind, decided.code, about, '', decided.message))
    return false
  }
  for (const event of decided.events) {
    progress.fold = apply(progress.fold, event)
    progress.events.push(event)
  }
  return true
}

const refuseChange = (at: At, code: string, field: string, value: string, zh: string, en: string): RowProblem =>
  problem(at, 'REFUSED', code, field, value, { zh, en }, { zh: '与登记一致；确需更改的，在隐患档案中办理', en: "what is registered; where it must change, do so in the hazard's dossier" })

/** Later facts alone may come: a deadline or level that differs is refused, a text that differs is left as it is. */
function differing(record: HazardRow, at: At, known: KnownHazard): RowProblem[] {
  const { fold } = known
  const round = currentRound(fold)
  const due = [round.dueOn, round.firstDueOn, fold.rounds[0]!.firstDueOn]
  const problems: RowProblem[] = []
  if (record.checkedOn !== known.foundOn)
    problems.push(refuseChange(at, 'DAY_CHANGED', 'checkedOn', record.checkedOn, `编号 ${known.number} 已登记，发现日期是 ${known.foundOn}`, `Number ${known.number} is registered as found on ${known.foundOn}`))
  if (record.level !== null && record.level !== fold.level)
    problems.push(refuseChange(at, 'LEVEL_CHANGED', 'level', record.level, '隐患级别与登记的不同，不能通过台账更改', 'The level differs from the one registered, and no ledger changes it'))
  if (record.dueOn !== null && !due.includes(record.dueOn))
    problems.push(refuseChange(at, 'DEADLINE_CHANGED', 'dueOn', record.dueOn, `整改期限与登记的 ${round.dueOn} 不同，不能通过台账更改`, `The deadline differs from ${round.dueOn} as registered, and no ledger changes it`))
  if (comparable(record.description) !== comparable(known.description))
    problems.push(problem(at, 'WARNING', 'TEXT_KEPT', 'description', record.description, { zh: '描述与登记的不同，保留原描述', en: 'The description differs; the one registered is kept' }))
  return problems
}

const DETAIL_FIELDS: Readonly<Record<keyof HazardDetails, string>> = {
  measures: 'measures', fundsYuan: 'funds', fundsText: 'funds', contingency: 'plan', rectifyingUnit: 'rectifyingUnit', regulator: 'regulator', reinspectingUnit: 'reinspector', progress: 'progress', address: 'address', note: 'note',
}

/** What was not stated before is added; what was stated otherwise is kept, which the row is told. */
function supplement(world: World, at: At, details: HazardDetails, progress: Progress): void {
  const before = progress.fold!.details ?? {}
  for (const [key, value] of Object.entries(details) as [keyof HazardDetails, string | number][]) {
    const known = before[key]
    if (known !== undefined && String(known) !== String(value))
      progress.problems.push(problem(at, 'WARNING', 'DETAIL_KEPT', DETAIL_FIELDS[key], String(value), { zh: `与登记的“${known}”不同，保留原登记`, en: `It differs from “${known}”, which is kept` }))
  }
  if (!Object.keys(details).some((key) => !(key in before))) return
  take(at, progress, { type: 'correct', reason: '台账补充', details }, { actorId: world.actorId, at: world.now, now: world.now, source: 'IMPORT', importedOn: world.today }, 'note', 'WARNING')
}

/** Submission, acceptance or a failed re-inspection, as far as they are not known yet. */
function follow(world: World, at: At, record: HazardRow, course: Course, progress: Progress): void {
  const major = progress.fold!.level === 'MAJOR'
  const kind = major ? 'WARNING' : 'REFUSED'
  const on = (day: Day): HazardContext => ({ actorId: world.actorId, at: noonOf(day, world.now), now: world.now, source: 'IMPORT', importedOn: world.today })
  const open = () => progress.fold!.state === 'REGISTERED' || progress.fold!.state === 'RECTIFYING'
  const round = currentRound(progress.fold!)
  const earlier = (day: Day) => round.n > 1 && day < round.startedOn
  const { submittedOn, acceptedOn, rejectedOn } = course
  if (submittedOn !== null && open() && !earlier(submittedOn) && !round.submissions.some((one) => one.on === submittedOn))
    if (!take(at, progress, { type: 'submit', measures: record.measures ?? record.progress ?? '按台账：已整改' }, on(submittedOn), 'rectifiedOn', kind)) return
  if (acceptedOn !== null && progress.fold!.state === 'SUBMITTED' && !round.reinspections.some((one) => one.on === acceptedOn))
    take(at, progress, { type: 'accept', onSite: true }, on(acceptedOn), 'reinspectedOn', kind)
  if (rejectedOn !== null && (open() || progress.fold!.state === 'SUBMITTED') && !earlier(rejectedOn) && !round.reinspections.some((one) => one.on === rejectedOn))
    take(at, progress, { type: 'reject', reason: '台账：复查未通过' }, on(rejectedOn), 'reinspectedOn', 'WARNING')
}

/** What a submission without a day costs: the days overdue that it leaves. */
function withOverdue(found: RowProblem, fold: Hazard | null, today: Day): RowProblem {
  const span = found.code === 'NO_COMPLETION_DAY' && fold ? overdueSpan(currentRound(fold)) : null
  const days = span ? daysBetween(span.from, span.until ?? addDays(today, 1)) : 0
  return days <= 0 ? found : { ...found, why: { zh: `${found.why.zh}，逾期 ${days} 天`, en: `${found.why.en}, ${days} days overdue` } }
}

export interface HazardPlan {
  readonly id: string
  /** null where nothing is to be written. */
  readonly append: Append | null
  readonly problems: readonly RowProblem[]
  /** As it would stand; null where it is refused. */
  readonly after: Writes['hazard']
}

/** What a row adds to its hazard, known or new; a new one is not yet joined to the visit that found it. */
export function planHazard(world: World, at: Parameters<typeof courseOf>[1], record: HazardRow, party: Party, known: KnownHazard | null, source: HazardSource): HazardPlan {
  const course = courseOf(record, at, world.today)
  const problems = [...course.problems, ...(known ? differing(record, at, known) : [])]
  const id = known?.id ?? newId()
  if (problems.some((one) => one.kind === 'REFUSED')) return { id, append: null, problems, after: null }
  const progress: Progress = { fold: known?.fold ?? null, events: [], problems: [] }
  const details = detailsOf(record, course.submittedOn !== null)
  if (!known) {
    const major = record.level === 'MAJOR'
    const spot = !major && course.submittedOn === record.checkedOn && course.acceptedOn === record.checkedOn
    const { placeId, accountId, sectorId } = party.firm
    const done = take(at, progress, {
      type: 'register', subjectId: party.id, placeId, accountId, sectorId, number: record.number ?? newNumber('YH', record.checkedOn),
      description: record.description, level: record.level ?? 'GENERAL', source, foundOn: record.checkedOn, dueOn: record.dueOn ?? undefined, inspectionId: null,
      shownOnly: world.goLiveOn !== null && record.checkedOn < world.goLiveOn,
      onTheSpot: spot ? { measures: record.measures ?? record.progress ?? '当场整改' } : undefined, details,
    }, { actorId: world.actorId, at: world.now, now: world.now, source: 'IMPORT', importedOn: world.today }, 'checkedOn', 'REFUSED')
    if (done && major && (course.submittedOn !== null || course.rejectedOn !== null)) {
      progress.problems.push(problem(at, 'WARNING', 'MAJOR_OPEN', 'rectified', '', { zh: '重大隐患不能通过台账销号，按未整改导入', en: 'No ledger closes a major hazard: it comes in open' },
        { zh: '导入后制定方案、提交整改、现场复查', en: 'then plan, submit and re-inspect it on site' }))
    } else if (done && !spot) follow(world, at, record, course, progress)
  } else {
    follow(world, at, record, course, progress)
    supplement(world, at, details, progress)
  }
  const { fold } = progress
  const all = [...problems.map((one) => withOverdue(one, fold, world.today)), ...progress.problems]
  const round = fold && currentRound(fold)
  const scored = round && scoredDueOn(round)
  const after = fold && { level: fold.level, state: fold.state, dueOn: round!.dueOn, ...(scored !== round!.dueOn && { scoredDueOn: scored! }), dueByDefault: !known && record.dueOn === null && fold.rounds[0]!.firstDueOn !== record.checkedOn }
  const landing = progress.events.length > 0 && !all.some((one) => one.kind === 'REFUSED')
  return { id, problems: all, after, append: landing ? { stream: 'hazard', id, before: known?.fold ?? null, events: progress.events } : null }
}
