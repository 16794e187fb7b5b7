import { fixedClock, testDatabase } from '@anwang/testkit'
import { Command } from 'commander'
import { afterEach, expect, it, vi } from 'vitest'
import { startApi } from '../../test/api.ts'
import { TEST_SECRETS } from '../../test/secrets.ts'
import { register as registerInit } from './init.ts'
import { register as registerInvite } from './invite.ts'
import { register as registerOfficers } from './officers.ts'
import { register as registerRegions } from './regions.ts'

const db = await testDatabase()
const clock = fixedClock('2026-10-20')
const api = await startApi(db, clock)
afterEach(() => vi.unstubAllEnvs())

async function run(...args: string[]): Promise<string> {
  const lines: string[] = []
  const print = vi.spyOn(console, 'log').mockImplementation((text: string) => void lines.push(text))
  const program = new Command().exitOverride().configureOutput({ writeErr: (text) => void lines.push(text.trim()) })
  const env = { database: { appUrl: db.urls.app, ownerUrl: db.urls.owner, workerUrl: db.urls.worker }, dataDir: '/nowhere', clock }
  for (const register of [registerInit, registerOfficers, registerInvite, registerRegions]) register(program, env)
  const commands = [...program.commands, ...program.commands.flatMap((command) => command.commands)]
  for (const command of commands) command.exitOverride().configureOutput(program.configureOutput())
  await program.parseAsync(args, { from: 'user' }).catch(() => undefined)
  print.mockRestore()
  return lines.join('\n')
}
const office = (...more: string[]) => run('init', '--region', '410900000000', '--name', '濮阳市安委办', '--go-live', '2026-10-01', '--user', 'office', ...more)

it('refuses an office without its region', async () => {
  expect(await office()).toContain('`anwang regions import` first')
})

it('imports the directory, once', async () => {
  expect(await run('regions', 'import', '--dry-run')).toMatch(/^opened \d+/)
  expect(await run('regions', 'import')).toMatch(/^opened \d+ \(.*31 province.*\), closed 0/)
  expect(await run('regions', 'import')).toMatch(/^opened 0, closed 0, relabelled 0, kept \d+$/)
  expect(await run('regions', 'import', '--within', '41')).toContain('12-digit')
  expect(await run('regions', 'import', '--on', 'x')).toContain('--on')
}, 60_000)

