import { addDays, dayOf, daysBetween, metricNames, type Day, type DeltaRow, type HazardEvent, type HazardLevel, type InspectionNature, type MetricName } from '@anwang/domain'
import { recordsOf } from '@anwang/db/ledger'
import { hazardRow, inspectionRow, roundRows, type Paths } from '@anwang/db/ledger/rows'
import { hazardHistory } from '@anwang/db/seed/hazards'
import { recorded, sourceOf } from '@anwang/db/seed/visits'
import type { Chance } from '@anwang/db/seed/random'
import { columnsOf, line, mark, MARKED_DAY, patternOf, type Pattern } from './lines.ts'

/**
 * Histories that are told once and happen often: the same on every day and in every place, since no rule of a hazard that
 * was not imported looks at the calendar. Rows and contributions are those of the ledger.
 */

/** Fields of a record, in the order in which their values are given. */
export const FIELDS = ['id', 'number', 'description', 'subject', 'place', 'placePath', 'account', 'accountPath', 'sector', 'inspection', 'inspector', 'firm', 'second', 'above', 'city', 'county', 'findings'] as const
type Field = (typeof FIELDS)[number]
/** Their places in the values of a record. */
export const AT = Object.fromEntries(FIELDS.map((field, i) => [field, i])) as Record<Field, number>

export interface DeltaPattern {
  /** Days after the first. */
  readonly countsOn: number
  readonly effectiveOn: number
  /** By the place of the metric among the metrics used. */
  readonly amounts: readonly (readonly [metric: number, amount: number, perDay: number])[]
  /** The columns of the metrics used, as COPY takes them: with one hole where an amount goes with the calendar. */
  readonly cells: readonly [before: string, after: string]
  readonly moving: readonly [amount: number, perDay: number] | null
}

/** What a stream has written by some day. */
export interface Told {
  readonly events: number
  readonly row: Pattern
  readonly rounds: Pattern
  readonly history: Pattern
  readonly deltas: readonly DeltaPattern[]
}

export interface History {
  /** Days after the first on which something happened, ascending, each once. */
  readonly days: readonly number[]
  /** What is written once the day of that place has come. */
  told(step: number): Told
}

export interface Columns {
  readonly row: readonly string[]
  readonly round: readonly string[]
  readonly event: readonly string[]
}

/** The metrics that generated records can give. */
export const USED = metricNames.filter((name) => !/^(drawn|hidden|sampled|faulty|files_|tipoffs_|obligations_|absences|incidents_|deaths|late_incident|cases|fines_|suspensions|activities|people_|standardization_target|listings)/.test(name))
const place = new Map(USED.map((name, i) => [name, i] as const))

const paths: Paths = (id) => (id === mark('place') ? mark('placePath') : mark('accountPath'))
const PLACE = { subjectId: mark('subject'), placeId: mark('place'), accountId: mark('account'), sectorId: mark('sector') }
const ACTORS = { inspector: mark('inspector'), firm: mark('firm'), second: mark('second'), above: mark('above') }
export const EVENT_COLUMNS = ['stream', 'stream_id', 'version', 'type', 'schema', 'region_id', 'path', 'sector_id', 'subject_id', 'actor_id', 'source', 'occurred_at', 'reason', 'payload'] as const

/** How far apart two tellings are from which the amounts that go with the calendar are read. */
const APART = 1000

/** `overdue_day_weight` sums day numbers: what an amount grows by with each later day is the difference of two tellings. */
export function deltaPatterns(now: readonly DeltaRow[], later: readonly DeltaRow[], first: Day): DeltaPattern[] {
  return now.map((row, i) => {
    const amounts = (Object.entries(row.amounts) as [MetricName, number][]).map(([metric, amount]) => {
      const perDay = (later[i]!.amounts[metric]! - amount) / APART
      if (perDay !== 0 && metric !== 'overdue_day_weight') throw new Error(`${metric} depends on the calendar`)
      const at = place.get(metric)
      if (at === undefined) throw new Error(`${metric} is not among the metrics used`)
      return [at, amount, perDay] as const
    })
    return { countsOn: daysBetween(first, row.countsOn), effectiveOn: daysBetween(first, row.effectiveOn), amounts, ...cellsOf(amounts) }
  })
}

