import { connect, type Connection } from '@anwang/db/client'
import { namedId } from '@anwang/db'
import { seedDemonstration } from '@anwang/db/seed/index'
import { importExtract } from '@anwang/db/regions/index'
import { ALL_SECTORS } from '@anwang/db/schema/metrics'
import { office, sourceInUse } from '@anwang/db/schema/index'
import { daysText } from '@anwang/db/metrics/days'
import { installSectors, sectorId } from '@anwang/db/subjects/sectors'
import { clockAt, daysBetween, firstOfMonth, monthNumber, startOfDay, type Day } from '@anwang/domain'
import { trades } from '@anwang/db/seed/words'
import { millis, seconds } from '../lib/report.ts'
import { writeAccounts } from './accounts.ts'
import { writeFacts, type Progress, type Span } from './facts.ts'
import { EVENT_COLUMNS, hazardHistoryOf, USED, visitPattern } from './histories.ts'
import { loadTable, LOADING, withoutForeignKeys, withoutIndexes, type TableLoad } from './load.ts'
import { areasOf, HOT, lineageOf, loadPlaces, type Area, type Place } from './places.ts'
import { CONTACT_COLUMNS, subjectColumns, writeRegister } from './register.ts'
import { rollupsOf } from './rollups.ts'
import { chance } from '@anwang/db/seed/random'

export interface GenerateOptions {
  readonly ownerUrl: string
  readonly appUrl: string
  readonly workerUrl: string
  /** Superuser, on the same database. */
  readonly superUrl: string
  readonly hazards: number
  readonly subjects: number
  /** Calendar months, the running one included. */
  readonly months: number
  readonly today: Day
  readonly seed: string
  /** false: only the part of the country that the demonstration needs, and not what the demonstration records there. */
  readonly whole: boolean
  readonly log: (line: string) => void
}

export const spanOf = (today: Day, months: number): Span => {
  const from = firstOfMonth(monthNumber(today) - months + 1)
  return { from, today, days: daysBetween(from, today) + 1 }
}

/** Says at most every two seconds how far it is. */
function ticker(log: (line: string) => void, from = performance.now()): (line: () => string) => void {
  let said = from
  return (line) => {
    const now = performance.now()
    if (now - said < 2000) return
    said = now
    log(`  ${seconds(now - from)}: ${line()}`)
  }
}

async function timedStep<T>(log: (line: string) => void, name: string, work: () => Promise<T>): Promise<T> {
  const from = performance.now()
  const value = await work()
  const took = performance.now() - from
  log(`${name}: ${took < 1000 ? millis(took) : seconds(took)}`)
  return value
}

/** Offices that assess: the country's, every province's, every city's but 濮阳市's, which the demonstration brings. */
async function writeOffices({ db }: Connection, places: ReadonlyMap<string, Place>, areas: readonly Area[], from: Day): Promise<void> {
  const tops = [places.get('')!, ...new Set(areas.flatMap(({ province, city }) => [province, ...(city ? [city] : [])]))].filter(({ path }) => path !== HOT.path)
  await db.insert(office).values(tops.map((top) => ({ id: namedId(`bench office ${top.path}`), regionId: top.id, path: top.path, name: `${top.name}安全生产委员会办公室`, goLiveOn: from, demonstration: true })))
  await db.insert(sourceInUse).values(tops.flatMap((top) => ['hazards', 'subjects'].map((source) => ({ regionId: top.id, source, from }))))
}

/** The directory of the country without its indexes, which are made by what is answered. `anwang regions import --all` takes the same rows through the foreign keys. */
async function writeRegions({ superUrl, whole }: GenerateOptions): Promise<() => Promise<void>> {
  const { db, client, close } = connect(superUrl, { max: 1, connection: LOADING })
  const makeIndexes = await withoutIndexes(client, ['region', 'region_label'])
  await importExtract(db, 'base')
  if (whole) await importExtract(db, 'rest')
  return async () => {
    await makeIndexes(() => undefined)
    await close()
  }
}

const TABLES = ['subject', 'inspection', 'hazard', 'round', 'event', 'delta', 'delta_pending', 'rollup'] as const
const DELTA_COLUMNS = ['id', 'region_id', 'path', 'sector_id', 'counts_on', 'effective_on', ...USED]

/**
 * Fills a migrated, empty database with the country, the demonstration and `hazards` hazards with the inspections that
 * found them: events, rows, deltas and rollups as the ledger and the fold would have written them. The same seed, day and
 * sizes give the same records. Whoever calls it starts again with an empty database where it did not finish.
 */
