import { readFileSync } from 'node:fs'
import { connect, type Connection } from '@anwang/db/client'
import { compareAll } from '@anwang/db/metrics/recount'
import { cpuOf } from './lib/cpu.ts'
import { measure, within, type AtEnd } from './lib/ending.ts'
import { readOptions } from './lib/options.ts'
import { checks, load, seconds, table, timed } from './lib/report.ts'
import { markdownTable, writeResult } from './lib/results.ts'
import { databaseOf } from './lib/stage.ts'

// Every figure made again from the events and compared with what is kept, on databases of several sizes, one after the other.
// By processor time of the database's process, which does not depend on what else the machine does.

/** Processor an event at the largest to that at the smallest. */
const GROWTH = 1.3
/** Milliseconds from one look at memory and temporary files to the next. */
const LOOKED = 1000

interface Measured {
  readonly hazards: number
  readonly size: string
  readonly on: readonly string[]
  readonly events: number
  readonly cpu: number
  readonly took: number
  readonly cells: number
  readonly differing: number
  /** Bytes, at most: of the process without what it shares, and of its temporary files. */
  readonly memory: number
  readonly temporary: number
}

const privateMemory = (pid: number): number => Number(/^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
const each = ({ cpu, events }: Measured): number => (cpu * 1000) / events
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`

/** Looks again and again; `end` answers the most that was seen. */
function looking(pid: number, superuser: Connection): { end: () => { readonly memory: number; readonly temporary: number } } {
  const most = { memory: 0, temporary: 0 }
  const timer = setInterval(() => {
    most.memory = Math.max(most.memory, privateMemory(pid))
    superuser.client<{ bytes: number }[]>`select coalesce(sum(size), 0)::float8 as bytes from pg_ls_tmpdir() where name like ${`pgsql_tmp${pid}.%`}`
      .then(([row]) => { most.temporary = Math.max(most.temporary, row?.bytes ?? 0) }, () => undefined)
  }, LOOKED)
  return { end: () => {
    clearInterval(timer)
    return most
  } }
}

async function measured(folder: string, atEnd: AtEnd): Promise<Measured> {
  const { database, superUrl, day, hazards, size, on } = await databaseOf(folder, atEnd)
  const [worker, superuser] = [connect(database.workerUrl, { max: 1 }), connect(superUrl, { max: 1 })]
  atEnd(() => Promise.all([worker.close(), superuser.close()]))
  const [row] = await worker.client<{ pid: number; events: number }[]>`select pg_backend_pid() as pid, (select count(*) from event)::float8 as events`
  const { pid, events } = row!
  const [before, look] = [cpuOf(pid), looking(pid, superuser)]
  const { value: { cells, differing }, took } = await timed(() => compareAll(worker.db, day)).finally(() => look.end())
  const one = { hazards, size, on, events, cpu: cpuOf(pid) - before, took, cells, differing, ...look.end() }
  console.log(`${size} hazards: ${each(one).toFixed(1)} µs of processor an event, ${differing} differences, in ${seconds(took)} (${load()})`)
  return one
}

await measure(async (atEnd) => {
  const loadBefore = load()
  const { folders } = readOptions({})
  if (folders.length === 0) throw new Error('--data is wanted: the folder of a database that `database` made, or of several of different sizes')
  const found: Measured[] = []
  for (const folder of folders) found.push(await within(atEnd, (atEnd) => measured(folder, atEnd)))

  const sorted = found.toSorted((a, b) => a.hazards - b.hazards)
  const [smallest, largest] = [sorted[0]!, sorted.at(-1)!]
  const line = (name: string, of: (one: Measured) => string) => [name, ...sorted.map(of)]
  const rows = [
    line('hazards', ({ size }) => size),
    line('events', ({ events }) => events.toLocaleString('en')),
    line('processor', ({ cpu }) => seconds(cpu)),
    line('processor an event', (one) => `${each(one).toFixed(1)} µs`),
    line('clock', ({ took }) => seconds(took)),
    line('cells', ({ cells }) => cells.toLocaleString('en')),
    line('differences', ({ differing }) => differing.toLocaleString('en')),
    line('memory of its own, at most', ({ memory }) => megabytes(memory)),
    line('temporary files, at most', ({ temporary }) => megabytes(temporary)),
  ]
  table(rows)
  const check = checks()
  for (const { size, cells, differing } of sorted) check(`${size} hazards: a recount finds no difference`, cells > 0 && differing === 0, `${differing} of ${cells}`)
  const grown = each(largest) / each(smallest)
  if (sorted.length > 1) check(`processor an event at ${largest.size} hazards at most ${GROWTH} × that at ${smallest.size}`, grown <= GROWTH, grown.toFixed(2))
  writeResult({
    title: 'Recount', command: `pnpm --filter @anwang/bench recount --${' --data <folder>'.repeat(folders.length)}`, on: sorted.flatMap(({ on }) => on), loadBefore,
    body: `Every figure made again from the events in plain SQL, in one statement on one snapshot, and compared with what is kept: by the one process of PostgreSQL that does it, with 128 MB of \`work_mem\`. A cell: a region with everything below it or by itself, a month, a sector or all, and a metric.\n\n${markdownTable(rows)}${sorted.length > 1 ? `\n\nProcessor an event, largest to smallest: ${grown.toFixed(2)}.` : ''}`,
  })
  return check.failed === 0
})
