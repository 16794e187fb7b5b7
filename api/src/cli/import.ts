import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { newId, recordAudit } from '@anwang/db'
import { refuseUnfinished } from '@anwang/db/backup/unfinished'
import { connect, type Db } from '@anwang/db/client'
import { InUseError, startEmbedded } from '@anwang/db/embedded'
import { passwordsOf } from '@anwang/db/embedded/passwords'
import { WorkbookError } from '@anwang/documents'
import type { Command } from 'commander'
import { newToken, sessionHash } from '../auth/session.ts'
import { viewerOf } from '../auth/viewer.ts'
import { createContext, type Context } from '../context.ts'
import type { Env } from '../env.ts'
import { accountNamed, closeSession, openSession } from '../features/accounts/store/sign-in.ts'
import { confirmImport } from '../features/imports/confirm.ts'
import { discardImport, mapImport, type GivenAnswer } from '../features/imports/correct.ts'
import type { Batch, Counts } from '../features/imports/model.ts'
import { reloaded, rowsOf } from '../features/imports/service.ts'
import { upload } from '../features/imports/upload.ts'
import { UserFailure } from '../schema/errors.ts'

type Needed = Pick<Env, 'database' | 'dataDir' | 'clock'>

async function embedded(dataDir: string): Promise<{ url: string; stop: (() => Promise<void>) | null }> {
  if (!existsSync(join(dataDir, 'passwords.json'))) throw new Error(`no database in ${dataDir}: \`pnpm start\` makes one`)
  try {
    const { appUrl, stop } = await startEmbedded({ dataDir, log: (line) => console.error(line) })
    return { url: appUrl, stop }
  } catch (error) {
    if (!(error instanceof InUseError)) throw error
    const { port } = JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as { port: number }
    return { url: `postgres://anwang_app:${passwordsOf(dataDir, true).app}@127.0.0.1:${port}/anwang`, stop: null }
  }
}

async function withApp<T>(env: Needed, work: (app: Db) => Promise<T>): Promise<T> {
  const { url, stop } = env.database ? { url: env.database.appUrl, stop: null } : await embedded(env.dataDir)
  const connection = connect(url, { max: 4 })
  try {
    await refuseUnfinished(connection.client)
    return await work(connection.db)
  } finally {
    await connection.close()
    await stop?.()
  }
}

/** As an account, with what it may see and do and no more: by a session that ends with the command. */
async function asAccount<T>(app: Db, env: Needed, userName: string, work: (context: Context) => Promise<T>): Promise<T> {
  const accountId = await accountNamed(app, userName)
  if (accountId === null) throw new Error(`there is no account ${userName}`)
  await recordAudit(app, [{ kind: 'SIGN_IN', action: 'command', accountId }])
  const token = newToken()
  const opened = await openSession(app, { hash: sessionHash(token), accountId, expires: new Date(Date.now() + 3_600_000), entered: 'COMMAND', proof: null, address: null, agent: null })
  if (!opened) throw new Error(`the account ${userName} was erased`)
  const viewer = await viewerOf(app, token, env.clock.today())
  const context = createContext({ app, reader: app, worker: app, clock: env.clock, anchor: null, secrets: null, demonstration: false }, viewer, 'zh')
  try {
    return await work(context)
  } finally {
    await context.close()
    await closeSession(app, sessionHash(token))
  }
}

interface Options {
  readonly as: string
  readonly dryRun?: true
  readonly newFirms?: true
  readonly split?: true
  readonly keep?: true
}

const answersOf = ({ newFirms, split, keep }: Options): GivenAnswer[] => [
  ...(newFirms ? [{ field: 'firm', value: '*', answer: 'new' }] : []),
  ...(split || keep ? [{ field: 'split', value: '*', answer: split ? 'split' : 'keep' }] : []),
]
const MOST_LINES = 100

async function refusals(context: Context, batch: Batch): Promise<string[]> {
  const page = await rowsOf(context, batch, { outcome: ['REFUSED', 'ASKED'], first: MOST_LINES })
  const left = batch.counts.refused + batch.counts.asked - page.nodes.length
  return [...page.nodes.map((row) => `${row.sheet} 第 ${row.row} 行：${row.problems.filter((one) => one.kind !== 'WARNING')
    .map((one) => [`${one.column ?? ''}${one.value ? `“${one.value}”` : ''}`, one.why.zh, one.right.zh].filter((text) => text !== '').join(' — ')).join('；')}`),
  ...(left > 0 ? [`… ${left} more`] : [])]
}

const counted = (counts: Counts): string =>
  `${counts.new} new, ${counts.changed} changed, ${counts.unchanged} unchanged, ${counts.refused} refused, ${counts.asked} asked, ${counts.skipped} read over`

async function bring(context: Context, file: string, options: Options): Promise<string[]> {
  const command = (name: string) => ({ idempotencyKey: newId(), request: [name, { file }] as const })
  const id = await upload(context, { fileName: basename(file), layout: null, file: readFileSync(file) })
  const answers = answersOf(options)
  if (answers.length > 0) await mapImport(context, command('mapImport'), { id, answers })
  const staged = await reloaded(context, id)
  const lines = await refusals(context, staged)
  if (options.dryRun) {
    await discardImport(context, command('discardImport'), id)
    return [...lines, `${counted(staged.counts)}; nothing written`]
  }
  if (staged.counts.new + staged.counts.changed === 0) return [...lines, `${counted(staged.counts)}; nothing to import`]
  await confirmImport(context, command('confirmImport'), id)
  for (;;) {
    await context.release()
    const now = await reloaded(context, id)
    if (now.state === 'IMPORTED') return [...lines, `${counted(now.counts)}; imported`]
    if (now.state === 'FAILED') throw new Error(now.failure?.zh ?? 'nothing was imported')
    console.error(`landing … ${Math.round((now.progress ?? 0) * 100)} %`)
    await new Promise((done) => setTimeout(done, 1000))
  }
}

const wordsOf = (error: unknown): string => (error instanceof WorkbookError ? error.zh : error instanceof UserFailure ? error.message : (error as Error).message)

/** `anwang import FILE`: a ledger as the page takes it, in the name and the scope of an account. */
export function register(program: Command, env: Needed): void {
  program.command('import')
    .description('imports a ledger (.xlsx or CSV): all rows that are right land together, the others are named')
    .argument('<file>')
    .requiredOption('--as <user>', 'the account in whose name and scope it is imported')
    .option('--dry-run', 'says what would become of every row, and writes nothing')
    .option('--new-firms', 'registers every unknown firm whose name resembles none')
    .option('--split', 'several hazards numbered in one cell become several')
    .option('--keep', 'several hazards numbered in one cell stay one')
    .action(async (file: string, options: Options, command: Command) => {
      if (!existsSync(file)) command.error(`error: there is no file ${file}`)
      if (options.split && options.keep) command.error('error: either --split or --keep')
      const lines = await withApp(env, (app) => asAccount(app, env, options.as, (context) => bring(context, file, options)))
        .catch((error: unknown) => command.error(`error: ${wordsOf(error)}`))
      for (const line of lines) console.log(line)
    })
}
