import { describe, expect, it } from 'vitest'
import { EnvError, isLoopback, parseClock, readEnv } from './env.ts'

const URL = 'postgres://app@db/anwang'
const THREE = { DATABASE_URL: URL, DATABASE_OWNER_URL: URL, DATABASE_WORKER_URL: URL }
const OIDC = { ANWANG_OIDC_ISSUER: 'https://id.example', ANWANG_OIDC_CLIENT_ID: 'anwang', ANWANG_OIDC_CLIENT_SECRET: 'secret' }

describe('environment', () => {
  it('has a default for everything', () => {
    expect(readEnv({}, '/clone')).toMatchObject({ port: 4000, host: '127.0.0.1', database: null, dataDir: '/clone/.data', demoPassword: null, development: false, proxies: 'loopback', metrics: null, logLevel: 'warn' })
  })

  it('takes an empty variable for none', () => {
    expect(readEnv({ DATABASE_URL: '', PORT: '' }, '/')).toMatchObject({ port: 4000, database: null })
  })

  it.each([
    [{ PORT: 'http' }, /PORT/],
    [{ PORT: '70000' }, /PORT/],
    [{ DATABASE_URL: 'mysql://x', DATABASE_OWNER_URL: URL, DATABASE_WORKER_URL: URL }, /DATABASE_URL/],
    [{ DATABASE_URL: URL }, /DATABASE_OWNER_URL/],
    [{ DATABASE_WORKER_URL: URL }, /DATABASE_URL: missing/],
    [{ ...THREE, ANWANG_CLOCK: '2026-09-30' }, /ANWANG_CLOCK: only/],
    [{ ANWANG_CLOCK: '2026-99-99' }, /ANWANG_CLOCK/],
    [{ ANWANG_LOG: 'loud' }, /ANWANG_LOG/],
    [{ METRICS_PORT: '-1' }, /METRICS_PORT/],
    [{ ANWANG_DEMO_PASSWORD: 'short' }, /ANWANG_DEMO_PASSWORD/],
    [{ ANWANG_OIDC_ISSUER: 'https://id.example' }, /ANWANG_OIDC_CLIENT_ID: missing beside ANWANG_OIDC_ISSUER\nANWANG_OIDC_CLIENT_SECRET: missing/],
    [{ ...OIDC, ANWANG_OIDC_ISSUER: 'http://id.example' }, /ANWANG_OIDC_ISSUER: http only on a loopback/],
    [{ ...OIDC, ANWANG_OIDC_ISSUER: 'id.example' }, /ANWANG_OIDC_ISSUER: is no http/],
    [{ ...OIDC, ANWANG_PUBLIC_URL: 'javascript:alert(1)' }, /ANWANG_PUBLIC_URL/],
  ])('refuses %j', (source, message) => {
    expect(() => readEnv(source, '/')).toThrow(EnvError)
    expect(() => readEnv(source, '/')).toThrow(message)
  })

  it('keeps the heads of the logs beside the embedded database, at an address or in a file; of a server nowhere by itself', () => {
    const anchor = (source: Record<string, string>) => readEnv(source, '/clone').auditAnchor
    expect([{}, { ANWANG_AUDIT_ANCHOR: 'kept.jsonl' }, { ANWANG_AUDIT_ANCHOR: 'https://keeper/heads' }, THREE].map(anchor)).toEqual(
      ['/clone/.data/audit-anchor.jsonl', '/clone/kept.jsonl', 'https://keeper/heads', null])
  })

  it('signs in by an identity provider only where one is named', () => {
    expect(readEnv({}, '/').oidc).toBeNull()
    expect(readEnv(OIDC, '/').oidc).toEqual({ issuer: 'https://id.example', clientId: 'anwang', clientSecret: 'secret', name: null, publicUrl: null })
    expect(readEnv({ ...OIDC, ANWANG_OIDC_ISSUER: 'http://[::1]:3000', ANWANG_OIDC_NAME: '濮阳市统一身份认证', ANWANG_PUBLIC_URL: 'https://aq.example/' }, '/').oidc)
      .toMatchObject({ issuer: 'http://[::1]:3000', name: '濮阳市统一身份认证', publicUrl: 'https://aq.example' })
  })

  it('lets tests move the clock on any database', () => {
    expect(readEnv({ ...THREE, ANWANG_CLOCK: 'frozen:2026-09-30', NODE_ENV: 'test' }, '/').clock.today()).toBe('2026-09-30')
  })
})

it('logs every request of an office’s server, and serves figures where asked to', () => {
  expect(readEnv({ ...THREE, METRICS_PORT: '9464', TRUSTED_PROXIES: '10.0.0.2' }, '/')).toMatchObject({ logLevel: 'info', metrics: { port: 9464, host: '127.0.0.1' }, proxies: '10.0.0.2' })
})

describe('clock', () => {
  it('begins a day in Shanghai', () => expect(parseClock('frozen:2026-09-30')?.now().toISOString()).toBe('2026-09-29T16:00:00.000Z'))
  it('stands at an instant', () => expect(parseClock('frozen:2026-09-30T23:59:00+08:00')?.today()).toBe('2026-09-30'))
  it('runs on', async () => {
    const clock = parseClock('2026-09-30')
    const first = clock?.now().getTime() ?? 0
    await new Promise((done) => setTimeout(done, 15))
    expect((clock?.now().getTime() ?? 0) - first).toBeGreaterThan(5)
  })
})

it.each([['127.0.0.1', true], ['127.1.2.3', true], ['::1', true], ['localhost', true], ['0.0.0.0', false], ['127.0.0.1.example', false], ['192.168.0.4', false]])(
  'loopback %s: %s', (host, expected) => expect(isLoopback(host)).toBe(expected))
