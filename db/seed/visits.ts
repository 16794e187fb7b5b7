import { startOfDay, type Day, type HazardSource, type InspectionEvent, type InspectionNature, type Period } from '@anwang/domain'
import { namedId } from '../src/ids.ts'
import type { Append } from '../src/ledger.ts'
import { actorsOf } from './accounts.ts'
import { hazardHistory } from './hazards.ts'
import { quarterShare, spread, type Area } from './plan.ts'
import type { Chance } from './random.ts'
import type { Firm } from './subjects.ts'

const natures: readonly (readonly [InspectionNature, number])[] = [['ADMINISTRATIVE', 45], ['SUPERVISORY', 14], ['GRID_PATROL', 17], ['EXPERT_SERVICE', 14], ['SELF_CHECK', 10]]
const sourceOf: Record<InspectionNature, HazardSource> = { ADMINISTRATIVE: 'DEPARTMENT', SUPERVISORY: 'SUPERIOR', GRID_PATROL: 'GRID_PATROL', EXPERT_SERVICE: 'EXPERT', SELF_CHECK: 'SELF_CHECK' }

/** How many findings each visit brought: the total falls on the visits by chance, some find nothing. */
function findingsOf(visits: number, findings: number, random: Chance): number[] {
  const counts = Array.from({ length: visits }, () => 0)
  for (let i = 0; i < findings && visits > 0; i++) counts[random.int(0, visits - 1)]!++
  return counts
}

const letters: Record<InspectionNature, string> = { ADMINISTRATIVE: '执检', SUPERVISORY: '督查', GRID_PATROL: '巡查', EXPERT_SERVICE: '专家', SELF_CHECK: '自查' }

/** The visits of one area in one quarter with all they found, as appends in batches; earlier quarters are better rectified. */
export function* visitsOf(area: Area, firms: readonly Firm[], quarter: Period, today: Day, city: string, random: Chance): Generator<Append> {
  const visits = quarterShare(area.visits, quarter, today)
  const findings = findingsOf(visits, quarterShare(area.hazards, quarter, today), random)
  const total = findings.reduce((a, b) => a + b, 0)
  const majors = new Set<number>()
  const wanted = Math.min(quarterShare(area.majors, quarter, today), total)
  while (majors.size < wanted) majors.add(random.int(0, total - 1))
  const weights = firms.map((firm) => [firm, firm.weight] as const)
  let serial = 0
  for (const [n, day] of spread(visits, quarter, today, random).entries()) {
    const firm = random.weighted(weights.filter(([known]) => known.registeredOn <= day))
    const nature = random.weighted(natures)
    const actors = actorsOf(area.code, nature, firm.facts.accountId === city)
    const id = namedId(`demonstration visit ${area.code} ${quarter.text} ${n}`)
    const place = { subjectId: firm.id, placeId: firm.facts.placeId, accountId: firm.facts.accountId, sectorId: firm.facts.sectorId }
    const number = `${letters[nature]}〔${day.slice(0, 4)}〕${area.code.slice(4)}-${quarter.text.slice(5)}-${String(n + 1).padStart(4, '0')}`
    const recorded: InspectionEvent = {
      type: 'recorded', occurredAt: new Date(startOfDay(day).getTime() + 8.5 * 3_600_000), source: 'SEED', actorId: actors.inspector,
      payload: { ...place, number, nature, startedOn: day, finishedOn: day, reinspection: false, findings: findings[n] ? `发现隐患${findings[n]}处，已当场告知` : '未发现事故隐患', shownOnly: false },
    }
    yield { stream: 'inspection', id, before: null, events: [recorded] }
    for (let k = 0; k < findings[n]!; k++, serial++) {
      const major = majors.has(serial)
      yield {
        stream: 'hazard', id: namedId(`demonstration hazard ${area.code} ${quarter.text} ${serial}`), before: null,
        events: hazardHistory({
          number: `YH${day.slice(0, 4)}${area.code}${quarter.text.slice(5)}${String(serial + 1).padStart(5, '0')}`,
          description: random.pick(major ? firm.trade.major : firm.trade.general), level: major ? 'MAJOR' : 'GENERAL',
          source: major && nature === 'SELF_CHECK' ? 'SUPERIOR' : sourceOf[nature], foundOn: day, inspectionId: id, place,
          onTime: area.onTime - (firm.facts.riskGrade === 'BLUE' ? 0.03 : 0), reinspected: area.reinspected,
        }, today, actors, random),
      }
    }
  }
}
