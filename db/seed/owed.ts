import { addDays, maxDay, type Day, type InspectionNature } from '@anwang/domain'
import { namedId, namedNumber } from '../src/ids.ts'
import type { Append } from '../src/ledger.ts'
import { actorsOf } from './accounts.ts'
import { registered, type Actors } from './hazards.ts'
import type { Firm } from './subjects.ts'
import { placeOf, recorded, sourceOf, type Posts } from './visits.ts'

type Told = ReturnType<typeof registered>
interface Owed {
  readonly description: string
  /** What followed its registration on the day found. */
  readonly follows: (add: Told['add'], foundOn: Day, actors: Actors) => void
}

/** Days ago, by what kind of visit, and what it found that is still open. */
const visits: readonly { readonly ago: number; readonly nature: InspectionNature; readonly found: readonly Owed[] }[] = [
  { ago: 26, nature: 'ADMINISTRATIVE', found: [
    { description: '气瓶充装间可燃气体报警器探头失灵', follows: (add, on, { inspector }) => void add('ordered', on, inspector, { dueOn: addDays(on, 15), document: 'RECTIFICATION_ORDER' }) },
  ] },
  { ago: 9, nature: 'ADMINISTRATIVE', found: [
    { description: '危化品仓库通风机防爆接线盒密封不严', follows: (add, on, { inspector }) => void add('ordered', on, inspector, { dueOn: addDays(on, 11), document: 'RECTIFICATION_ORDER' }) },
    { description: '消防水池液位计失灵，补水记录缺失', follows: (add, on, { inspector, firm, second }) => {
      add('ordered', on, inspector, { dueOn: addDays(on, 13), document: 'RECTIFICATION_ORDER' })
      add('submitted', addDays(on, 5), firm, { onTheSpot: false, measures: '已补记补水记录' })
      add('rejected', addDays(on, 8), second, { dueOn: null }, '液位计仍未更换')
    } },
    { description: '特殊作业票未附气体分析记录', follows: (add, on, { inspector, firm }) => {
      add('ordered', on, inspector, { dueOn: addDays(on, 10), document: 'RECTIFICATION_ORDER' })
      add('submitted', addDays(on, 7), firm, { onTheSpot: false, measures: '已补全作业票并组织培训' })
    } },
  ] },
  { ago: 1, nature: 'SUPERVISORY', found: [{ description: '重大危险源安全包保责任公示牌信息未更新', follows: () => undefined }] },
]

/** What the demonstration's enterprise has to do on the day of the clock, whichever it is: overdue, due soon, sent back, waiting. */
export function owedBy(firm: Firm, area: string, today: Day, posts: Posts): Append[] {
  const place = placeOf(firm)
  let serial = 0
  return visits.flatMap(({ ago, nature, found }, n) => {
    const day = maxDay(firm.registeredOn, addDays(today, -ago))
    const actors = actorsOf(area, nature, false)
    const visit = `demonstration enterprise visit ${n}`
    const inspectionId = namedId(visit)
    return [
      recorded({ id: inspectionId, number: namedNumber('JC', day, visit), nature, day, place, found: found.length, posts, cityManaged: false, inspector: actors.inspector }),
      ...found.map(({ description, follows }): Append => {
        serial++
        const hazard = `demonstration enterprise hazard ${serial}`
        const { events, add } = registered({
          number: namedNumber('YH', day, hazard), description, level: 'GENERAL', source: sourceOf[nature], foundOn: day, inspectionId, place,
        }, today, actors.inspector)
        follows(add, day, actors)
        return { stream: 'hazard', id: namedId(hazard), before: null, events }
      }),
    ]
  })
}
