import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordAudit } from '@anwang/db'
import { canonical, sha256 } from '@anwang/db/audit/canonical'
import { checkLogs } from '@anwang/db/audit/check'
import { connect } from '@anwang/db/client'
import { testDatabase } from '@anwang/testkit'
import { Command } from 'commander'
import postgres from 'postgres'
import { afterAll, afterEach, expect, it, vi } from 'vitest'
import { startChecking } from '../jobs/check.ts'
import { startSealing } from '../jobs/seal.ts'
import { anchorAt } from '../jobs/seal-anchor.ts'
import { register } from './audit.ts'

const test = await testDatabase()
const worker = connect(test.urls.worker)
const root = postgres(test.urls.super, { max: 1, onnotice: () => undefined })
const folder = mkdtempSync(join(tmpdir(), 'anwang-audit-'))
const place = join(folder, 'anchor.jsonl')
afterAll(async () => {
  await Promise.all([worker.close(), root.end()])
  rmSync(folder, { recursive: true })
})
afterEach(() => { process.exitCode = undefined })

async function run(...args: string[]): Promise<{ lines: string[]; exitCode: unknown }> {
  const lines: string[] = []
  const print = (text: string) => { lines.push(text.trim()) }
  const spies = [vi.spyOn(console, 'log').mockImplementation(print), vi.spyOn(console, 'error').mockImplementation(print)]
  const program = new Command().exitOverride().configureOutput({ writeErr: print })
  register(program, { database: { appUrl: test.urls.app, ownerUrl: test.urls.owner, workerUrl: test.urls.worker }, dataDir: '/nowhere', auditAnchor: place })
  for (const command of program.commands.flatMap((one) => [one, ...one.commands])) command.exitOverride().configureOutput(program.configureOutput())
  await program.parseAsync(args, { from: 'user' }).catch((error: unknown) => { process.exitCode = (error as { exitCode: number }).exitCode })
  for (const spy of spies) spy.mockRestore()
  const { exitCode } = process
  process.exitCode = undefined
  return { lines, exitCode }
}

let broken = 0
/** A server's life: what was written is sealed, its heads kept outside. */
async function sealed(at = place): Promise<void> {
  const job = startSealing(worker.db, anchorAt(at), () => { broken++ }, 10)
  await job.stop()
}
const write = (n: number) => recordAudit(worker.db, Array.from({ length: n }, (_, i) => ({ kind: 'EXPORT' as const, action: 'hazards.xlsx', rows: i })))
const asSuper = (statement: string) => root.begin(async (sql) => {
  await sql`set local session_replication_role = replica`
  await sql.unsafe(statement)
})

it('says so where nothing was kept outside yet', async () => {
  expect(await run('audit', 'verify')).toMatchObject({ lines: [expect.stringContaining('cannot be noticed'), 'event: 0 entries under 0 seals: whole', 'audit: 0 entries under 0 seals: whole'], exitCode: undefined })
})

it('finds both logs whole after a server sealed them and kept the heads', async () => {
  await write(5)
  await sealed()
  await write(5)
  await sealed()
  expect(readFileSync(place, 'utf8').trim().split('\n').map((one) => JSON.parse(one))).toMatchObject([{ log: 'audit', n: 1, total: 5 }, { log: 'audit', n: 2, total: 10 }])
  expect(await run('audit', 'verify')).toMatchObject({ lines: [expect.stringContaining('event: 0 entries'), expect.stringMatching(/^audit: 10 entries under 2 seals, the last of .*: whole$/)], exitCode: undefined })
})

it('writes a log whole, so that anybody can count the hashes again, and into no file that is there', async () => {
  const file = join(folder, 'audit.jsonl')
  expect((await run('audit', 'export', file)).lines).toEqual(['11 entries written'])
  for (const text of readFileSync(file, 'utf8').trim().split('\n')) {
    const { log, fields, sha256: hash } = JSON.parse(text) as { log: 'audit'; fields: string[]; sha256: string }
    expect(sha256(canonical(log, fields))).toBe(hash)
  }
  expect((await run('audit', 'export', file)).exitCode).toBe(1)
  expect((await run('audit', 'export', join(folder, 'x'), '--log', 'other'))).toMatchObject({ exitCode: 1 })
  expect(existsSync(join(folder, 'x'))).toBe(false)
})

it('names what was altered and exits 1; and what was cut off with its seals', async () => {
  await sealed()
  await asSuper('update audit set rows = 7 where seq = 3')
  expect(await run('audit', 'verify')).toMatchObject({ lines: [expect.anything(), expect.stringMatching(/^audit: ALTERED entry 3 \(.*EXPORT hazards\.xlsx\) was altered$/), expect.stringContaining('1 findings')], exitCode: 1 })
  await asSuper('update audit set rows = 2 where seq = 3; delete from audit where seq > 5; delete from seal where n > 1')
  expect(await run('audit', 'verify')).toMatchObject({ lines: [expect.anything(), 'audit: CUT_OFF from seal 2 on it was cut off', expect.stringContaining('1 findings')], exitCode: 1 })
})

it('keeps no head of a chain that was cut off and sealed anew, and the finding stays however long servers run', async () => {
  const before = readFileSync(place, 'utf8')
  await write(2)
  for (let i = 0; i < 3; i++) {
    broken = 0
    await sealed()
    expect(broken).toBeGreaterThan(0)
    expect(readFileSync(place, 'utf8')).toBe(before)
  }
  expect(await run('audit', 'verify')).toMatchObject({ lines: expect.arrayContaining([expect.stringContaining('audit: REMADE')]), exitCode: 1 })
  const checking = startChecking(worker.db, anchorAt(place), 10)
  for (;;) {
    const [last] = await test.owner<{ sound: boolean; kinds: string[] }[]>`select sound, array(select f->>'kind' from jsonb_array_elements(findings) f) as kinds from seal_check where log = 'audit' order by at desc limit 1`
    if (last) {
      expect(last).toMatchObject({ sound: false, kinds: expect.arrayContaining(['REMADE']) })
      break
    }
    await new Promise((done) => setTimeout(done, 20))
  }
  await checking.stop()
})

it('is gone through by one at a time', async () => {
  await root.begin(async (other) => {
    await other`select pg_advisory_xact_lock(4100003)`
    expect(await checkLogs(worker.db, [])).toBeNull()
  })
  expect(await checkLogs(worker.db, [])).toHaveLength(2)
  const ended = AbortSignal.abort(new Error('the server ends'))
  const [before] = await test.owner`select count(*) from seal_check`
  await expect(checkLogs(worker.db, [], ended)).rejects.toThrow('the server ends')
  expect(await test.owner`select count(*) from seal_check`).toEqual([before])
})

it('refuses an anchor that is none', async () => {
  writeFileSync(join(folder, 'bad'), 'x\n')
  expect(await run('audit', 'verify', '--anchor', join(folder, 'bad'))).toMatchObject({ exitCode: 1, lines: [expect.stringContaining('line 1')] })
})

it('keeps heads at an address as well', async () => {
  let kept = ''
  const server = createServer((request, response) => {
    if (request.method !== 'POST') return void response.end(kept)
    request.on('data', (part: Buffer) => { kept += part.toString() })
    request.on('end', () => response.end())
  })
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  await write(1)
  await sealed(`http://127.0.0.1:${port}/heads`)
  expect(kept).toContain('"log":"audit"')
  expect(await run('audit', 'verify', '--anchor', `http://127.0.0.1:${port}/heads`)).toMatchObject({ exitCode: undefined })
  server.close()
  server.closeAllConnections()
})
