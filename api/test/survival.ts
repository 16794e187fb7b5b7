import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { productOf } from './survival/product.ts'
import { survive } from './survival/run.ts'

// `node api/test/survival.ts [rounds]`: kills PostgreSQL and the API of a product of its own, so often each, while clients write.

const rounds = Number(process.argv[2] ?? 50)
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('how many rounds?')
const folder = mkdtempSync(join(tmpdir(), 'anwang-survival-'))
const product = await productOf({ module: join(import.meta.dirname, '../../scripts/start.ts'), dataDir: join(folder, 'data') })
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void product.kill('everything').then(() => process.exit(1)))

const began = Date.now()
const seconds = (): string => `${((Date.now() - began) / 1000).toFixed(0).padStart(5)} s`
let held = false
try {
  const report = await survive({ product, rounds, file: join(folder, 'ledger.jsonl'), log: (line) => console.log(`${seconds()}  ${line}`) })
  const { kills, tally, recoveries } = report
  const longest = recoveries.toSorted((a, b) => b.ms - a.ms)
  console.log(`${seconds()}  killed: ${Object.entries(kills).map(([victim, n]) => `${victim} ${n}`).join(', ')}; started ${report.starts} times`)
  console.log(`acknowledged ${report.entries}, tried again ${tally.retried} (503: ${tally.unavailable}, broken connections: ${tally.broken}), imports tried again ${tally.importsAgain}; ${report.events} events`)
  console.log(`recovery: median ${longest[Math.floor(longest.length / 2)]!.ms} ms, longest ${longest[0]!.ms} ms (${longest[0]!.victim})`)
  for (const said of report.commands) console.log(said)
  for (const [what, found] of Object.entries(report.findings)) {
    console.log(`${what}: ${found.length}`)
    for (const line of found.slice(0, 20)) console.log(`  ${line}`)
  }
  held = Object.values(report.findings).every((found) => found.length === 0)
} catch (error) {
  console.error(error)
  await product.kill('everything')
}
if (held) rmSync(folder, { recursive: true, force: true })
else console.log(`kept: ${folder}`)
process.exit(held ? 0 : 1)
