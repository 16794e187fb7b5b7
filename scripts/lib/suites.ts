import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SERVER_VARIABLE, startTestServer } from '../../packages/testkit/src/server.ts'
import { ADVICE, findBrowser } from './browser.ts'
import { ROOT } from './paths.ts'
import { startProduct } from './product.ts'
import { step } from './progress.ts'
import { run, type Ran } from './run.ts'

export interface Tally {
  passed: number
  failed: number
  /** Why it failed, where that was not shown as it ran. */
  details: string
}

/** Registers what must end with the tests. */
export type OnEnd = (cleanup: () => unknown) => void
export interface Suite {
  name: string
  /** Whether it shows its progress itself. */
  live: boolean
  run: (filters: readonly string[], onEnd: OnEnd) => Promise<Tally>
}

const check = ({ ok, output }: Ran): Tally => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, details: ok ? '' : output })
const failure = (details: string): Tally => ({ passed: 0, failed: 1, details })

const PACKAGES = ['api', 'db', 'web', ...readdirSync(join(ROOT, 'packages')).map((name) => join('packages', name))]

async function types(): Promise<Tally> {
  const [packages, scripts] = [
    await run('turbo', ['run', 'typecheck', '--concurrency=2', '--continue', '--output-logs=errors-only'], { env: { TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' } }),
    await run('tsc', ['--noEmit', '-p', 'scripts']),
  ]
  return check({ ok: packages.ok && scripts.ok, output: [packages, scripts].filter((ran) => !ran.ok).map((ran) => ran.output).join('\n') })
}

/** Everything a package's `generate` writes. */
const GENERATED = ['api/schema.graphql', 'db/migrations', 'web/src/gql']

function* filesBelow(path: string): Generator<string> {
  if (!existsSync(path)) return
  if (statSync(path).isFile()) yield path
  else for (const name of readdirSync(path).sort()) yield* filesBelow(join(path, name))
}

const fingerprints = (): Map<string, string> =>
  new Map(GENERATED.flatMap((path) => [...filesBelow(join(ROOT, path))]).map((file) => [file.slice(ROOT.length), createHash('sha256').update(readFileSync(file)).digest('hex')]))

/** Runs every `generate` in place: what it would change was not committed with its sources. */
async function generated(): Promise<Tally> {
  const before = fingerprints()
  for (const folder of PACKAGES) {
    const file = join(ROOT, folder, 'package.json')
    const script = (JSON.parse(readFileSync(file, 'utf8')) as { scripts?: Record<string, string> }).scripts?.['generate']
    if (script === undefined) continue
    const ran = await run(script, 'shell', { cwd: join(ROOT, folder) })
    if (!ran.ok) return failure(`${folder}: ${script}\n${ran.output}`)
  }
  const after = fingerprints()
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((file) => before.get(file) !== after.get(file))
  return check({ ok: changed.length === 0, output: `generated files were not up to date; they are now, look at them and commit them:\n${changed.join('\n')}` })
}

interface Report<T> {
  file: string
  read(): T | null
  remove(): void
}

function report<T>(): Report<T> {
  const folder = mkdtempSync(join(tmpdir(), 'anwang-report-'))
  const file = join(folder, 'report.json')
  return {
    file,
    read: () => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : null),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function unit(filters: readonly string[], onEnd: OnEnd): Promise<Tally> {
  const { server, stop } = await step('starting PostgreSQL for the tests', startTestServer())
  onEnd(stop)
  const json = report<{ numPassedTests: number; numFailedTests: number; numFailedTestSuites: number }>()
  const ran = await run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${json.file}`, ...filters], {
    live: true, env: { [SERVER_VARIABLE]: JSON.stringify(server) },
  })
  const result = json.read()
  json.remove()
  await stop()
  if (!result) return failure('vitest ended without a report')
  // A file that does not load has no failed tests of its own.
  const failed = Math.max(result.numFailedTests, ran.ok ? 0 : 1)
  return { passed: result.numPassedTests, failed, details: '' }
}

async function browser(filters: readonly string[], onEnd: OnEnd): Promise<Tally> {
  const executable = await step('looking for a browser', findBrowser())
  if (executable === null) return failure(ADVICE)
  const starting = startProduct()
  onEnd(() => starting.then((product) => product.stop(), () => undefined))
  const product = await step('starting the product for the browser tests', starting)
  // Chromium keeps a profile under HOME, which need not exist.
  const home = mkdtempSync(join(tmpdir(), 'anwang-home-'))
  const json = report<{ stats: { expected: number; unexpected: number; flaky: number } }>()
  const ran = await run('playwright', ['test', '--reporter=list,json', ...filters], {
    cwd: join(ROOT, 'web'), live: true,
    env: {
      HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home, PLAYWRIGHT_JSON_OUTPUT_FILE: json.file,
      ANWANG_E2E_URL: product.url, ANWANG_E2E_ISSUER: product.issuer, ANWANG_E2E_BROWSER: executable, ANWANG_DEMO_PASSWORD: product.password,
    },
  })
  const result = json.read()
  json.remove()
  rmSync(home, { recursive: true, force: true })
  await product.stop()
  if (!result) return failure('playwright ended without a report')
  const { expected, unexpected, flaky } = result.stats
  return { passed: expected + flaky, failed: Math.max(unexpected, ran.ok ? 0 : 1), details: ran.ok ? '' : `what the product warned of:\n${product.warnings()}` }
}

export const SUITES: readonly Suite[] = [
  { name: 'lint', live: false, run: async () => check(await run('oxlint', ['--format=unix'])) },
  { name: 'boundaries', live: false, run: async () => check(await run('depcruise', ['-c', 'packages/config/boundaries.cjs', 'api', 'db', 'packages', 'scripts', 'web'])) },
  { name: 'types', live: false, run: types },
  { name: 'generated', live: false, run: generated },
  { name: 'unit', live: true, run: unit },
  { name: 'browser', live: true, run: browser },
]
