import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { EnvError, readEnv } from './env.ts'
import { KEY_FILE, secretsOf } from './secret-key.ts'

const folder = mkdtempSync(join(tmpdir(), 'anwang-key-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const [A, B] = ['a1'.repeat(32), 'b2'.repeat(32)]
const URL = 'postgres://app@db/anwang'
const SERVER = { DATABASE_URL: URL, DATABASE_OWNER_URL: URL, DATABASE_WORKER_URL: URL }
const secrets = (source: Record<string, string>) => secretsOf(readEnv(source, folder))

it('beside the embedded database there is a key of its own, made once, for its owner only', () => {
  const first = secrets({ ANWANG_DATA: 'data' })
  expect(statSync(join(folder, 'data', KEY_FILE)).mode & 0o777).toBe(0o600)
  expect(secrets({ ANWANG_DATA: 'data' }).open(first.seal('secret', 'me'), 'me')).toBe('secret')
  expect(secrets({ ANWANG_DATA: 'other' }).open(first.seal('secret', 'me'), 'me')).toBeNull()
})

it('an operator\'s database has no key but the one that is given; without one nothing starts, and why is said', () => {
  expect(() => secrets(SERVER)).toThrow(EnvError)
  expect(() => secrets(SERVER)).toThrow(/ANWANG_SECRET_KEY: missing.*openssl rand -hex 32/)
  const sealed = secrets({ ...SERVER, ANWANG_SECRET_KEY: A }).seal('secret', 'me')
  expect(secrets({ ...SERVER, ANWANG_SECRET_KEY: A }).open(sealed, 'me')).toBe('secret')
  expect(secrets({ ...SERVER, ANWANG_SECRET_KEY: B, ANWANG_SECRET_KEY_OLD: `${'00'.repeat(32)}, ${A}` }).open(sealed, 'me')).toBe('secret')
})

it.each([[{ ANWANG_SECRET_KEY: 'secret' }, /ANWANG_SECRET_KEY: is no key/], [{ ANWANG_SECRET_KEY: A, ANWANG_SECRET_KEY_OLD: `${B},x` }, /ANWANG_SECRET_KEY_OLD: is no key/]])('refuses %j', (source, message) => {
  expect(() => readEnv(source, folder)).toThrow(message)
})

it('a file that holds something else is not taken for a key', () => {
  writeFileSync(join(folder, KEY_FILE), 'nonsense')
  expect(() => secrets({ ANWANG_DATA: '.' })).toThrow(/holds no key/)
})
