import { namedId, newNumber, type Append } from '@anwang/db'
import type { EnforcementRow } from '@anwang/documents'
import { addDays, decideInspection, type Inspection, type InspectionDetails } from '@anwang/domain'
import type { RowProblem } from '../model.ts'
import { inspectionDetailsOf } from './details.ts'
import type { Party } from './parties.ts'
import { problem, type At } from './problems.ts'
import type { World } from './world.ts'

/** The inspection's own code, or its firm, first day and kind. */
export const sameInspection = (record: EnforcementRow, subjectId: string): string =>
  record.inspectionCode !== null ? `${subjectId} № ${record.inspectionCode}` : `${subjectId} ${record.dates.from} ${record.category ?? ''}`
/** The same from whatever import. `n` counts those that were withdrawn. */
export const enforcementId = (record: EnforcementRow, subjectId: string, occurrence: number, n: number): string =>
  namedId(`imported enforcement ${sameInspection(record, subjectId)} ${occurrence} ${n}`)

/** What was counted, in words: the counts have no records behind them and enter no metric. */
function findingsOf(record: EnforcementRow): string {
  const counts: [string, number | null][] = [['违法行为', record.violations], ['一般隐患', record.general], ['重大隐患', record.major], ['其中挂牌', record.listed], ['已整改', record.rectified]]
  const told = counts.filter(([, count]) => count !== null && count > 0).map(([name, count]) => `${name}${count}项`)
  const documents = record.documents.filter((one) => one.count > 0).map((one) => `${one.label}${one.count}份`)
  return [told.length > 0 ? `台账所报：${told.join('、')}` : '台账未报问题', ...(documents.length > 0 ? [`文书：${documents.join('、')}`] : [])].join('；')
}

/** An inspection under the law, with what its ledger reports of it. */
export function planEnforcement(world: World, at: At, record: EnforcementRow, party: Party, id: string): { append: Append | null; problems: readonly RowProblem[] } {
  const { placeId, accountId, sectorId } = party.firm
  const details = inspectionDetailsOf(record)
  const decided = decideInspection(null, {
    type: 'record', shownOnly: world.goLiveOn !== null && record.dates.from < world.goLiveOn,
    facts: {
      number: record.inspectionCode ?? newNumber('JC', record.dates.from), nature: 'ADMINISTRATIVE', subjectId: party.id, placeId, accountId, sectorId,
      startedOn: record.dates.from, finishedOn: addDays(record.dates.to, -1), reinspection: record.reinspection ?? false, findings: findingsOf(record), ...(Object.keys(details).length > 0 && { details }),
    },
  }, { actorId: world.actorId, at: world.now, now: world.now, source: 'IMPORT', importedOn: world.today })
  if (decided.ok) return { append: { stream: 'inspection', id, before: null, events: decided.events }, problems: [] }
  return { append: null, problems: [problem(at, 'REFUSED', decided.code, 'dates', '', decided.message)] }
}

const FIELDS: Readonly<Partial<Record<keyof InspectionDetails, string>>> = { finesYuan: 'fines', finesPaidYuan: 'finesPaid' }
const told = (value: unknown): string =>
  Array.isArray(value) ? value.map(({ name, count }: { name: string; count: number }) => `${name}${count}份`).join('、') : typeof value === 'boolean' ? (value ? '是' : '否') : String(value)

/** A known inspection stays as it is; what was not reported before is added, what was reported otherwise is kept, which the row is told. */
export function supplementEnforcement(world: World, at: At, record: EnforcementRow, id: string, fold: Inspection): { append: Append | null; problems: readonly RowProblem[] } {
  const before: InspectionDetails = fold.details ?? {}
  const given = Object.entries(inspectionDetailsOf(record)) as [keyof InspectionDetails, unknown][]
  const problems = given.filter(([key, value]) => before[key] !== undefined && told(before[key]) !== told(value)).map(([key, value]) =>
    problem(at, 'WARNING', 'DETAIL_KEPT', FIELDS[key] ?? key, told(value), { zh: `与登记的“${told(before[key])}”不同，保留原登记`, en: `It differs from “${told(before[key])}”, which is kept` }))
  const added = given.filter(([key]) => before[key] === undefined)
  if (added.length === 0) return { append: null, problems }
  const decided = decideInspection(fold, { type: 'correct', changes: { details: { ...before, ...Object.fromEntries(added) } }, reason: '台账补充' }, { actorId: world.actorId, at: world.now, now: world.now, source: 'IMPORT', importedOn: world.today })
  if (decided.ok) return { append: { stream: 'inspection', id, before: fold, events: decided.events }, problems }
  return { append: null, problems: [...problems, problem(at, 'WARNING', decided.code, 'note', '', decided.message)] }
}
