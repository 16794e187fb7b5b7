import { addDays, DEFAULT_RECTIFICATION_DAYS, maxDay, minDay, startOfDay, type Day, type EventOf, type HazardEvent, type HazardLevel, type HazardPlace, type HazardSource } from '@anwang/domain'
import type { Chance } from './random.ts'
import { cannotNow, measures } from './words.ts'

export interface Found {
  readonly number: string
  readonly description: string
  readonly level: HazardLevel
  readonly source: HazardSource
  readonly foundOn: Day
  readonly inspectionId: string
  readonly place: HazardPlace
}

/** How likely it is rectified, and re-inspected, in time. */
interface Diligence {
  readonly onTime: number
  readonly reinspected: number
}

/** The accounts that act: who inspects, who rectifies, the post that re-inspects and countersigns, the level above. */
export interface Actors {
  readonly inspector: string
  readonly firm: string
  readonly second: string
  readonly above: string
}

/** A hazard's events from its registration on, and what adds one more: dated, in order, none after `today`. */
export function registered(found: Found, today: Day, inspector: string): { events: HazardEvent[]; add: Add } {
  const events: HazardEvent[] = []
  let hour = 9
  const add: Add = (type, on, actorId, payload, reason) => {
    if (on > today) return false
    hour = events.length > 0 && startOfDay(on).getTime() > events.at(-1)!.occurredAt.getTime() ? 9 : hour + 0.1
    events.push({ type, occurredAt: new Date(startOfDay(on).getTime() + hour * 3_600_000), source: 'SEED', actorId, ...(reason && { reason }), payload } as HazardEvent)
    return true
  }
  const { number, description, level, source, foundOn, inspectionId } = found
  add('registered', foundOn, inspector, {
    ...found.place, number, description, level, source, foundOn, dueOn: addDays(foundOn, level === 'MAJOR' ? 30 : DEFAULT_RECTIFICATION_DAYS), inspectionId, shownOnly: false,
  })
  return { events, add }
}

/** The life of one hazard up to `today`: every event dated, none in the future, in the order in which things happen. */
export function hazardHistory(found: Found & Diligence, today: Day, actors: Actors, random: Chance): HazardEvent[] {
  const major = found.level === 'MAJOR'
  const { foundOn } = found
  const first = addDays(foundOn, major ? random.pick([20, 30, 30, 45]) : random.pick([3, 5, 7, 10, DEFAULT_RECTIFICATION_DAYS]))
  const { events, add } = registered(found, today, actors.inspector)
  if (!major && random.yes(0.14)) {
    add('ordered', foundOn, actors.inspector, { dueOn: foundOn, document: 'RECTIFICATION_ORDER' })
    add('submitted', foundOn, actors.firm, { onTheSpot: true, measures: '当场整改' })
    add('accepted', foundOn, actors.second, { onSite: true })
    return events
  }
  if (!major && random.yes(0.004)) {
    add('void_requested', addDays(foundOn, 1), actors.inspector, { duplicateOf: null }, '重复录入')
    add('void_countersigned', addDays(foundOn, 2), actors.second, {})
    return events
  }
  add('ordered', foundOn, actors.inspector, { dueOn: first, document: found.source === 'GRID_PATROL' ? 'HAZARD_NOTIFICATION' : 'RECTIFICATION_ORDER' })
  if (major) {
    add('planned', addDays(foundOn, 3), actors.firm, { plan: {
      responsiblePost: '企业主要负责人', measures: '停用相关设备，限期改造并委托检测', fundsYuan: random.int(3, 60) * 10_000, dueOn: first, contingency: '专人值守，设置警戒，必要时停产撤人' } })
    if (first > addDays(foundOn, 30) && random.yes(0.7)) add('long_deadline_approved', addDays(foundOn, 4), actors.above, {}, '改造工期较长')
  }
  rectify(first, { found, today, actors, random, add })
  return events
}

type PayloadOf<T extends HazardEvent['type']> = EventOf<T>['payload']
type Add = <T extends HazardEvent['type']>(type: T, on: Day, actorId: string, payload: PayloadOf<T>, reason?: string) => boolean

interface Telling {
  readonly found: Found & Diligence
  readonly today: Day
  readonly actors: Actors
  readonly random: Chance
  readonly add: Add
}

function rectify(firstDue: Day, telling: Telling) {
  const { found, today, actors, random, add } = telling
  const major = found.level === 'MAJOR'
  const inTime = random.yes(found.onTime)
  let due = firstDue
  if (!inTime && random.yes(0.25)) {
    const asked = addDays(due, random.int(7, 20))
    const on = maxDay(addDays(found.foundOn, 1), addDays(due, -2))
    if (on <= due && add('extension_requested', on, actors.firm, { dueOn: asked, controlMeasures: random.pick(cannotNow) })) {
      const granted = random.yes(0.8)
      const byLevelAbove = random.yes(0.6)
      add('extension_decided', addDays(on, random.int(1, 3)), byLevelAbove ? actors.above : actors.second, { granted, dueOn: asked, byLevelAbove })
      if (granted) due = asked
    }
  }
  const submitOn = inTime
    ? minDay(due, addDays(found.foundOn, Math.max(1, Math.round((0.3 + 0.7 * random.next()) * Math.max(1, (Date.parse(due) - Date.parse(found.foundOn)) / 86_400_000)))))
    : addDays(due, 1 + Math.floor(-Math.log(1 - random.next()) * (major ? 24 : 12)))
  // A few are simply left lying: they are what an office chases.
  if (!inTime && random.yes(found.foundOn > addDays(today, -120) ? 0.12 : 0.025)) return
  if (!add('submitted', submitOn, actors.firm, { onTheSpot: false, measures: random.pick(measures) })) return
  const wait = random.yes(found.reinspected) ? random.int(0, 8) : random.int(11, 25)
  const inspectOn = addDays(submitOn, wait)
  if (random.yes(0.06)) {
    if (!add('rejected', inspectOn, actors.second, { dueOn: random.yes(0.5) ? maxDay(due, addDays(inspectOn, 5)) : null }, '整改不彻底')) return
    const again = addDays(inspectOn, random.int(2, 6))
    if (!add('submitted', again, actors.firm, { onTheSpot: false, measures: random.pick(measures) })) return
    if (!add('accepted', addDays(again, random.int(0, 4)), actors.second, { onSite: true })) return
    return afterwards(addDays(again, 4), telling)
  }
  if (add('accepted', inspectOn, actors.second, { onSite: major || random.yes(0.8) })) afterwards(inspectOn, telling)
}

function afterwards(closedOn: Day, { actors, random, add }: Telling) {
  if (random.yes(0.01)) {
    const on = addDays(closedOn, random.int(20, 60))
    add('revisited', on, actors.second, { drawn: false, recurred: true })
    add('reopened', on, actors.second, { dueOn: addDays(on, 10) }, '回头看发现问题反弹')
    return
  }
  if (random.yes(0.55)) add('archived', addDays(closedOn, random.int(15, 40)), actors.inspector, {})
}