it('makes the office, whose first account signs in, and makes it once', async () => {
  expect(await office('--sources', 'hazards,luck')).toBe('error: luck is no kind of record')
  vi.stubEnv('ANWANG_INIT_PASSWORD', 'a long password')
  expect(await office('--officers', 'one,two,office')).toContain('three user names')
  const lines = (await office()).split('\n')
  expect(lines[0]).toBe('濮阳市安委办 begins on 2026-10-01')
  expect(lines.slice(1).map((line) => line.replace(/#.*/, ''))).toEqual(['sysadmin', 'secadmin', 'auditor'].map((name) => `${name} sets a password within seven days, once, at: /sign-in`))
  expect(await office()).toBe("error: this database is 濮阳市安委办's already")
  const response = await api.anonymous.fetch('/session', { method: 'POST', headers: { 'x-anwang': '1', 'content-type': 'application/json' }, body: JSON.stringify({ userName: 'office', password: 'a long password' }) })
  expect(response.status).toBe(200)
  const client = await api.signInAs('office')
  expect((await client.query('{ office { name goLiveOn } viewer { home { name } } ranking(code: "410900000000", period: "2026-Q4") { entries { nodes { region { name } peerGroup unrankedBecause } } } }')).data).toMatchObject({
    office: { name: '濮阳市安委办', goLiveOn: '2026-10-01' }, viewer: { home: { name: '濮阳市' } },
    ranking: { entries: { nodes: expect.arrayContaining([expect.objectContaining({ region: { name: '濮阳县' }, peerGroup: 'COUNTIES' })]) } },
  })

  // An officer takes the invitation, and is asked for a second factor.
  const post = (path: string, body: object) => api.anonymous.fetch(path, { method: 'POST', headers: { 'x-anwang': '1', 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const tokenIn = (line: string) => /invitation=([\w-]{43})$/.exec(line)![1]!
  // Whoever kept the name waiting meanwhile does so no more.
  const held = () => db.owner`select 1 from sign_in_failure where locked_until is not null`
  for (let i = 0; i < 6; i++) await post('/session', { userName: 'secadmin', password: 'wrong' })
  expect(await held()).toHaveLength(1)
  const renewed = tokenIn(await run('invite', 'secadmin'))
  expect(await held()).toEqual([])
  expect((await post('/invitation/accept', { token: tokenIn(lines[2]!), password: 'Gentle-otter-47' })).status).toBe(422)
  expect((await post('/invitation/accept', { token: renewed, password: 'Gentle-otter-47' })).status).toBe(200)
  expect(await (await post('/session', { userName: 'secadmin', password: 'Gentle-otter-47' })).json()).toEqual({ ok: true, step: 'ENROL' })
  expect(await run('invite', 'nobody')).toBe('error: there is no account nobody')
  // Who lost the second factor too, with nobody to sign for it; without the option it stays.
  await db.owner`insert into second_factor (account_id, secret) select id, ${TEST_SECRETS.seal('ABC', 'x')} from account where user_name = 'secadmin'`
  const left = async () => (await db.owner`select 1 from second_factor`).length
  await run('invite', 'secadmin')
  expect(await left()).toBe(1)
  expect(await run('invite', 'secadmin', '--second-factor')).toContain('#invitation=')
  expect(await left()).toBe(0)
  expect(await db.owner`select action, account_id, details from audit where action in ('invite', 'resetSecondFactor') order by seq desc limit 2`).toEqual([
    { action: 'resetSecondFactor', account_id: null, details: { userName: 'secadmin' } }, { action: 'invite', account_id: null, details: { userName: 'secadmin' } }])
})

it('a password that the command made up is changed at the first sign-in', async () => {
  await db.owner`truncate office, source_in_use cascade`
  const lines = (await run('init', '--region', '410900000000', '--name', '濮阳市安委办', '--go-live', '2026-10-01', '--user', 'second', '--officers', 'a.one,a.two,a.three')).split('\n')
  const password = /first sign-in: (\S+)$/.exec(lines[1]!)![1]!
  const response = await api.anonymous.fetch('/session', { method: 'POST', headers: { 'x-anwang': '1', 'content-type': 'application/json' }, body: JSON.stringify({ userName: 'second', password }) })
  expect(await response.json()).toEqual({ ok: true, step: 'PASSWORD' })
})

it('an office without officers gets them by a command, once', async () => {
  const officers = (names: string) => run('officers', '--names', names)
  expect(await officers('one,two')).toBe('error: --names are three user names')
  expect(await officers('b.one,b.two,b.three')).toMatch(/^error: there are officers: a\.one, a\.three, a\.two, auditor, secadmin, sysadmin;/)
  await db.owner`update account_grant set valid_to = '2026-10-20' where role in ('SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR')`
  expect(await officers('b.one,second,b.three')).toBe('error: the user name second is taken: name another account')
  expect((await officers('b.one,b.two,b.three')).split('\n').map((line) => line.replace(/#.*/, ''))).toEqual(['b.one', 'b.two', 'b.three'].map((name) => `${name} sets a password within seven days, once, at: /sign-in`))
  expect(await db.owner`select a.user_name, g.role, g.path, g.valid_from::text as from from account_grant g join account a on a.id = g.account_id where a.user_name like 'b.%' order by a.id`).toEqual(
    [['b.one', 'SYSTEM_ADMINISTRATOR'], ['b.two', 'SECURITY_ADMINISTRATOR'], ['b.three', 'AUDITOR']].map(([user_name, role]) => ({ user_name, role, path: '41/09/', from: '2026-10-20' })))
  expect(await officers('c.one,c.two,c.three')).toContain('there are officers: b.one')
  expect(await db.owner`select details from audit where action = 'officers'`).toEqual([{ details: { userName: 'b.one, b.two, b.three' } }])
})
