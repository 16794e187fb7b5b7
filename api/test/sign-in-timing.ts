/**
 * `node api/test/sign-in-timing.ts [tries]`: the median times of signing in with a wrong password, an unknown name, a name
 * without password, and a name that has to wait, interleaved at random, on a database that waits for the disk. Exits 1 where two of them differ by 5 % or more.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@anwang/domain'
import { cloneDatabase, startTestServer } from '@anwang/testkit/server'
import postgres from 'postgres'
import { hashPassword } from '../src/features/accounts/service.ts'
import { keysOf } from '../src/features/accounts/sign-in.ts'
import { serve } from '../src/main.ts'
import { TEST_SECRETS } from './secrets.ts'

const tries = Number(process.argv[2] ?? 500)
const { server, stop } = await startTestServer({ durable: true })
const { urls } = await cloneDatabase(server)
const owner = postgres(urls.owner, { max: 1, onnotice: () => undefined })
const webRoot = mkdtempSync(join(tmpdir(), 'anwang-web-'))
const serving = await serve({ appUrl: urls.app, workerUrl: urls.worker, ownerUrl: urls.owner, port: 0, host: '127.0.0.1', clock: systemClock, secrets: TEST_SECRETS, webRoot, open: true, demonstration: null, folding: false })
try {
  await owner`insert into region (id, level, kind, transparent, path, valid_from) values (gen_random_uuid(), 'COUNTRY', 'ADMINISTRATIVE', false, '', '2020-01-01')`
  const add = async (name: string, hash: string) => owner`insert into account (id, user_name, title, title_en, password_hash, home_id) select gen_random_uuid(), ${name}, '', '', ${hash}, id from region`
  await add('known', await hashPassword('Gentle-otter-47'))
  await add('held', await hashPassword('Gentle-otter-47'))
  await add('invited', '')

  let n = 0
  const time = async (userName: string): Promise<number> => {
    // Each from elsewhere: one address may not try this often.
    const address = `198.51.${Math.floor(n / 250) % 250}.${n++ % 250}`
    await owner`truncate sign_in_failure`
    // Before each try, whoever it is of: the first row after a truncation takes longest.
    await owner`insert into sign_in_failure (key, failures, last_at, locked_until) values (${keysOf('held', address).name}, 5, now(), now() + interval '1 minute')`
    const from = performance.now()
    const response = await fetch(`${serving.url}/session`, {
      method: 'POST', headers: { 'content-type': 'application/json', 'x-anwang': '1', 'x-forwarded-for': address }, body: JSON.stringify({ userName, password: userName === 'held' ? 'Gentle-otter-47' : 'wrong' }),
    })
    await response.text()
    if (response.status !== 401) throw new Error(`${userName}: answered ${response.status}`)
    return performance.now() - from
  }
  const names = ['known', 'unknown', 'invited', 'held']
  const times = new Map(names.map((name) => [name, [] as number[]]))
  for (let i = 0; i < 20; i++) await time(names[i % 4]!)
  for (let i = 0; i < tries; i++) for (const name of names.toSorted(() => Math.random() - 0.5)) times.get(name)!.push(await time(name))
  const medians = [...times].map(([name, all]) => [name, all.toSorted((a, b) => a - b)[Math.floor(tries / 2)]!] as const)
  for (const [name, median] of medians) console.log(`${name.padEnd(8)} ${median.toFixed(2)} ms`)
  const all = medians.map(([, median]) => median)
  const apart = Math.max(...all) / Math.min(...all) - 1
  console.log(`${tries} tries each: at most ${(apart * 100).toFixed(2)} % apart`)
  if (apart >= 0.05) process.exitCode = 1
} finally {
  await serving.close()
  await owner.end()
  await stop()
  rmSync(webRoot, { recursive: true, force: true })
}
