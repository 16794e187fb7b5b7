import { startOfDay, type Day, type HazardPlace, type HazardSource, type InspectionEvent, type InspectionNature, type Period } from '@anwang/domain'
import { namedId, namedNumber } from '../src/ids.ts'
import type { Append } from '../src/ledger.ts'
import { actorsOf } from './accounts.ts'
import { hazardHistory } from './hazards.ts'
import { quarterShare, spread, type Area } from './plan.ts'
import type { Chance } from './random.ts'
import type { Firm } from './subjects.ts'

const natures: readonly (readonly [InspectionNature, number])[] = [['ADMINISTRATIVE', 45], ['SUPERVISORY', 14], ['GRID_PATROL', 17], ['EXPERT_SERVICE', 14], ['SELF_CHECK', 10]]
export const sourceOf: Record<InspectionNature, HazardSource> = { ADMINISTRATIVE: 'DEPARTMENT', SUPERVISORY: 'SUPERIOR', GRID_PATROL: 'GRID_PATROL', EXPERT_SERVICE: 'EXPERT', SELF_CHECK: 'SELF_CHECK' }

/** How many findings each visit brought: the total falls on the visits by chance, some find nothing. */
function findingsOf(visits: number, findings: number, random: Chance): number[] {
  const counts = Array.from({ length: visits }, () => 0)
  for (let i = 0; i < findings && visits > 0; i++) counts[random.int(0, visits - 1)]!++
  return counts
}

/** The names of the areas whose posts inspect. */
export interface Posts {
  readonly city: string
  readonly county: string
}

/** Who inspected, by post, never by name; an administrative inspection takes two officers. */
function inspectorsOf(nature: InspectionNature, { city, county }: Posts, cityManaged: boolean): string[] {
  const bureau = `${cityManaged ? city : county}应急管理局`
  switch (nature) {
    case 'ADMINISTRATIVE': return [`${bureau}执法中队负责人`, `${bureau}执法人员`]
    case 'SUPERVISORY': return [`${city}安委办督查人员`, `${bureau}执法人员`]
    case 'GRID_PATROL': return [`${county}专职网格员`]
    case 'EXPERT_SERVICE': return [`${bureau}监管人员`, '安全生产专家库专家']
    case 'SELF_CHECK': return ['企业主要负责人', '企业安全管理员']
  }
}

const courses: Record<InspectionNature, string> = {
  ADMINISTRATIVE: '出示执法证件，查看生产现场和库房，查阅安全台账，询问岗位人员', SUPERVISORY: '直奔现场，抽查重点部位，核对上次隐患的整改情况', GRID_PATROL: '查看消防通道、用电和库房',
  EXPERT_SERVICE: '逐项对照判定标准查看装置、设备和作业票证', SELF_CHECK: '按本单位自查清单逐岗位排查',
}

interface Visit {
  readonly id: string
  readonly number: string
  readonly nature: InspectionNature
  readonly day: Day
  readonly place: HazardPlace
  readonly found: number
  readonly posts: Posts
  readonly cityManaged: boolean
  readonly inspector: string
}

/** A visit as its record. */
export function recorded({ id, number, nature, day, place, found, posts, cityManaged, inspector }: Visit): Append {
  const event: InspectionEvent = {
    type: 'recorded', occurredAt: new Date(startOfDay(day).getTime() + 8.5 * 3_600_000), source: 'SEED', actorId: inspector,
    payload: {
      ...place, number, nature, startedOn: day, finishedOn: day, reinspection: false, findings: found > 0 ? `发现隐患${found}处，已当场告知` : '未发现事故隐患',
      inspectors: inspectorsOf(nature, posts, cityManaged), process: courses[nature], shownOnly: false,
    },
  }
  return { stream: 'inspection', id, before: null, events: [event] }
}

export const placeOf = ({ id, facts: { placeId, accountId, sectorId } }: Firm): HazardPlace => ({ subjectId: id, placeId, accountId, sectorId })

/** The visits of one area in one quarter with all they found, as appends in batches; earlier quarters are better rectified. */
export function* visitsOf(area: Area, firms: readonly Firm[], quarter: Period, today: Day, city: string, posts: Posts, random: Chance): Generator<Append> {
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
    const cityManaged = firm.facts.accountId === city
    const actors = actorsOf(area.code, nature, cityManaged)
    const name = `demonstration visit ${area.code} ${quarter.text} ${n}`
    const id = namedId(name)
    const place = placeOf(firm)
    yield recorded({ id, number: namedNumber('JC', day, name), nature, day, place, found: findings[n]!, posts, cityManaged, inspector: actors.inspector })
    for (let k = 0; k < findings[n]!; k++, serial++) {
      const major = majors.has(serial)
      const hazard = `demonstration hazard ${area.code} ${quarter.text} ${serial}`
      yield {
        stream: 'hazard', id: namedId(hazard), before: null,
        events: hazardHistory({
          number: namedNumber('YH', day, hazard),
          description: random.pick(major ? firm.trade.major : firm.trade.general), level: major ? 'MAJOR' : 'GENERAL',
          source: major && nature === 'SELF_CHECK' ? 'SUPERIOR' : sourceOf[nature], foundOn: day, inspectionId: id, place,
          onTime: area.onTime - (firm.facts.riskGrade === 'BLUE' ? 0.03 : 0), reinspected: area.reinspected,
        }, today, actors, random),
      }
    }
  }
}
