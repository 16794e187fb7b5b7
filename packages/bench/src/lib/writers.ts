import { inScope, newId, newNumber, type Scope, type Tx } from '@anwang/db'
import { connect, sent, type Connection } from '@anwang/db/client'
import { append } from '@anwang/db/ledger'
import { ALL_SECTORS } from '@anwang/db/schema/metrics'
import { monthNumber, startOfDay, type Day } from '@anwang/domain'
import { setTimeout as sleep } from 'node:timers/promises'

/** Where an inspection can be recorded. */
export interface Spot {
  readonly subjectId: string
  readonly placeId: string
  readonly accountId: string
  readonly accountPath: string
  readonly sectorId: string
}

export const WAYS = ['ledger', 'without its delta', 'ancestor upserts'] as const
export type Way = (typeof WAYS)[number]

/** A copy of the rollups, for upserts to write into. Answers what takes it away. */
export async function makeRollup(root: Connection['client']): Promise<() => Promise<void>> {
  const remove = async () => void (await root.unsafe('drop table if exists bench_rollup'))
  await remove()
  await root.unsafe('create table bench_rollup (like rollup including all)')
  await root.unsafe('insert into bench_rollup select * from rollup')
  await root.unsafe('grant select, insert, update on bench_rollup to anwang_app')
  await root.unsafe('analyze bench_rollup')
  return remove
}

export const spotsIn = async (client: Connection['client'], path: string, most: number): Promise<Spot[]> => [...await client<Spot[]>`
  select id as "subjectId", region_id as "placeId", account_id as "accountId", account_path as "accountPath", sector_id as "sectorId" from subject
  where path >= ${path} and path < ${`${path.slice(0, -1)}0`} and status = 'OPERATING' order by md5(id::text) limit ${most}`]

/** One inspection recorded, as a service hands it to the ledger. A re-inspection writes the same rows and gives no figure. */
async function record(tx: Tx, { accountPath: _path, ...place }: Spot, day: Day, counted: boolean): Promise<void> {
  await append(tx, [{ stream: 'inspection', id: newId(), before: null, events: [{
    type: 'recorded', occurredAt: new Date(startOfDay(day).getTime() + 10 * 3_600_000), source: 'WEB', actorId: newId(),
    payload: { ...place, number: newNumber('JC', day), nature: 'ADMINISTRATIVE', startedOn: day, finishedOn: day, reinspection: !counted, findings: '未发现事故隐患', shownOnly: false },
  }] }])
}

const UPSERT = `
  insert into bench_rollup (month, sector_id, level, path, own, region_id, inspections)
  select $1::int, s.id, array_position(array['COUNTRY','PROVINCE','CITY','COUNTY','STREET','COMMUNITY'], r.level) - 1, r.path, o.own, r.id, 1
  from unnest(ancestor_paths($2::text)) a(path) join region r on r.path = a.path collate "C"
  cross join (values ('${ALL_SECTORS}'::uuid), ($3::uuid)) s(id)
  cross join lateral (select false as own union all select true where r.path = $2::text) o
  order by 1, 2, 3, 4, 5
  on conflict (month, sector_id, level, path, own) do update set inspections = bench_rollup.inspections + 1`
/** What one does without deltas: one more at the place and at every region above it, of all sectors and of its own, keys in order. */
const upsert = (tx: Tx, { accountPath, sectorId }: Spot, day: Day) => sent(tx, UPSERT, [String(monthNumber(day)), accountPath, sectorId])

export interface Writing {
  readonly way: Way
  /** Milliseconds held before the commit, as a busier disk or a replica would. */
  readonly held: number
  readonly writers: number
  readonly seconds: number
  /** Milliseconds of processor used so far by all that takes part. */
  readonly processor: () => number
}

export interface Written {
  /** Events per second. */
  readonly rate: number
  /** Milliseconds of processor an event. */
  readonly each: number
}

/** Milliseconds for which the writers write before anything is counted: connections are opened and statements planned once a process. */
const WARMING = 1500

/** What so many writers come to, each with a connection of its own, in durable transactions of one event within a scope. */
export async function write(appUrl: string, spots: readonly Spot[], path: string, day: Day, { way, held, writers, seconds, processor }: Writing): Promise<Written> {
  const connection = connect(appUrl, { max: writers, connection: { jit: 'off' } })
  const scope: Scope = { accountId: newId(), terms: [{ paths: [path], sectors: null, subjectId: null }] }
  let counted = false
  let over = false
  let written = 0
  let next = 0
  const one = async () => {
    while (!over) {
      const spot = spots[next++ % spots.length]!
      // Whatever is held is a disk's or a replica's and no round trip of the writer's: it goes out with the last statement.
      await inScope(connection.db, scope, (tx) => Promise.all([
        record(tx, spot, day, way === 'ledger'),
        ...(way === 'ancestor upserts' ? [upsert(tx, spot, day)] : []),
        ...(held > 0 ? [sent(tx, 'select pg_sleep($1::float8)', [String(held / 1000)])] : []),
      ]))
      if (counted) written++
    }
  }
  const count = async (): Promise<Written> => {
    try {
      await sleep(WARMING)
      counted = true
      const began = performance.now()
      const used = processor()
      await sleep(seconds * 1000)
      counted = false
      return { rate: written / ((performance.now() - began) / 1000), each: (processor() - used) / written }
    } finally {
      over = true
    }
  }
  try {
    const [found] = await Promise.all([count(), ...Array.from({ length: writers }, one)])
    return found
  } finally {
    over = true
    await connection.close()
  }
}
