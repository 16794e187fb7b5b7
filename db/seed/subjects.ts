import { addDays, daysBetween, responsibilities, startOfDay, type Day, type RiskGrade, type SubjectEvent, type SubjectFacts } from '@anwang/domain'
import type { Region } from '@anwang/domain/regions'
import { namedId } from '../src/ids.ts'
import { sectorId } from '../src/subjects/sectors.ts'
import { accountId } from './accounts.ts'
import { DEALERS, FUEL_STATIONS, HAZCHEM_FIRMS, SUSPENSIONS, startOfYear, type Area } from './plan.ts'
import type { Chance } from './random.ts'
import { firmWord, trades, type Trade } from './words.ts'

export interface Firm {
  readonly id: string
  readonly facts: SubjectFacts
  readonly trade: Trade
  readonly registeredOn: Day
  readonly events: SubjectEvent[]
  /** How much more often than others it is visited. */
  readonly weight: number
}

export interface Ground {
  readonly city: Region
  readonly county: Region
  readonly streets: readonly Region[]
  readonly communitiesOf: (streetId: string) => readonly Region[]
}

/** Trades whose small firms the community itself looks after. */
const small = new Set(['commerce', 'fire', 'agriculture', 'education', 'health'])

const GB32100 = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** A well-formed credit code (GB 32100-2015) in a range of numbers that is not given out. */
export function creditCode(countyCode: string, n: number): string {
  const body = `9${'1'}${countyCode}MAX${String(n).padStart(6, '0')}`
  const sum = [...body].reduce((total, char, i) => total + GB32100.indexOf(char) * (3 ** i % 31), 0)
  return body + GB32100[(31 - (sum % 31)) % 31]!
}

/** The first enterprises of 濮阳县 are those whose numbers the county gave; the rest by the trades' shares. */
function tradeOf(area: Area, n: number, random: Chance): Trade {
  const of = (sector: string) => trades.find((trade) => trade.sector === sector)!
  if (area.code === '410928') {
    if (n < HAZCHEM_FIRMS) return of('hazchem')
    if (n < HAZCHEM_FIRMS + FUEL_STATIONS) return of('fuel-stations')
    if (n < HAZCHEM_FIRMS + FUEL_STATIONS + DEALERS) return { ...of('hazchem'), names: ['化工贸易（无仓储）'] }
    return random.weighted(trades.filter((t) => !['hazchem', 'fuel-stations'].includes(t.sector)).map((t) => [t, t.share] as const))
  }
  return random.weighted(trades.map((t) => [t, t.share] as const))
}

const risks: Record<string, readonly (readonly [RiskGrade, number])[]> = {
  hazchem: [['RED', 3], ['ORANGE', 4], ['YELLOW', 3]], 'fuel-stations': [['ORANGE', 4], ['YELLOW', 6]], construction: [['ORANGE', 3], ['YELLOW', 5], ['BLUE', 2]],
}

export function firmsOf(area: Area, ground: Ground, goLive: Day, today: Day, random: Chance): Firm[] {
  const busy = ground.streets.filter((_, i) => !area.silent.includes(i))
  const firms = Array.from({ length: area.enterprises }, (_, n) => {
    const trade = tradeOf(area, n, random)
    const street = random.pick(busy)
    const communities = ground.communitiesOf(street.id)
    const place = communities.length > 0 && random.yes(0.9) ? random.pick(communities) : street
    const dangerous = ['hazchem', 'gas'].includes(trade.sector)
    const account = random.weighted([[ground.city, area.citySupervised * (dangerous ? 5 : 0.6)], [ground.county, dangerous ? 0.6 : 0.3], [street, 0.5], [place, small.has(trade.sector) ? 0.45 : 0.03]] as const)
    const riskGrade = random.weighted(risks[trade.sector] ?? [['YELLOW', 3], ['BLUE', 7]] as const)
    const sources = trade.sector === 'hazchem' && random.yes(0.5) ? random.int(1, 3) : 0
    const key = riskGrade === 'RED' || riskGrade === 'ORANGE'
    const facts: SubjectFacts = {
      kind: 'ENTERPRISE', name: `${street.name.replace(/(街道|镇|乡|街道办事处)$/, '')}${firmWord(n + area.enterprises)}${random.pick(trade.names)}有限公司`,
      creditCode: creditCode(area.code, n), placeId: place.id, accountId: account.id, sectorId: sectorId(trade.sector), riskGrade,
      status: 'OPERATING', key, supervisionModeSet: key && random.yes(area.onTime),
      assigned: random.yes(area.owned) ? [...responsibilities] : responsibilities.filter(() => random.yes(0.6)).slice(0, 4),
      hazardSources: sources, hazardSourcesOnline: random.yes(0.9) ? sources : 0, standardized: random.yes(0.4),
    }
    const registeredOn = random.yes(0.9) ? goLive : addDays(goLive, random.int(1, 300))
    const id = namedId(`demonstration firm ${area.code} ${n}`)
    return { id, facts, trade, registeredOn, weight: (riskGrade === 'RED' ? 4 : riskGrade === 'ORANGE' ? 2.5 : 1) * (0.5 + random.next()), events: [event('registered', registeredOn, { ...facts, shownOnly: false })] }
  }).filter((firm) => firm.registeredOn < today)
  const old = firms.filter((firm) => firm.registeredOn <= startOfYear(today))
  // 濮阳县 suspended 42 units since the start of the year: suspensions, not closures.
  const chosen = new Set(area.code === '410928' ? old.slice(100, 100 + SUSPENSIONS) : old.filter(() => random.yes(0.04)))
  return firms.map((firm) => (chosen.has(firm) ? suspended(firm, today, random) : firm))
}

const event = <T extends SubjectEvent['type']>(type: T, on: Day, payload: Extract<SubjectEvent, { type: T }>['payload'], reason?: string): SubjectEvent =>
  ({ type, occurredAt: new Date(startOfDay(on).getTime() + 8 * 3_600_000), source: 'SEED', actorId: accountId('county.office'), ...(reason && { reason }), payload }) as SubjectEvent

function suspended(firm: Firm, today: Day, random: Chance): Firm {
  const start = startOfYear(today)
  const on = addDays(start, random.int(0, Math.max(0, Math.min(daysBetween(start, today) - 1, 170))))
  const back = addDays(on, random.int(10, 60))
  const events = [...firm.events, event('changed', on, { status: 'SUSPENDED' }, '停产停业整顿')]
  if (back <= today && random.yes(0.6)) events.push(event('changed', back, { status: 'OPERATING' }, '整顿验收合格，恢复生产'))
  return { ...firm, events }
}
