import { addDays, dayNumber, monthNumber, type Day, type InspectionNature } from '@anwang/domain'
import { chance } from '@anwang/db/seed/random'
import { trades } from '@anwang/db/seed/words'
import { actorOf, officeAbove } from './accounts.ts'
import { AT, cellsOf, FIELDS, hazardHistoryOf, USED, visitPattern, type DeltaPattern, type History } from './histories.ts'
import { idsOf } from './ids.ts'
import { bytesOf, filled, MARKED_DAY } from './lines.ts'
import type { Sink } from './load.ts'
import { shareOut, HABITS, type Area } from './places.ts'
import type { Rollups } from './rollups.ts'

export interface Span {
  readonly from: Day
  readonly today: Day
  /** From the first through today. */
  readonly days: number
}

/** A subject as what happens at it needs it; texts as bytes. */
export interface Site {
  readonly id: string
  readonly area: number
  readonly trade: number
  readonly place: { readonly id: string; readonly path: string }
  readonly account: { readonly id: string; readonly path: string; readonly n: number }
  readonly sectorId: string
  readonly sector: number
  /** Days after the span's first. */
  readonly registered: number
  readonly weight: number
}

export interface Sinks {
  readonly inspection: Sink
  readonly hazard: Sink
  readonly round: Sink
  readonly event: Sink
  readonly delta: Sink
  readonly delta_pending: Sink
}

export interface Progress {
  readonly day: Day
  readonly hazards: number
  readonly inspections: number
  readonly events: number
  readonly deltas: number
}

const NATURES: readonly (readonly [InspectionNature, number])[] = [['ADMINISTRATIVE', 45], ['SUPERVISORY', 14], ['GRID_PATROL', 17], ['EXPERT_SERVICE', 14], ['SELF_CHECK', 10]]
const NATURE_SHARES = NATURES.map(([, share], i) => [i, share] as const)
/** How many of a hundred visits find so many hazards. */
const FINDINGS: readonly (readonly [number, number])[] = [[0, 30], [1, 25], [2, 22], [3, 13], [4, 7], [5, 3]]
/** Work by calendar month: 安全生产月 in June, the year's end, little around the spring festival. */
const SEASON = [0.8, 0.45, 1, 1.05, 1.1, 1.6, 0.95, 0.95, 1.15, 0.9, 1.15, 1.2]
const MAJORS = 0.007
/** Different histories of hazards of one kind. */
const HISTORIES = { GENERAL: 160, MAJOR: 24 } as const
/** How far the days of a history may reach beyond today: deadlines, limits, what follows them. */
const AHEAD = 400

