import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { measure, within, type AtEnd } from './lib/ending.ts'
import { anwang } from './lib/product.ts'
import { load, seconds, table, timed } from './lib/report.ts'
import { writeResult } from './lib/results.ts'
import { databaseOf } from './lib/stage.ts'

// The whole set over one database, in turn, each part writing its own of RESULTS.md; at last every figure is counted again.

const USAGE = 'usage: all -- --data <folder> [--small <folder of a smaller database>] … [--rounds 3] [--seconds 10]'

function readOptions() {
  const { values } = parseArgs({ args: process.argv.slice(2).filter((arg) => arg !== '--'), options: { data: { type: 'string' }, small: { type: 'string', multiple: true }, rounds: { type: 'string' }, seconds: { type: 'string' } } })
  const at = (folder: string) => resolve(process.env['INIT_CWD'] ?? '.', folder)
  if (values.data === undefined) throw new Error(`--data is missing\n${USAGE}`)
  const counts = (['rounds', 'seconds'] as const).flatMap((name) => (values[name] === undefined ? [] : [`--${name}`, values[name]]))
  return { data: at(values.data), small: (values.small ?? []).map(at), counts }
}

/** Runs a part as a command of its own; answers whether it held. */
function run(part: string, args: readonly string[], atEnd: AtEnd): Promise<boolean> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(`./${part}.ts`, import.meta.url)), ...args], { stdio: ['ignore', 'inherit', 'inherit'] })
  const ended = new Promise<boolean>((done) => {
    child.once('error', () => done(false))
    child.once('close', (code) => done(code === 0))
  })
  atEnd(async () => {
    child.kill('SIGTERM')
    await ended
  })
  return ended
}

await measure(async (atEnd) => {
  const { data, small, counts } = readOptions()
  const parts: (readonly [part: string, args: readonly string[]])[] = [
    ['reads', ['--data', data, ...counts]],
    ['ranking', ['--data', data, ...counts]],
    ...(small.length > 0 ? [['growth', [...small, data].flatMap((folder) => ['--data', folder])] as const] : []),
    ['page', ['--data', data]],
    ['rebuild', ['--data', data]],
    ['recount', [...small, data].flatMap((folder) => ['--data', folder])],
    // These record.
    ['import', ['--data', data]],
    ['ingest', ['--data', data, ...counts]],
  ]
  const rows: string[][] = []
  for (const [i, [part, args]] of parts.entries()) {
    console.log(`\n${i + 1} of ${parts.length}: ${part} (${load()})`)
    const { value, took } = await timed(() => within(atEnd, (atEnd) => run(part, args, atEnd)))
    rows.push([part, value ? 'holds' : 'FAILED', seconds(took)])
  }
  const loadBefore = load()
  console.log(`\nat last: recount (${loadBefore})`)
  const { on, day } = await within(atEnd, (atEnd) => databaseOf(data, atEnd))
  process.env['ANWANG_CLOCK'] = `${day}T12:00:00+08:00`
  const counted = await timed(() => anwang(data, ['recount']))
  const holds = /(^|\D)0 differences/.test(counted.value)
  rows.push(['recount', holds ? 'holds' : 'FAILED', seconds(counted.took)])
  writeResult({
    title: 'Recount after all of it', command: `pnpm --filter @anwang/bench all -- --data <folder>${' --small <folder>'.repeat(small.length)}`, on, loadBefore,
    body: `After the parts above, every figure counted again from the events by \`anwang recount\`, in ${seconds(counted.took)}:\n\n\`\`\`\n${counted.value}\n\`\`\``,
  })
  table([['part', '', 'took'], ...rows])
  return rows.every(([, held]) => held === 'holds')
})