export async function generate(options: GenerateOptions): Promise<Progress & { readonly subjects: number }> {
  const { log, seed, today } = options
  const span = spanOf(today, options.months)
  const owner = connect(options.ownerUrl, { max: 2 })
  const root = connect(options.superUrl, { max: 1 })
  try {
    const indexRegions = await timedStep(log, 'regions', () => writeRegions(options))
    await installSectors(owner.db)
    const places = await loadPlaces(owner.client)
    const list = [...places.values()]
    const numbers = new Map(list.map((place, n) => [place, n]))
    const numberOf = (place: Place) => numbers.get(place)!
    const areas = areasOf(places, seed)
    log(`${places.size} regions, ${areas.length} areas`)
    const rollups = rollupsOf(list, (n) => lineageOf(places, list[n]!).map(numberOf), trades.map(({ sector }) => sectorId(sector)), monthNumber(span.from))

    const directory = indexRegions()
    directory.catch(() => undefined)
    const indexed = (table: string) => (name: string) => log(`  index ${name} of ${table}`)
    const load = (table: string, columns: readonly string[], empty = true) => loadTable(options.superUrl, table, columns, indexed(table), empty)
    const { columns } = hazardHistoryOf({ nature: 'ADMINISTRATIVE', level: 'GENERAL', onTime: 1, reinspected: 1 }, chance(seed))
    const subjectRow = subjectColumns()
    const restore = await withoutForeignKeys(root.client, TABLES)
    const open = {
      subject: await load('subject', subjectRow), contact: await load('contact', CONTACT_COLUMNS, false),
      event: await load('event', EVENT_COLUMNS), delta: await load('delta', DELTA_COLUMNS), delta_pending: await load('delta_pending', DELTA_COLUMNS),
      inspection: await load('inspection', visitPattern('ADMINISTRATIVE', false).columns.row), hazard: await load('hazard', columns.row), round: await load('round', columns.round),
    } satisfies Record<string, TableLoad>
    const sinkOf = <K extends keyof typeof open>(name: K) => open[name].sink

    const from = performance.now()
    const tick = ticker(log, from)
    const { sites, firms } = await writeRegister(
      { seed, subjects: options.subjects, span, areas, numberOf }, { subject: sinkOf('subject'), contact: sinkOf('contact'), event: sinkOf('event'), delta: sinkOf('delta') },
      { subject: subjectRow, event: EVENT_COLUMNS }, rollups, (n) => tick(() => `${n} of ${options.subjects} subjects`))
    log(`${sites.length} subjects told: ${seconds(performance.now() - from)}`)
    const registered = Promise.all([open.subject.finish(), open.contact.finish()])
    registered.catch(() => undefined)
    const done = await writeFacts({ seed, hazards: options.hazards, span, areas, sites }, {
      inspection: sinkOf('inspection'), hazard: sinkOf('hazard'), round: sinkOf('round'), event: sinkOf('event'), delta: sinkOf('delta'), delta_pending: sinkOf('delta_pending'),
    }, rollups, (p) => tick(() => `${p.day}: ${p.hazards} of ${options.hazards} hazards, ${p.inspections} inspections, ${p.events} events, ${p.deltas} deltas`))
    log(`${done.hazards} hazards, ${done.inspections} inspections, ${done.events} events, ${done.deltas} deltas told: ${seconds(performance.now() - from)}`)
    const finishing = Promise.all([open.event, open.hazard, open.delta, open.inspection, open.round, open.delta_pending].map((one) => one.finish()))
    finishing.catch(() => undefined)
    await timedStep(log, 'rollups', async () => {
      const target = await load('rollup', rollups.columns)
      let rows = 0
      for (const line of rollups.lines()) {
        target.sink.put(line)
        rows++
        if (target.sink.full) await target.sink.drain()
      }
      await target.finish()
      log(`${rows} rows of rollups`)
    })
    await timedStep(log, 'the last of the tables and their indexes', () => Promise.all([directory, registered, finishing]))
    await timedStep(log, 'sums by day', async () => {
      await root.client.begin(async (tx) => {
        await tx`set local work_mem = '256MB'`
        await tx.unsafe(`insert into rollup_day (path, own, counts_on, ${USED.join(', ')}) select * from (${daysText('delta', USED)}) d order by 1, 2, 3`)
      })
      // As one that has run for a while is: read by its indexes alone.
      await root.client`vacuum analyze rollup_day`
    })
    await timedStep(log, 'stamps and foreign keys', async () => {
      await root.client`insert into figures_stamp (path, stamp) select distinct path, ${seed} from rollup where sector_id = ${ALL_SECTORS}`
      await restore()
    })
    await timedStep(log, 'accounts and offices', async () => {
      await writeAccounts(owner.db, places, areas, firms, span.from)
      await writeOffices(owner, places, areas, span.from)
    })
    const noon = new Date(startOfDay(today).getTime() + 12 * 3_600_000)
    if (options.whole) await timedStep(log, 'the demonstration over it', () => seedDemonstration({ ...options, clock: clockAt(() => noon), log: () => undefined }))
    return { ...done, subjects: sites.length }
  } finally {
    await Promise.all([owner.close(), root.close()])
  }
}