export function cellsOf(amounts: DeltaPattern['amounts']): Pick<DeltaPattern, 'cells' | 'moving'> {
  const texts = USED.map(() => '\\N')
  for (const [metric, amount] of amounts) texts[metric] = String(amount)
  const moving = amounts.find(([, , perDay]) => perDay !== 0)
  if (!moving) return { cells: [texts.join('\t'), ''], moving: null }
  const [metric, amount, perDay] = moving
  const before = texts.slice(0, metric).map((text) => `${text}\t`).join('')
  return { cells: [before, texts.slice(metric + 1).map((text) => `\t${text}`).join('')], moving: [amount, perDay] }
}

const shifted = (events: readonly HazardEvent[], days: number): HazardEvent[] =>
  JSON.parse(JSON.stringify(events), (key, value: unknown) =>
    key === 'occurredAt' ? new Date(Date.parse(value as string) + days * 86_400_000)
    : typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? addDays(value, days) : value) as HazardEvent[]

const patterns = (rows: readonly object[], columns: readonly string[]): Pattern => patternOf(rows.map((row) => line(row, columns)).join(''), FIELDS)

function tell(events: readonly HazardEvent[], columns: Columns): Told {
  const append = (told: readonly HazardEvent[]) => recordsOf({ stream: 'hazard', id: mark('id'), before: null, events: told }, paths)
  const { fold, events: rows, deltas } = append(events)
  return {
    events: events.length,
    row: patterns([hazardRow(mark('id'), fold as never, paths)], columns.row), rounds: patterns(roundRows(mark('id'), fold as never, paths), columns.round),
    history: patterns(rows, columns.event), deltas: deltaPatterns(deltas, append(shifted(events, APART)).deltas, MARKED_DAY),
  }
}

export interface HistoryKind {
  readonly nature: InspectionNature
  readonly level: HazardLevel
  readonly onTime: number
  readonly reinspected: number
}

const FAR = addDays(MARKED_DAY, APART)

export function hazardHistoryOf({ nature, level, onTime, reinspected }: HistoryKind, random: Chance): History & { readonly columns: Columns } {
  const source = level === 'MAJOR' && nature === 'SELF_CHECK' ? 'SUPERIOR' : sourceOf[nature]
  const events = hazardHistory({
    number: mark('number'), description: mark('description'), level, source, foundOn: MARKED_DAY, inspectionId: mark('inspection'), place: PLACE, onTime, reinspected,
  }, FAR, ACTORS, random)
  const days = events.map((event) => daysBetween(MARKED_DAY, dayOf(event.occurredAt)))
  if (days.some((day, i) => i > 0 && day < days[i - 1]!)) throw new Error('a history goes back in time')
  const steps = [...new Set(days)]
  const { fold } = recordsOf({ stream: 'hazard', id: mark('id'), before: null, events }, paths)
  const columns = { row: columnsOf(hazardRow('', fold as never, paths)), round: columnsOf(roundRows('', fold as never, paths)[0]!), event: EVENT_COLUMNS }
  const told: Told[] = []
  return { days: steps, columns, told: (step) => (told[step] ??= tell(events.filter((_, i) => days[i]! <= steps[step]!), columns)) }
}

export interface VisitPattern {
  readonly row: Pattern
  readonly history: Pattern
  readonly columns: Pick<Columns, 'row' | 'event'>
}

/** An inspection, which gives one `inspections` on its day where it counts. */
export function visitPattern(nature: InspectionNature, cityManaged: boolean): VisitPattern {
  const append = recorded({
    id: mark('id'), number: mark('number'), nature, day: MARKED_DAY, place: PLACE, found: 1, posts: { city: mark('city'), county: mark('county') }, cityManaged, inspector: mark('inspector'),
  })
  if (append.stream !== 'inspection') throw new Error('a visit is an inspection')
  const events = append.events.map((event) => ({ ...event, payload: { ...event.payload, findings: mark('findings') } }) as (typeof append.events)[number])
  const { fold, events: rows } = recordsOf({ ...append, events }, paths)
  const row = inspectionRow(mark('id'), fold as never, paths)
  const columns = { row: columnsOf(row), event: EVENT_COLUMNS }
  return { row: patterns([row], columns.row), history: patterns(rows, columns.event), columns }
}
