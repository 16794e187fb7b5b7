import { describe, expect, it } from 'vitest'
import { anotherKey, startLiar, type Lie } from '../../../../test/oidc/liar.ts'
import { newToken } from '../../../auth/session.ts'
import { hintOf, identityProvider, subjectHash } from './provider.ts'

const liar = await startLiar()
const provider = identityProvider(liar.options)
const REDIRECT = 'http://127.0.0.1:4711/sign-in/oidc'
const past = Math.floor(Date.now() / 1000) - 3600

/** Comes back from it, after it was told what to say. */
async function finish(lie: Lie): Promise<unknown> {
  const token = newToken()
  const asked = new URL(await provider.begin(token, REDIRECT, false)).searchParams
  liar.say(lie, asked.get('nonce')!)
  return provider.finish(token, REDIRECT, `?${new URLSearchParams({ code: 'code', state: asked.get('state')! })}`)
}

describe('what a provider vouches for', () => {
  it('is taken as it says', async () => {
    expect(await finish({})).toEqual({ issuer: liar.options.issuer, subjectHash: subjectHash(liar.options.issuer, 'person'), hint: 'p…' })
    // The same name at another provider is somebody else, and no two names run into one.
    expect(new Set([subjectHash('a', 'bc'), subjectHash('ab', 'c'), subjectHash('a', 'bd')]).size).toBe(3)
  })

  it.each<[string, Lie]>([
    ['of another sign-in (nonce)', { claims: { nonce: 'another' } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['for another application', { claims: { aud: 'another' } }],
    ['for several, of which we are not the one that asked', { claims: { aud: ['anwang', 'another'], azp: 'another' } }],
    ['by another issuer', { claims: { iss: 'https://elsewhere.example' } }],
    ['that is over', { claims: { iat: past, exp: past + 60 } }],
    ['of nobody', { claims: { sub: undefined } }],
    ['of an empty name', { claims: { sub: '' } }],
    ['signed by another key', { key: anotherKey }],
    ['signed by a key that it does not have', { header: { kid: 'two' } }],
    ['signed by nobody', { header: { alg: 'none' } }],
    ['signed by our secret', { header: { alg: 'HS256' } }],
    ['that is none', { answer: { status: 200, body: '{"access_token":"x","token_type":"Bearer"}' } }],
    ['that is garbage', { answer: { status: 200, body: '{"access_token":"x","token_type":"Bearer","id_token":"a.b.c"}' } }],
    ['that it refuses', { answer: { status: 400, body: '{"error":"invalid_grant"}' } }],
  ])('is not believed: a token %s', async (_what, lie) => {
    await expect(finish(lie)).rejects.toMatchObject({ code: 'PROVIDER_WRONG' })
  })

  it('is asked for later where the provider is broken', () => expect(finish({ answer: { status: 502, body: '{}' } })).rejects.toMatchObject({ code: 'PROVIDER_DOWN' }))
})

it('derives nothing from one sign-in that another one has', async () => {
  const asked = async (token: string) => ['state', 'nonce', 'code_challenge'].map((name) => new URL(url.get(token)!).searchParams.get(name))
  const url = new Map<string, string>()
  for (const token of [newToken(), newToken()]) url.set(token, await provider.begin(token, REDIRECT, false))
  const all = (await Promise.all([...url.keys()].map(asked))).flat()
  expect(new Set(all).size).toBe(6)
  for (const token of url.keys()) expect(url.get(token)).not.toContain(token)
})

it.each([['410922199001011234', '41…34'], ['person', 'p…'], ['12345678', '12…78'], ['1', '1…']])('of %s shows %s', (subject, hint) => expect(hintOf(subject)).toBe(hint))
