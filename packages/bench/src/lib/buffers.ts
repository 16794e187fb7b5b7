import type { Connection } from '@anwang/db/client'

/** Backends report what they touched at most once a second, and when they fall idle. */
const REPORTED = 2500

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))

async function touched(client: Connection['client']): Promise<number> {
  await pause(REPORTED)
  const [row] = await client<{ blocks: number }[]>`select (blks_hit + blks_read)::float8 as blocks from pg_stat_database where datname = current_database()`
  return row!.blocks
}

/** Blocks that the database touches for one of `times` runs of `work`; what goes on beside them is measured idle and left out. */
export async function buffersOf(client: Connection['client'], times: number, work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  const before = await touched(client)
  for (let i = 0; i < times; i++) await work()
  const after = await touched(client)
  const took = performance.now() - from
  await pause(took - REPORTED)
  const idle = (await touched(client)) - after
  return Math.max(0, (after - before - idle) / times)
}
