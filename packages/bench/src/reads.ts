import { connect } from '@anwang/db/client'
import { previous, quarterOf } from '@anwang/domain'
import { blocksText } from './lib/buffers.ts'
import { changerOf } from './lib/change.ts'
import { measure } from './lib/ending.ts'
import { peakOf } from './lib/ledgers.ts'
import { sizesOf } from './lib/options.ts'
import { blocksOfReads, CHANGED, readsOf, timesAfterChanges, timesOf, UNCHANGED, type Timed } from './lib/reads.ts'
import { checks, load, table } from './lib/report.ts'
import { markdownTable, writeResult } from './lib/results.ts'
import { stageOf } from './lib/stage.ts'

// What the pages ask most, one request at a time: how long the product takes, and how many blocks of the database it touches.

/** Milliseconds at most, of half of the requests; issue and design name them for 5 million hazards. */
const LIMITS: Readonly<Record<string, number>> = { [UNCHANGED]: 60, [CHANGED]: 300, 'overdue board, first page and count': 15, 'search of hazards in a city': 15 }

const fixed = (n: number, digits = 1): string => n.toFixed(digits)

await measure(async (atEnd) => {
  const loadBefore = load()
  const { data, rounds, seconds } = sizesOf({ rounds: 3, seconds: 5, connections: 1 })
  const stage = await stageOf(data, atEnd)
  const product = await stage.start('product')
  const reads = (await readsOf(product, previous(quarterOf(stage.day)).text)).list
  const changer = await changerOf(stage.database, stage.day)
  atEnd(() => changer.close())
  const counting = connect(stage.superUrl, { max: 1 })
  atEnd(() => counting.close())

  const times: Timed[] = []
  for (const { name, request } of reads) {
    const one = await timesOf(request, rounds, seconds, { product: product.pid, postgres: stage.postgres })
    times.push(one)
    console.log(`${name}: ${fixed(one.p50)} ms, ${fixed(one.p99)} ms`)
  }
  times.push(await timesAfterChanges(reads.find(({ name }) => name === UNCHANGED)!.request, changer))
  const blocks = await blocksOfReads(counting.client, product, reads, changer)
  const measured = [...reads.map(({ name }) => name), CHANGED].map((name, i) => ({ name, ...times[i]!, blocks: blocks[i]! }))

  const check = checks()
  const rows = [
    ['read', 'p50', 'p99', 'CPU of node', 'CPU of PostgreSQL', 'blocks', 'bytes'],
    ...measured.map(({ name, p50, p99, cpu, blocks, bytes }) => [name, `${fixed(p50)} ms`, `${fixed(p99)} ms`, cpu ? `${fixed(cpu.node)} ms` : '', cpu ? `${fixed(cpu.postgres)} ms` : '', blocksText(blocks), bytes.toLocaleString('en')]),
  ]
  table(rows)
  for (const { name, p50 } of measured) if (LIMITS[name] !== undefined) check(`${name}: at most ${LIMITS[name]} ms`, p50 <= LIMITS[name], `${fixed(p50)} ms`)
  writeResult({
    title: `Reads at ${stage.size} hazards`, command: `pnpm --filter @anwang/bench reads -- --data <folder> --rounds ${rounds} --seconds ${seconds}`, on: stage.on, loadBefore,
    body: `One request at a time, whole over HTTP with the sign-in; medians of ${rounds} rounds of ${seconds} s after a warm-up. After a change: ten times an inspection was recorded and folded before; the 99th is the longest. Blocks: 8 kB each, touched by PostgreSQL for one request, sign-in and planning included. CPU: processor time of the product's process and of all of PostgreSQL's, per request. The product's process held at most ${peakOf(product.pid).toFixed(0)} MB.\n\n${markdownTable(rows)}`,
  })
  return check.failed === 0
})
