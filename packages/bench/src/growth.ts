import { connect } from '@anwang/db/client'
import { previous, quarterOf } from '@anwang/domain'
import { blocksText, REPORTED, type Touched } from './lib/buffers.ts'
import { changerOf } from './lib/change.ts'
import { measure, within } from './lib/ending.ts'
import { foldersOf } from './lib/options.ts'
import { blocksOfReads, CHANGED, readsOf, timesAfterChanges, timesOf, UNCHANGED, type Timed } from './lib/reads.ts'
import { checks, load, table } from './lib/report.ts'
import { markdownTable, writeResult } from './lib/results.ts'
import { stageOf } from './lib/stage.ts'

// How the cost of what the pages ask most grows with the database: the same reads on databases of several sizes, one after the other.

/** Blocks at the largest to those at the smallest. */
const GROWTH = 1.3

interface Measured {
  readonly hazards: number
  readonly size: string
  readonly on: readonly string[]
  readonly names: readonly string[]
  readonly blocks: readonly Touched[]
  readonly times: readonly Timed[]
}

await measure(async (atEnd) => {
  const loadBefore = load()
  const { folders, rounds, seconds } = foldersOf({ rounds: 1, seconds: 3 })
  let indicator: number | undefined
  const found: Measured[] = []
  for (const folder of folders)
    found.push(await within(atEnd, async (atEnd): Promise<Measured> => {
      const stage = await stageOf(folder, atEnd)
      const product = await stage.start('product')
      const reads = await readsOf(product, previous(quarterOf(stage.day)).text, indicator)
      indicator ??= reads.indicator
      const changer = await changerOf(stage.database, stage.day)
      atEnd(() => changer.close())
      const counting = connect(stage.superUrl, { max: 1 })
      atEnd(() => counting.close())
      const times: Timed[] = []
      for (const { name, request } of reads.list) {
        const one = await timesOf(request, rounds, seconds, { product: product.pid, postgres: stage.postgres })
        times.push(one)
        console.log(`${stage.size} hazards: ${name}: ${one.p50.toFixed(1)} ms`)
      }
      times.push(await timesAfterChanges(reads.list.find(({ name }) => name === UNCHANGED)!.request, changer))
      console.log(`${stage.size} hazards: counting blocks, ${Math.round(((reads.list.length + 2) * REPORTED) / 1000)} s and more`)
      const blocks = await blocksOfReads(counting.client, product, reads.list, changer)
      const names = [...reads.list.map(({ name }) => name), CHANGED]
      console.log(`${stage.size} hazards (${load()})`)
      table(names.map((name, i) => [name, `${blocksText(blocks[i]!)} blocks`, `${times[i]!.p50.toFixed(1)} ms`]))
      return { hazards: stage.hazards, size: stage.size, on: stage.on, names, blocks, times }
    }))

  const sorted = found.toSorted((a, b) => a.hazards - b.hazards)
  const [smallest, largest] = [sorted[0]!, sorted.at(-1)!]
  const names = smallest.names
  const ratio = (of: (one: Measured) => number) => of(largest) / of(smallest)
  const tableOf = (title: string, text: (one: Measured, i: number) => string, of: (one: Measured, i: number) => number) => [
    [title, ...sorted.map(({ size }) => size), 'largest to smallest'],
    ...names.map((name, i) => [name, ...sorted.map((one) => text(one, i)), ratio((one) => of(one, i)).toFixed(2)]),
  ]
  const blocks = tableOf('blocks per request', (one, i) => blocksText(one.blocks[i]!), (one, i) => one.blocks[i]!.blocks)
  const times = tableOf('median, one at a time', (one, i) => `${one.times[i]!.p50.toFixed(1)} ms`, (one, i) => one.times[i]!.p50)
  table(blocks)
  table(times)
  const check = checks()
  for (const [i, name] of names.entries()) {
    const grown = ratio((one) => one.blocks[i]!.blocks)
    check(`${name}: blocks at ${largest.size} hazards at most ${GROWTH} × those at ${smallest.size}`, grown <= GROWTH && sorted.every((one) => one.blocks[i]!.parallel === 0), grown.toFixed(2) + (sorted.some((one) => one.blocks[i]!.parallel > 0) ? ', with parallel workers' : ''))
  }
  writeResult({
    title: 'Growth', command: `pnpm --filter @anwang/bench growth --${' --data <folder>'.repeat(folders.length)} --rounds ${rounds} --seconds ${seconds}`, on: sorted.flatMap(({ on }) => on), loadBefore,
    body: `The reads above on databases that differ in nothing but their number of hazards, with the inspections and subjects that go with them. Blocks: 8 kB each, touched by PostgreSQL for one request, sign-in and planning included. Times: medians of ${rounds === 1 ? 'one round' : `${rounds} rounds`} of ${seconds} s after a warm-up.\n\n${markdownTable(blocks)}\n\n${markdownTable(times)}`,
  })
  return check.failed === 0
})
