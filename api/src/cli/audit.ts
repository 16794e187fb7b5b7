import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { recordAudit, type Db } from '@anwang/db'
import { entriesOf, logs, type Log } from '@anwang/db/audit/canonical'
import { verifyLogs, type Anchored, type Finding } from '@anwang/db/audit/verify'
import type { Command } from 'commander'
import type { Env } from '../env.ts'
import { findingText } from '../features/audit/words.ts'
import { anchorAt } from '../jobs/seal-anchor.ts'
import { addAcceptCut } from './cut.ts'
import { ticking, withWorker } from './database.ts'

const BATCH = 5_000
const ANY = Number.MAX_SAFE_INTEGER

/** One finding to a line, in English. */
export const findingLine = (finding: Finding): string => `${finding.log}: ${finding.kind} ${findingText(finding, 'en')}`

async function anchoredAt(place: string | null): Promise<readonly Anchored[]> {
  const kept = place === null ? null : await anchorAt(place).kept()
  if (kept === null) console.error(`${place ?? 'no anchor'}: nothing was kept outside of the database, so entries cut off together with their seals cannot be noticed`)
  return kept ?? []
}

/** One entry to a line: its number, its fields in the order in which they are hashed, the SHA-256 of its canonical bytes. */
async function* lines(db: Db, log: Log): AsyncGenerator<string> {
  for (let after = -ANY; ;) {
    const page = await entriesOf(db, log, after, ANY, BATCH)
    if (page.length === 0) return
    yield page.map(({ seq, fields, digest }) => `${JSON.stringify({ log, seq, fields, sha256: digest })}\n`).join('')
    after = page.at(-1)!.seq
  }
}

async function write(file: string, text: AsyncIterable<string>): Promise<number> {
  const out = createWriteStream(file, { mode: 0o600, flags: 'wx' })
  let written = 0
  await once(out, 'open')
  for await (const part of text) {
    written += part.split('\n').length - 1
    if (!out.write(part)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'close')
  return written
}

/** `anwang audit verify` goes through the hash chains of both logs, exit 1 where they do not hold; `anwang audit export` writes a log to a file. */
export function register(program: Command, env: Pick<Env, 'database' | 'dataDir' | 'auditAnchor'>): void {
  const audit = program.command('audit').description('the two logs: event (what was done to records) and audit (sign-ins, denials, reads of personal data, exports, administration)')
  audit.command('verify')
    .description('finds entries that were altered, deleted, reordered, inserted or cut off; exit 1 where there is one')
    .option('--anchor <place>', 'the file or address where the heads were kept; by default ANWANG_AUDIT_ANCHOR')
    .action(async (options: { anchor?: string }, command: Command) => {
      try {
        const anchored = await anchoredAt(options.anchor ?? env.auditAnchor)
        const verified = await withWorker(env, (db) => ticking('verifying', verifyLogs(db, anchored)))
        for (const { log, n, entries, sealedAt, findings } of verified) {
          for (const finding of findings) console.log(findingLine(finding))
          console.log(`${log}: ${entries} entries under ${n} seals${sealedAt === null ? '' : `, the last of ${sealedAt}`}: ${findings.length === 0 ? 'whole' : `${findings.length} findings`}`)
        }
        if (verified.some(({ findings }) => findings.length > 0)) process.exitCode = 1
      } catch (error) {
        command.error(`error: ${(error as Error).message}`)
      }
    })
  addAcceptCut(audit, env)
  audit.command('export')
    .description('writes a log whole, one entry to a line as JSON with its SHA-256, into a new file')
    .argument('<file>')
    .option('--log <log>', logs.join(' or '), 'audit')
    .action(async (file: string, options: { log: string }, command: Command) => {
      const log = logs.find((one) => one === options.log)
      if (!log) command.error(`error: ${options.log} is none of ${logs.join(', ')}`)
      try {
        await withWorker(env, async (db) => {
          await recordAudit(db, [{ kind: 'EXPORT', action: 'audit export', details: { title: log! } }])
          console.log(`${await write(resolve(file), lines(db, log!))} entries written`)
        })
      } catch (error) {
        command.error(`error: ${(error as Error).message}`)
      }
    })
}
