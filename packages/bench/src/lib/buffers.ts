import type { Connection } from '@anwang/db/client'

/** A backend that falls idle tells what it touched after ten seconds, or at once where it last told more than a second before. */
export const REPORTED = 10_500
/** Who answers requests; jobs run as the worker. */
const SERVING = ['anwang_app']
const SERVING_AND_JOBS = [...SERVING, 'anwang_worker']

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))

export interface Work {
  readonly times: number
  readonly run: () => Promise<unknown>
  /** Whether a part of it is done as the worker: what its jobs touch beside it is measured idle and left out. */
  readonly byWorker?: boolean
}

export interface Backends {
  /** A superuser on PostgreSQL 18 or later. */
  readonly client: Connection['client']
  /** The `application_name` of the connections that are counted, of which there is one server; all where it is left out. */
  readonly application?: string
}

interface Snapshot {
  /** Blocks by backend and role. */
  readonly blocks: ReadonlyMap<number, { readonly role: string; readonly blocks: number }>
  readonly parallel: number
}

async function snapshot({ client, application }: Backends): Promise<Snapshot> {
  await pause(REPORTED)
  const rows = await client<{ pid: number; role: string; blocks: number }[]>`
    select a.pid, a.usename as role, sum(io.hits + io.read_bytes / current_setting('block_size')::int)::float8 as blocks
    from pg_stat_activity a cross join lateral pg_stat_get_backend_io(a.pid) io
    where a.datname = current_database() and a.usename in ${client(SERVING_AND_JOBS)} and (${application ?? null}::text is null or a.application_name = ${application ?? null}) and io.object = 'relation'
    group by a.pid, a.usename`
  const [row] = await client<{ parallel: number }[]>`select parallel_workers_launched::float8 as parallel from pg_stat_database where datname = current_database()`
  return { blocks: new Map(rows.map(({ pid, role, blocks }) => [pid, { role, blocks }])), parallel: row!.parallel }
}

function between(before: Snapshot, after: Snapshot, roles: readonly string[]): number {
  for (const [pid, { role }] of before.blocks) if (roles.includes(role) && !after.blocks.has(pid)) throw new Error('a connection was closed while its blocks were counted')
  let sum = 0
  for (const [pid, { role, blocks }] of after.blocks) if (roles.includes(role)) sum += blocks - (before.blocks.get(pid)?.blocks ?? 0)
  return sum
}

export interface Touched {
  /** Of 8 kB each. */
  readonly blocks: number
  /** Parallel workers that were started, by anybody in the database: what they touch is lost with them. */
  readonly parallel: number
}

/** What the database touches for one run of each work, one work after the other. @throws where a connection was closed meanwhile */
export async function blocksOf(backends: Backends, works: readonly Work[]): Promise<Touched[]> {
  const found: Touched[] = []
  let before = await snapshot(backends)
  for (const { times, run, byWorker = false } of works) {
    const roles = byWorker ? SERVING_AND_JOBS : SERVING
    const from = performance.now()
    for (let i = 0; i < times; i++) await run()
    const took = performance.now() - from
    let after = await snapshot(backends)
    const parallel = (after.parallel - before.parallel) / times
    let touched = between(before, after, roles)
    if (byWorker) {
      await pause(took)
      const idle = await snapshot(backends)
      touched -= between(after, idle, roles)
      after = idle
    }
    found.push({ blocks: Math.max(0, touched / times), parallel })
    before = after
  }
  return found
}

/** The blocks of one work. */
export async function buffersOf(client: Connection['client'], times: number, run: () => Promise<unknown>, application?: string): Promise<number> {
  const [touched] = await blocksOf({ client, ...(application !== undefined && { application }) }, [{ times, run }])
  if (touched!.parallel > 0) console.warn(`${touched!.parallel} parallel workers a run: their blocks are not counted`)
  return touched!.blocks
}

/** As a table says it. */
export const blocksText = ({ blocks, parallel }: Touched): string => blocks.toFixed(0) + (parallel > 0 ? ' and those of parallel workers' : '')
