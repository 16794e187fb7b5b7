import { addDays, firstOfMonth, monthNumber, startOfDay, type Day, type HazardEvent, type HazardPlace } from '@anwang/domain'
import fc from 'fast-check'

/** What no command lets through and a later one, a seed or an interface might: second extensions, extensions asked too late, two orders, shortened deadlines. */
const moves = [
  'ordered', 'long_deadline_approved', 'submitted', 'submitted', 'decided', 'decided', 'rejected', 'extension_requested', 'extension_decided',
  'extension_decided', 'corrected', 'transferred', 'void_requested', 'void_decided', 'revisited', 'reopened', 'listed', 'delisted',
] as const

const step = fc.record({
  move: fc.constantFrom(...moves), gap: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 25 })), n: fc.nat({ max: 60 }), yes: fc.boolean(), really: fc.boolean(),
  /** Imported so many days later, or on that day of the next month. */
  imported: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat({ max: 60 }) }, { weight: 1, arbitrary: fc.constantFrom('5th' as const, '6th' as const) }), late: fc.boolean(),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

interface State {
  open: boolean
  submitted: boolean
  asked: boolean
  voiding: boolean
  voided: boolean
  listed: boolean
}

const importDay = (on: Day, imported: number | '5th' | '6th'): Day =>
  typeof imported === 'number' ? addDays(on, imported) : addDays(firstOfMonth(monthNumber(on) + 1), imported === '5th' ? 4 : 5)

type Payload = { [T in HazardEvent['type']]: Pick<Extract<HazardEvent, { type: T }>, 'type' | 'payload'> }[HazardEvent['type']]

/** The event of a step, where the state has one; changes the state. */
function take(s: State, { move, n, yes, really }: Step, on: Day, places: readonly HazardPlace[]): Payload | null {
  const { placeId, accountId, ...rest } = places[n % places.length]!
  const when = <P extends Payload>(holds: boolean, change: Partial<State>, event: P): P | null => (holds ? (Object.assign(s, change), event) : null)
  switch (move) {
    case 'ordered': return when(s.open && !s.submitted, {}, { type: move, payload: { dueOn: addDays(on, n), document: 'HAZARD_NOTIFICATION' } })
    case 'long_deadline_approved': return when(s.open, {}, { type: move, payload: {} })
    case 'submitted': return when(s.open && !s.submitted, { submitted: true }, { type: move, payload: { onTheSpot: n === 0, measures: '' } })
    case 'decided': return yes
      ? when(s.submitted, { submitted: false, open: false }, { type: 'accepted', payload: { onSite: true } })
      : when(s.submitted, { submitted: false }, { type: 'rejected', payload: { dueOn: really ? null : addDays(on, n - 10) } })
    case 'rejected': return when(s.open, { submitted: false }, { type: move, payload: { dueOn: really ? null : addDays(on, n - 10) } })
    case 'extension_requested': return when(s.open && !s.asked, { asked: true }, { type: move, payload: { dueOn: addDays(on, n), controlMeasures: '专人看守' } })
    case 'extension_decided': return when(s.asked, { asked: false }, { type: move, payload: { granted: n % 4 > 0, dueOn: addDays(on, n), byLevelAbove: yes || really } })
    case 'corrected': return when(yes, {}, { type: move, payload: n % 3 === 0 ? { level: n % 2 ? 'MAJOR' : 'GENERAL' } : n % 3 === 1 ? { sectorId: rest.sectorId } : { subject: { placeId, accountId, ...rest } } })
    case 'transferred': return { type: move, payload: { placeId, accountId } }
    case 'void_requested': return when(!s.voiding && yes && really, { voiding: true }, { type: move, payload: { duplicateOf: null } })
    case 'void_decided': return yes
      ? when(s.voiding, { voided: true }, { type: 'void_countersigned', payload: {} })
      : when(s.voiding, { voiding: false }, { type: 'void_refused', payload: {} })
    case 'revisited': return when(!s.open, {}, { type: move, payload: { drawn: yes, recurred: really } })
    case 'reopened': return when(!s.open && !s.asked, { open: true }, { type: move, payload: { dueOn: addDays(on, n) } })
    case 'listed': return when(!s.listed, { listed: true }, { type: move, payload: { level: 'CITY', dueOn: addDays(on, n) } })
    case 'delisted': return when(s.listed, { listed: false }, { type: move, payload: {} })
  }
}

/** Random streams of one hazard's events in an order that its states allow and no rule has checked, days never going back. */
export const unruly = (places: readonly HazardPlace[], from: Day): fc.Arbitrary<HazardEvent[]> =>
  fc.tuple(fc.nat({ max: 120 }), fc.nat({ max: 45 }), fc.boolean(), fc.constantFrom('DEPARTMENT', 'TIP_OFF', 'GRID_PATROL'), fc.constantFrom(...places), fc.array(step, { maxLength: 20, size: 'max' }))
    .map(([found, due, major, source, place, steps]) => {
      const foundOn = addDays(from, found)
      const actorId = place.subjectId
      const state: State = { open: true, submitted: false, asked: false, voiding: false, voided: false, listed: false }
      const events: HazardEvent[] = [{ type: 'registered', source: 'WEB', actorId, occurredAt: startOfDay(foundOn), payload: {
        number: 'YH-1', description: '', level: major ? 'MAJOR' : 'GENERAL', source, foundOn, dueOn: addDays(foundOn, due), inspectionId: null, shownOnly: false, ...place,
      } }]
      let on = foundOn
      for (const s of steps) {
        if (state.voided) break
        const then = addDays(on, s.gap)
        const event = take(state, s, then, places)
        if (event === null) continue
        on = then
        events.push({ ...event, occurredAt: new Date(startOfDay(on).getTime() + (s.late ? 86_399_999 : 0)), actorId, source: s.imported === null ? 'WEB' : 'IMPORT',
          ...(s.imported !== null && { importedOn: importDay(on, s.imported) }) } as HazardEvent)
      }
      return events
    })
