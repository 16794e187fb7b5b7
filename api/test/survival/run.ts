import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { withWorker } from '../../src/cli/database.ts'
import { clientOf, type Tally } from './client.ts'
import { openLedger, readLedger } from './ledger.ts'
import type { Product, Victim } from './product.ts'
import { abandoned, foldedWithin, lastEvent, leftovers, lostSessions, verify, wrongFolds } from './verify.ts'
import { write } from './writers.ts'

export interface Options {
  readonly product: Product
  /** Kills of PostgreSQL, and as many of the API. */
  readonly rounds: number
  /** Of the ledger. */
  readonly file: string
  readonly log: (line: string) => void
}

export interface Report {
  readonly kills: Readonly<Record<Victim, number>>
  readonly tally: Tally
  /** Milliseconds from each kill to the first answer to something that was asked after it. */
  readonly recoveries: readonly { readonly victim: Victim; readonly ms: number }[]
  readonly entries: number
  readonly events: number
  /** What must be empty. */
  readonly findings: Readonly<Record<string, readonly string[]>>
  /** What `anwang recount` and `anwang audit verify` said. */
  readonly commands: readonly string[]
  readonly starts: number
}

const ANWANG = join(import.meta.dirname, '../../src/cli/main.ts')
const TODAY = '2026-10-12'

/** Runs a command of the product on its database. */
const command = (product: Product, ...args: string[]): Promise<{ ok: boolean; said: string }> =>
  new Promise((done) => {
    execFile(process.execPath, [ANWANG, ...args], { env: { ...process.env, NODE_ENV: '', ANWANG_CLOCK: `frozen:${TODAY}`, ANWANG_DATA: product.dataDir, DATABASE_URL: '', DATABASE_OWNER_URL: '', DATABASE_WORKER_URL: '' }, timeout: 120_000 },
      (error, stdout, stderr) => done({ ok: error === null, said: (stdout.trim() || stderr.trim()).split('\n').slice(-4).join(' | ') }))
  })

const shuffled = <T>(list: T[]): T[] => list.map((one) => [Math.random(), one] as const).sort(([a], [b]) => a - b).map(([, one]) => one)

/** Half of the kills are PostgreSQL's, most of them of its first process; of the others some take everything. */
const planned = (rounds: number): Victim[] => shuffled(Array.from({ length: rounds }, (_, i): Victim[] => [
  i % 5 === 3 ? 'backend' : i % 5 === 4 ? 'postgres' : 'postmaster', i % 5 === 4 ? 'everything' : 'api',
]).flat())

/** Kills the product again and again under load, then looks at what is left. The product stands stopped afterwards. */
export async function survive({ product, rounds, file, log }: Options): Promise<Report> {
  const run = `s${Date.now().toString(36)}`
  const env = { database: null, dataDir: product.dataDir }
  await product.start()
  const since = await withWorker(env, lastEvent)
  const ledger = openLedger(file)
  const client = clientOf(product.url, ledger)
  const writing = await write(client, run)
  const kills: Record<Victim, number> = { postmaster: 0, backend: 0, postgres: 0, api: 0, everything: 0 }
  const recoveries: { victim: Victim; ms: number }[] = []
  for (const [i, victim] of planned(rounds).entries()) {
    await client.nextAnswer()
    await sleep(Math.random() * 1_500)
    const killed = Date.now()
    await product.kill(victim)
    kills[victim]++
    const answered = client.nextAnswer()
    if (victim === 'api' || victim === 'everything') {
      // One start in five is cut short, too.
      if (Math.random() < 0.2) {
        const starting = product.start()
        await sleep(Math.random() * 1_500)
        await product.kill('api')
        kills.api++
        await starting
      }
      await product.start()
    }
    recoveries.push({ victim, ms: (await answered) - killed })
    if (i % 10 === 9) log(`killed ${i + 1} times, ${client.tally.acknowledged} acknowledged, ${client.tally.retried} tried again`)
  }
  await client.nextAnswer()
  log('the writers finish what they are at')
  await writing.stop()
  ledger.close()

  const entries = readLedger(file)
  const sessions = await lostSessions(product.url, entries)
  const { verdict, folded, folds, open } = await withWorker(env, async (db) => ({
    folded: await foldedWithin(db, TODAY), verdict: await verify(db, entries, since, run), folds: await wrongFolds(db), open: await abandoned(db),
  }))
  const recount = await command(product, 'recount')
  const audit = await command(product, 'audit', 'verify')
  await product.stop()
  return {
    kills, tally: client.tally, recoveries, entries: entries.length, events: verdict.events, starts: product.starts, commands: [recount.said, audit.said],
    findings: {
      lost: [...verdict.lost, ...sessions], doubled: verdict.doubled, unasked: verdict.unasked, half: verdict.half,
      'wrong answers': client.tally.wrong, 'rows that are not their events': folds === 0 ? [] : [String(folds)], 'not folded': folded === null ? ['within a minute'] : [],
      'left open': open, 'recount differs': recount.ok ? [] : [recount.said], 'logs not whole': audit.ok ? [] : [audit.said], 'left behind': leftovers(product.dataDir),
    },
  }
}
