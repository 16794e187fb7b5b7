/**
 * Measures the import of a workbook of 50,000 rows × 20 columns against a server in a process of its own:
 * `node test/large-import.ts [rows]` prints seconds and the server's peak resident memory; exit 1 where that exceeds 600 MB.
 */
import { fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fixedClock } from '@anwang/testkit'
import { cloneDatabase, startTestServer, type Urls } from '@anwang/testkit/server'
import postgres from 'postgres'
import { largeLedger } from '../../packages/documents/test/large.ts'
import { COOKIE, sessionHash } from '../src/auth/session.ts'
import { serve } from '../src/main.ts'
import { plantCounties } from './ledgers.ts'
import { TEST_SECRETS } from './secrets.ts'

const TOKEN = 'm'.repeat(43)

async function serving(urls: Urls): Promise<void> {
  const webRoot = mkdtempSync(join(tmpdir(), 'anwang-large-'))
  const { url } = await serve({ appUrl: urls.app, workerUrl: urls.worker, ownerUrl: urls.owner, port: 0, host: '127.0.0.1', clock: fixedClock('2026-10-04'), secrets: TEST_SECRETS, webRoot, demonstration: null, folding: false, open: true })
  process.on('exit', () => rmSync(webRoot, { recursive: true, force: true }))
  process.send!(url)
}

async function measuring(rows: number): Promise<void> {
  const { server, stop } = await startTestServer()
  const { urls, drop } = await cloneDatabase(server)
  const owner = postgres(urls.owner, { max: 1, onnotice: () => undefined })
  const child = fork(import.meta.filename, ['--serve', JSON.stringify(urls)])
  try {
    const url = await new Promise<string>((done, failed) => child.once('message', (message) => done(String(message))).once('exit', () => failed(new Error('the server ended'))))
    await plantCounties({ owner } as never)
    await owner`insert into session (token_hash, account_id, expires_at) select ${sessionHash(TOKEN)}, id, now() + interval '1 hour' from account where user_name = 'puyang.office'`
    const headers = { cookie: `${COOKIE}=${TOKEN}`, 'x-anwang': '1' }
    const query = async (document: string, variables: object) =>
      (await (await fetch(`${url}/graphql`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify({ query: document, variables }) })).json()) as { data: any; errors?: unknown }
    const peak = () => Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024)
    const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
      const start = performance.now()
      const result = await work()
      console.log(`${what}: ${((performance.now() - start) / 1000).toFixed(1)} s, server's peak resident memory ${peak()} MB`)
      return result
    }
    const bytes = await largeLedger(rows)
    console.log(`${rows} rows × 20 columns, ${(bytes.byteLength / 2 ** 20).toFixed(1)} MB; server at rest: ${peak()} MB`)
    let slowest = 0
    const pings = setInterval(() => {
      const start = performance.now()
      void fetch(`${url}/healthz`).then(() => { slowest = Math.max(slowest, performance.now() - start) })
    }, 100)
    const { id } = await timed('preview', async () => (await (await fetch(`${url}/imports?fileName=large.xlsx`, { method: 'POST', headers, body: Buffer.from(bytes) })).json()) as { id: string })
    const counts = 'counts { new changed unchanged refused asked skipped }'
    console.log(JSON.stringify((await query(`query($id: ID!) { node(id: $id) { ... on Import { ${counts} } } }`, { id })).data), `slowest answer meanwhile ${Math.round(slowest)} ms`)
    slowest = 0
    const mapped = await timed('answered and staged anew', () => query(`mutation($input: MapImportInput!) { mapImport(input: $input) { ... on MapImportPayload { import { ${counts} } } } }`, { input: { idempotencyKey: 'map', import: id, answers: [{ field: 'firm', value: '*', answer: 'new' }] } }))
    console.log(JSON.stringify(mapped.data ?? mapped.errors))
    await timed('landed', async () => {
      let answer = await query('mutation($input: ConfirmImportInput!) { confirmImport(input: $input) { ... on ConfirmImportPayload { import { state progress } } ... on UserError { code message } } }', { input: { idempotencyKey: 'confirm', import: id } })
      for (let now = answer.data.confirmImport.import; now.state === 'IMPORTING';) {
        await new Promise((done) => setTimeout(done, 1000))
        answer = await query('query($id: ID!) { node(id: $id) { ... on Import { state progress failure } } }', { id })
        now = answer.data.node
      }
      console.log(JSON.stringify(answer.data), `slowest answer meanwhile ${Math.round(slowest)} ms`)
    })
    clearInterval(pings)
    if (peak() > 600) process.exitCode = 1
  } finally {
    child.kill('SIGKILL')
    await owner.end({ timeout: 1 })
    await drop()
    await stop()
  }
}

if (process.argv[2] === '--serve') await serving(JSON.parse(process.argv[3]!) as Urls)
else await measuring(Number(process.argv[2] ?? 50_000))
