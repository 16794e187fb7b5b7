import { namedId, type Append } from '@anwang/db'
import type { EnforcementRow } from '@anwang/documents'
import { addDays, decideInspection } from '@anwang/domain'
import type { RowProblem } from '../model.ts'
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

/** An inspection under the law, with what its ledger reports of it; a known one stays as it is. */
export function planEnforcement(world: World, at: At, record: EnforcementRow, party: Party, id: string): { append: Append | null; problems: readonly RowProblem[] } {
  const { placeId, accountId, sectorId } = party.firm
  const decided = decideInspection(null, {
    type: 'record', shownOnly: world.goLiveOn !== null && record.dates.from < world.goLiveOn,
    facts: {
      number: record.inspectionCode ?? `ZF${record.dates.from.replaceAll('-', '')}-${id.slice(-6).toUpperCase()}`, nature: 'ADMINISTRATIVE', subjectId: party.id, placeId, accountId, sectorId,
      startedOn: record.dates.from, finishedOn: addDays(record.dates.to, -1), reinspection: record.reinspection ?? false, findings: findingsOf(record),
    },
  }, { actorId: world.actorId, at: world.now, now: world.now, source: 'IMPORT', importedOn: world.today })
  if (decided.ok) return { append: { stream: 'inspection', id, before: null, events: decided.events }, problems: [] }
  return { append: null, problems: [problem(at, 'REFUSED', decided.code, 'dates', '', decided.message)] }
}
