import { fail, log, step } from './lib/progress.ts'
import { endChildren } from './lib/run.ts'
import { onShutdown } from './lib/shutdown.ts'
import { SUITES } from './lib/suites.ts'

// `pnpm test` runs every suite; `pnpm test unit hazards` one of them, with what narrows it.

const [only, ...filters] = process.argv.slice(2)
const chosen = SUITES.filter((suite) => only === undefined || suite.name === only)
if (chosen.length === 0) {
  fail(`no suite ${only}: there are ${SUITES.map((suite) => suite.name).join(', ')}`)
  process.exit(1)
}

const shutdown = onShutdown()
shutdown.add(endChildren)
const total = { passed: 0, failed: 0 }

for (const suite of chosen) {
  log(`${suite.name} …`)
  const began = performance.now()
  const running = suite.run(filters, shutdown.add)
  const tally = await (suite.live ? running : step(suite.name, running)).catch((error: unknown) => ({
    passed: 0, failed: 1, details: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }))
  if (shutdown.stopping) break
  if (tally.details !== '') fail(tally.details)
  log(`${suite.name}: ${tally.passed} passed${tally.failed > 0 ? `, ${tally.failed} FAILED` : ''} in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  total.passed += tally.passed
  total.failed += tally.failed
}

if (!shutdown.stopping) {
  await shutdown.run()
  console.log(`${total.passed} passed, ${total.failed} failed`)
  process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)
}
