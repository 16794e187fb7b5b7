import { addDays, responsibilities, startOfDay, type Day, type RiskGrade, type SubjectEvent, type SubjectFacts } from '@anwang/domain'
import { chance, type Chance } from '@anwang/db/seed/random'
import { creditCode } from '@anwang/db/seed/subjects'
import { firmWord, trades, type Trade } from '@anwang/db/seed/words'
import { sectorId } from '@anwang/db/subjects/sectors'
import { actorOf } from './accounts.ts'
import { idsOf } from './ids.ts'
import type { Area, Place } from './places.ts'

export interface Firm {
  readonly id: string
  readonly area: Area
  readonly place: Place
  readonly account: Place
  readonly trade: Trade
  /** Number of the trade, for keys. */
  readonly sector: number
  readonly facts: SubjectFacts
  readonly registeredOn: Day
  /** How often it is visited. */
  readonly weight: number
  readonly events: readonly SubjectEvent[]
}

/** Trades whose small firms the community itself looks after. */
const small = new Set(['commerce', 'fire', 'agriculture', 'education', 'health'])
const risks: Record<string, readonly (readonly [RiskGrade, number])[]> = {
  hazchem: [['RED', 3], ['ORANGE', 4], ['YELLOW', 3]], 'fuel-stations': [['ORANGE', 4], ['YELLOW', 6]], construction: [['ORANGE', 3], ['YELLOW', 5], ['BLUE', 2]],
}
const byShare = trades.map((trade, i) => [{ trade, i }, trade.share] as const)

function accountOf(area: Area, street: Place, place: Place, sector: string, random: Chance): Place {
  const dangerous = sector === 'hazchem' || sector === 'gas'
  return random.weighted([
    ...(area.city && area.city !== area.top ? [[area.city, dangerous ? 0.25 : 0.03] as const] : []),
    [area.top, dangerous ? 0.6 : 0.3], [street, 0.5], [place, small.has(sector) ? 0.45 : 0.03],
  ])
}

function factsOf(area: Area, n: number, random: Chance): Pick<Firm, 'place' | 'account' | 'trade' | 'sector' | 'facts'> {
  const { trade, i } = random.weighted(byShare)
  const { street, communities } = random.weighted(area.streets.map((one) => [one, one.weight] as const))
  const place = communities.length > 0 && random.yes(0.9) ? random.pick(communities) : street
  const account = accountOf(area, street, place, trade.sector, random)
  const riskGrade = random.weighted(risks[trade.sector] ?? [['YELLOW', 3], ['BLUE', 7]] as const)
  const key = riskGrade === 'RED' || riskGrade === 'ORANGE'
  const sources = trade.sector === 'hazchem' && random.yes(0.5) ? random.int(1, 3) : 0
  return { place, account, trade, sector: i, facts: {
    kind: 'ENTERPRISE', name: `${street.name.replace(/(街道|镇|乡|街道办事处)$/, '')}${firmWord(random.int(0, 399))}${random.pick(trade.names)}有限公司`,
    creditCode: creditCode((area.top.code || '000000').slice(0, 6), n), placeId: place.id, accountId: account.id, sectorId: sectorId(trade.sector), riskGrade,
    status: 'OPERATING', key, supervisionModeSet: key && random.yes(0.9),
    assigned: random.yes(0.92) ? [...responsibilities] : responsibilities.filter(() => random.yes(0.6)).slice(0, 4),
    hazardSources: sources, hazardSourcesOnline: random.yes(0.9) ? sources : 0, standardized: random.yes(0.4),
  } }
}

/** The subjects of an area, most of them registered on the first day, few suspended since. */
export function* firmsOf(area: Area, count: number, span: { readonly from: Day; readonly today: Day; readonly days: number }, seed: string): Generator<Firm> {
  const random = chance(`${seed} firms ${area.top.path}`)
  const ids = idsOf(seed, `firms ${area.top.path}`)
  for (let n = 0; n < count; n++) {
    const facts = factsOf(area, n, random)
    const registeredOn = random.yes(0.9) ? span.from : addDays(span.from, random.int(1, Math.max(1, span.days - 2)))
    const event = <T extends SubjectEvent['type']>(type: T, on: Day, payload: Extract<SubjectEvent, { type: T }>['payload'], reason?: string) =>
      ({ type, occurredAt: new Date(startOfDay(on).getTime() + 8 * 3_600_000), source: 'SEED', actorId: actorOf(area, 'office'), ...(reason && { reason }), payload }) as SubjectEvent
    const events = [event('registered', registeredOn, { ...facts.facts, shownOnly: false })]
    const suspendedOn = addDays(registeredOn, random.int(1, span.days))
    if (random.yes(0.03) && suspendedOn <= span.today) events.push(event('changed', suspendedOn, { status: 'SUSPENDED' }, '停产停业整顿'))
    yield { ...facts, id: ids(registeredOn, n, count), area, registeredOn, weight: (facts.facts.riskGrade === 'RED' ? 4 : facts.facts.riskGrade === 'ORANGE' ? 2.5 : 1) * (0.5 + random.next()), events }
  }
}
