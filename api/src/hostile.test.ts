import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { documentsIn } from '../../web/documents.ts'
import { largeLedger } from '../../packages/documents/test/large.ts'
import { hostileRequests } from '../test/hostile/requests.ts'
import { run, startServer } from '../test/hostile/run.ts'
import { probed } from '../test/leaks/probes.ts'
import { leakWorld } from '../test/leaks/world.ts'
import { COOKIE, newToken, sessionHash } from './auth/session.ts'
import { schema } from './schema/index.ts'

/** `ANWANG_HOSTILE=10000 pnpm exec vitest run src/hostile.test.ts` is the whole of it; the suite sends a tenth of that. */
const COUNT = Number(process.env['ANWANG_HOSTILE'] ?? 1_000)
const SEED = Number(process.env['ANWANG_HOSTILE_SEED'] ?? 20_261_020)
/** Of few requests the last tenth still warms what stays warm. */
const GROWTH = COUNT >= 10_000 ? 1.1 : 1.25

const world = await leakWorld()
const { db } = world
const { own, foreign, regions, sector } = probed(world)
const webRoot = mkdtempSync(join(tmpdir(), 'anwang-hostile-'))
const server = await startServer({ appUrl: db.urls.app, workerUrl: db.urls.worker, ownerUrl: db.urls.owner, webRoot, open: true })
afterAll(async () => {
  await server.stop()
  rmSync(webRoot, { recursive: true, force: true })
})

async function cookieOf(userName: string): Promise<string> {
  const token = newToken()
  await db.owner`insert into session (token_hash, account_id, expires_at, entered) select ${sessionHash(token)}, id, now() + interval '6 hours', 'COMMAND' from account where user_name = ${userName}`
  return `${COOKIE}=${token}`
}

it(`stays up, mute and small under ${COUNT} requests that nobody in good faith sends`, async () => {
  const [county, nanle] = [await cookieOf('committee_office'), await cookieOf('nanle')]
  const requests = hostileRequests(schema, {
    ids: [...Object.values(own), ...Object.values(foreign), ...Object.values(regions), sector].map(String),
    documents: documentsIn(new URL('../../web/src', import.meta.url).pathname).map(({ text }) => text),
    workbook: await largeLedger(20),
  })
  const report = await run(server, { requests, count: COUNT, seed: SEED, cookies: [county, county, county, nanle, null] })
  const { failures, heaps, ...counted } = report
  console.log(JSON.stringify({ ...counted, heaps: heaps.map((bytes) => Math.round(bytes / 2 ** 10)) }))
  expect(failures).toEqual([])
  expect(server.complaints()).toBe('')
  expect(server.child.exitCode).toBeNull()
  // A generator of which nothing is ever understood would prove little.
  expect(counted.answered).toBeGreaterThan(COUNT / 20)
  expect(heaps.at(-1)! / heaps[2]!).toBeLessThan(GROWTH)
}, 300_000 + COUNT * 100)