/** Draws one of many by weight in constant time (Walker's alias method). */
function aliasOf(weights: readonly number[]): (a: number, b: number) => number {
  const n = weights.length
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const odds = Float64Array.from(weights, (weight) => (weight * n) / total)
  const other = Int32Array.from(weights, (_, i) => i)
  const low: number[] = []
  const high: number[] = []
  for (const [i, odd] of odds.entries()) (odd < 1 ? low : high).push(i)
  while (low.length > 0 && high.length > 0) {
    const under = low.pop()!
    const over = high.at(-1)!
    other[under] = over
    odds[over]! -= 1 - odds[under]!
    if (odds[over]! < 1) low.push(high.pop()!)
  }
  return (a, b) => {
    const i = Math.min(n - 1, Math.floor(a * n))
    return b < odds[i]! ? i : other[i]!
  }
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

export interface World {
  readonly seed: string
  readonly hazards: number
  readonly span: Span
  readonly areas: readonly Area[]
  readonly sites: readonly Site[]
}

/** The histories of a nature, habit and level, told when the first of them happens. */
function storiesOf(seed: string) {
  const kept = new Map<number, History>()
  return (nature: number, habit: number, major: boolean, n: number): History => {
    const key = ((nature * HABITS.length + habit) * 2 + Number(major)) * 1000 + n
    let history = kept.get(key)
    if (!history) {
      const level = major ? 'MAJOR' : 'GENERAL'
      kept.set(key, (history = hazardHistoryOf({ nature: NATURES[nature]![0], level, ...HABITS[habit]! }, chance(`${seed} history ${level} ${nature} ${habit} ${n}`))))
    }
    return history
  }
}

/** Writes every inspection with all that it found, day after day; answers what there is. */
export async function writeFacts({ seed, hazards, span, areas, sites }: World, sinks: Sinks, rollups: Rollups, say: (progress: Progress) => void): Promise<Progress> {
  const random = chance(`${seed} facts`)
  const drawn = aliasOf(sites.map(({ weight }) => weight))
  const ids = idsOf(seed, 'records')
  const deltaIds = idsOf(seed, 'deltas')
  const story = storiesOf(seed)
  const visits = NATURES.map(([nature]) => [visitPattern(nature, false), visitPattern(nature, true)] as const)
  const days = Array.from({ length: span.days + AHEAD }, (_, d) => addDays(span.from, d))
  const months = days.map(monthNumber)
  const load = days.slice(0, span.days).map((day, d) => SEASON[months[d]! % 12]! * ([2, 3].includes(dayNumber(day) % 7) ? 0.15 : 1))
  const busy = load.reduce((sum, one) => sum + one, 0)
  const perDay = shareOut(hazards, load.map((one) => one / busy))
  const words = trades.map(({ general, major }) => ({ general: general.map(bytesOf), major: major.map(bytesOf) }))
  const names = areas.map(({ top, city, province }) => ({ county: bytesOf(top.name), city: bytesOf((city ?? province).name) }))
  const findings = FINDINGS.map(([n]) => bytesOf(n > 0 ? `发现隐患${n}处，已当场告知` : '未发现事故隐患'))
  const actors = areas.map((area) => ({ office: actorOf(area, 'office'), department: actorOf(area, 'department'), grid: actorOf(area, 'grid'), firm: actorOf(area, 'firm'), above: officeAbove(area), cityTop: area.city?.path ?? area.province.path }))
  const all = Object.values(sinks)
  const today = span.days - 1
  /** From the day of the patterns to the first. */
  const apart = dayNumber(span.from) - dayNumber(MARKED_DAY)
  const inspected = USED.indexOf('inspections')
  const oneVisit = cellsOf([[inspected, 1, 0]]).cells[0]
  const values: string[] = FIELDS.map(() => '')
  const done = { hazards: 0, inspections: 0, events: 0, deltas: 0 }
  let deltasToday = 0

  const number = (prefix: string, day: Day): string => {
    let text = `${prefix}-${day.slice(0, 4)}${day.slice(5, 7)}${day.slice(8)}-`
    for (let i = 0; i < 7; i++) text += ALPHABET[Math.floor(random.next() * 32)]!
    return text
  }
  const putDelta = (site: Site, d: number, delta: Pick<DeltaPattern, 'countsOn' | 'effectiveOn' | 'cells' | 'moving'>) => {
    const { account } = site
    const amount = delta.moving ? String(delta.moving[0] + delta.moving[1] * (d + apart)) : ''
    const text = `${deltaIds(days[d]!, deltasToday++, 1_000_000)}\t${account.id}\t${account.path}\t${site.sectorId}\t${days[d + delta.countsOn]!}\t${days[d + delta.effectiveOn]!}\t${delta.cells[0]}${amount}${delta.cells[1]}\n`
    ;(d + delta.effectiveOn <= today ? sinks.delta : sinks.delta_pending).put(text)
    done.deltas++
  }
  const putHazard = (site: Site, d: number, nature: number, id: string) => {
    const major = random.next() < MAJORS
    const list = words[site.trade]![major ? 'major' : 'general']
    values[AT.id] = id
    values[AT.number] = number('YH', days[d]!)
    values[AT.description] = list[Math.floor(random.next() * list.length)]!
    const history = story(nature, areas[site.area]!.habit, major, Math.floor(random.next() * HISTORIES[major ? 'MAJOR' : 'GENERAL']))
    let step = history.days.length - 1
    while (history.days[step]! > today - d) step--
    const told = history.told(step)
    sinks.hazard.put(filled(told.row, values, days, d))
    sinks.round.put(filled(told.rounds, values, days, d))
    sinks.event.put(filled(told.history, values, days, d))
    for (const delta of told.deltas) {
      putDelta(site, d, delta)
      if (d + delta.effectiveOn > today) continue
      for (const [metric, amount, each] of delta.amounts) rollups.add(site.account.n, site.sector, months[d + delta.countsOn]!, metric, amount + each * (d + apart))
    }
    done.hazards++
    done.events += told.events
  }
  const actorsFor = (site: Site, nature: InspectionNature): boolean => {
    const who = actors[site.area]!
    const managed = site.account.path.length < areas[site.area]!.top.path.length
    values[AT.firm] = who.firm
    values[AT.above] = who.above
    values[AT.second] = managed ? who.above : who.office
    values[AT.inspector] = nature === 'SELF_CHECK' ? who.firm : managed || nature === 'SUPERVISORY' ? who.above : nature === 'GRID_PATROL' ? who.grid : who.department
    return managed
  }

  for (let d = 0; d < span.days; d++) {
    const of = Math.ceil(perDay[d]! * 1.8) + 1
    let serial = 0
    deltasToday = 0
    for (let left = perDay[d]!; left > 0;) {
      const site = sites[drawn(random.next(), random.next())]!
      if (site.registered > d) continue
      const nature = random.weighted(NATURE_SHARES)
      const found = Math.min(left, random.weighted(FINDINGS))
      const visit = ids(days[d]!, serial++, of)
      const managed = actorsFor(site, NATURES[nature]![0])
      const area = names[site.area]!
      values[AT.id] = visit
      values[AT.number] = number('JC', days[d]!)
      values[AT.subject] = site.id
      values[AT.place] = site.place.id
      values[AT.placePath] = site.place.path
      values[AT.account] = site.account.id
      values[AT.accountPath] = site.account.path
      values[AT.sector] = site.sectorId
      values[AT.inspection] = visit
      values[AT.city] = area.city
      values[AT.county] = area.county
      values[AT.findings] = findings[found]!
      const pattern = visits[nature]![managed ? 1 : 0]
      sinks.inspection.put(filled(pattern.row, values, days, d))
      sinks.event.put(filled(pattern.history, values, days, d))
      putDelta(site, d, { countsOn: 0, effectiveOn: 0, cells: [oneVisit, ''], moving: null })
      rollups.add(site.account.n, site.sector, months[d]!, inspected, 1)
      done.inspections++
      done.events++
      for (let k = 0; k < found; k++) putHazard(site, d, nature, ids(days[d]!, serial++, of))
      left -= found
      for (const sink of all) if (sink.full) await sink.drain()
    }
    say({ day: days[d]!, ...done })
  }
  return { day: span.today, ...done }
}
