import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { productOf } from '../test/survival/product.ts'
import { survive } from '../test/survival/run.ts'

const folder = mkdtempSync(join(tmpdir(), 'anwang-survival-'))
const product = await productOf({ module: join(import.meta.dirname, '../test/survival/small.ts'), dataDir: join(folder, 'data') })
afterAll(async () => {
  await product.kill('everything')
  rmSync(folder, { recursive: true, force: true })
})

// `node api/test/survival.ts` does it fifty times each, on the demonstration.
it('PostgreSQL and the API killed while clients write: what was acknowledged is there once, and nothing else', async () => {
  const report = await survive({ product, rounds: 2, file: join(folder, 'ledger.jsonl'), log: () => undefined })
  expect(report.findings).toEqual(Object.fromEntries(Object.keys(report.findings).map((what) => [what, []])))
  expect(report.recoveries).toHaveLength(4)
  expect(report.entries).toBeGreaterThan(20)
  expect(report.commands).toEqual([expect.stringMatching(/, 0 differences$/), expect.stringContaining('whole')])
}, 120_000)
