import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { keyIn, secretsBy } from './secrets.ts'

const [key, other] = [randomBytes(32), randomBytes(32)]

it('opens what it sealed, for its account only, and never seals twice alike', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.uuid(), fc.uuid(), (plain, account, another) => {
    const secrets = secretsBy(key)
    const sealed = secrets.seal(plain, account)
    expect(sealed).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]+$/)
    expect(secrets.open(sealed, account)).toBe(plain)
    expect(secrets.open(sealed, `${another} `)).toBeNull()
    expect(secrets.seal(plain, account)).not.toBe(sealed)
  }))
})

it('tells what was altered, wherever', () => {
  const secrets = secretsBy(key)
  const sealed = secrets.seal('JBSWY3DPEHPK3PXP', 'me')
  const from = sealed.lastIndexOf('.') + 1
  // The last letter of base64 holds bits that mean nothing.
  for (let at = 0; at < sealed.length - 1; at++) {
    const altered = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`
    expect([at, secrets.open(altered, 'me')]).toEqual([at, null])
  }
  for (const text of ['', 'v1', 'v1..', sealed.slice(0, from + 10), 'JBSWY3DPEHPK3PXP']) expect(secrets.open(text, 'me')).toBeNull()
})

it('reads by a key of before, and seals by the one of now', () => {
  const before = secretsBy(key).seal('secret', 'me')
  const now = secretsBy(other, [key])
  expect([now.open(before, 'me'), now.isCurrent(before), now.isCurrent(now.seal('secret', 'me'))]).toEqual(['secret', false, true])
  expect(secretsBy(other).open(before, 'me')).toBeNull()
})

it('digests alike by the same key for the same purpose, and by no other', () => {
  const digest = secretsBy(key, [other]).digest('phone', '13900000001')
  expect(digest).toMatch(/^[0-9a-f]{64}$/)
  expect(secretsBy(key).digest('phone', '13900000001')).toBe(digest)
  for (const another of [secretsBy(key).digest('phone', '13900000002'), secretsBy(key).digest('name', '13900000001'), secretsBy(other).digest('phone', '13900000001')]) expect(another).not.toBe(digest)
})

it.each([[key.toString('hex'), true], [key.toString('base64'), true], [key.toString('base64url'), true], [key.toString('hex').toUpperCase(), true], ['', false], ['secret', false], [key.toString('hex').slice(1), false], [`${key.toString('base64')}A`, false], ['*'.repeat(43), false]])('%s is a key: %s', (text, is) => {
  expect(keyIn(text)?.equals(key) ?? false).toBe(is)
})
