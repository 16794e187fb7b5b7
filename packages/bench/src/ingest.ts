import { connect } from '@anwang/db/client'
import { compareAll } from '@anwang/db/metrics/recount'
import { cpuOf, cpuOfFamily } from './lib/cpu.ts'
import { startFold } from './lib/folding.ts'
import { measure } from './lib/ending.ts'
import { checks, load, median, seconds as inSeconds, table, timed } from './lib/report.ts'
import { markdownTable, writeResult } from './lib/results.ts'
import { sizesOf } from './lib/options.ts'
import { databaseOf } from './lib/stage.ts'
import { makeRollup, spotsIn, WAYS, write, type Way } from './lib/writers.ts'

// Ten writers in one province, durable commits: what the delta row costs, and what upserting every ancestor would.

const PROVINCE = '41/'
const WRITERS = 10
const HELD = [0, 2] as const
const SPOTS = 5000

await measure(async (atEnd) => {
  const loadBefore = load()
  const { data, rounds, seconds } = sizesOf({ rounds: 3, seconds: 10, connections: WRITERS })
  const { database, day, on, postgres } = await databaseOf(data, atEnd)
  const root = connect(database.superUrl.replace(/\/postgres$/, '/anwang'), { max: 1 })
  atEnd(() => root.close())
  atEnd(await makeRollup(root.client))
  const spots = await spotsIn(root.client, PROVINCE, SPOTS)
  const found = new Map<string, number[]>()
  /** Milliseconds of processor an event, node and PostgreSQL with the folds beside it. */
  const spent = new Map<string, number[]>()
  const processor = () => cpuOf(process.pid) + cpuOfFamily(postgres)
  const key = (way: Way, held: number) => `${way} ${held}`
  let lag = 0
  // The copy of the rollups has taken the place in memory of what a fold writes to.
  const first = startFold(database.workerUrl, day)
  await write(database.appUrl, spots, PROVINCE, day, { way: 'ledger', held: 0, writers: WRITERS, seconds: 2, processor })
  await first.stop()
  for (let round = 0; round < rounds; round++)
    for (const held of HELD) for (const way of WAYS.map((_, i) => WAYS[(i + round) % WAYS.length]!)) {
      const folding = startFold(database.workerUrl, day)
      const { rate, each } = await write(database.appUrl, spots, PROVINCE, day, { way, held, writers: WRITERS, seconds, processor })
      const waited = await folding.stop()
      lag = Math.max(lag, waited)
      found.set(key(way, held), [...(found.get(key(way, held)) ?? []), rate])
      spent.set(key(way, held), [...(spent.get(key(way, held)) ?? []), each])
      console.log(`round ${round + 1}, ${held} ms held, ${way}: ${rate.toFixed(0)} events/s, ${each.toFixed(2)} ms of processor each${waited > 0 ? `, folded within ${waited} ms` : ''}`)
    }
  const middle = (way: Way, held: number) => median(found.get(key(way, held))!)
  const rows = [
    ['events/s', ...HELD.map((held) => (held === 0 ? 'as it is' : `${held} ms held before commit`)), ...HELD.map((held) => (held === 0 ? 'to the ledger' : `to the ledger, ${held} ms held`)), ...HELD.map((held) => (held === 0 ? 'processor, ms an event' : `processor, ${held} ms held`))],
    ...WAYS.map((way) => [way, ...HELD.map((held) => middle(way, held).toFixed(0)), ...HELD.map((held) => (middle(way, held) / middle('ledger', held)).toFixed(2)), ...HELD.map((held) => median(spent.get(key(way, held))!).toFixed(2))]),
  ]
  table(rows)

  const worker = connect(database.workerUrl, { max: 1 })
  atEnd(() => worker.close())
  const recount = await timed(() => compareAll(worker.db, day))
  const check = checks()
  for (const held of HELD) check(`at least 0.8 × without its delta, ${held} ms held`, middle('ledger', held) >= 0.8 * middle('without its delta', held), (middle('ledger', held) / middle('without its delta', held)).toFixed(2))
  check('at least 10 × ancestor upserts, 2 ms held', middle('ledger', 2) >= 10 * middle('ancestor upserts', 2), (middle('ledger', 2) / middle('ancestor upserts', 2)).toFixed(1))
  check('folded within 2 s', lag <= 2000, `${lag} ms`)
  check('a recount afterwards finds no difference', recount.value.differing === 0, `${recount.value.cells} cells in ${inSeconds(recount.took)}, ${recount.value.differing} differ`)
  writeResult({
    title: 'Ingest', command: `pnpm --filter @anwang/bench ingest -- --data <folder> --rounds ${rounds} --seconds ${seconds}`, on, loadBefore,
    body: `${WRITERS} writers in one province, each with a connection of its own as the application's role within a scope: one inspection per transaction, durable commits, the fold at work beside them; ${seconds} s a round, in turn, medians of ${rounds} rounds. Without its delta: a re-inspection, whose rows are the same and which gives no figure. Ancestor upserts: that, and one more in the rollup of every region above.\n\n${markdownTable(rows)}\n\nThe longest that a delta waited to be folded: ${lag} ms. Afterwards a recount of all events compared ${recount.value.cells.toLocaleString('en')} cells in ${inSeconds(recount.took)}: ${recount.value.differing} differ.`,
  })
  return check.failed === 0
})
