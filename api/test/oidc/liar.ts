import { createServer } from 'node:http'
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { afterAll } from 'vitest'
import type { OidcOptions } from '../../src/auth/identity.ts'

/** How a provider's token is not as it should be. */
export interface Lie {
  readonly header?: object
  readonly claims?: object
  readonly key?: KeyObject
  /** Instead of the token's answer. */
  readonly answer?: { readonly status: number; readonly body: string }
}

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const anotherKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A provider that says what a test wants it to say, of whoever asks; closed after the file's tests. */
export async function startLiar(): Promise<{ readonly options: OidcOptions; say(lie: Lie, nonce: string): void }> {
  let [lie, nonce]: [Lie, string] = [{}, '']
  const server = createServer((request, response) => {
    const said = (body: object, status = 200) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    request.resume()
    if (request.url === '/.well-known/openid-configuration') return said({
      issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys`, response_types_supported: ['code'], subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'], token_endpoint_auth_methods_supported: ['client_secret_post'],
    })
    if (request.url === '/keys') return said({ keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] })
    if (lie.answer) return response.writeHead(lie.answer.status, { 'content-type': 'application/json' }).end(lie.answer.body)
    const now = Math.floor(Date.now() / 1000)
    const header = { alg: 'RS256', kid: 'one', ...lie.header }
    const text = `${encoded(header)}.${encoded({ iss: issuer, aud: 'anwang', sub: 'person', iat: now, exp: now + 60, nonce, ...lie.claims })}`
    const signature = header.alg === 'none' ? '' : sign('sha256', Buffer.from(text), lie.key ?? pair.privateKey).toString('base64url')
    said({ access_token: 'x', token_type: 'Bearer', id_token: `${text}.${signature}` })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const issuer = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    options: { issuer, clientId: 'anwang', clientSecret: 'secret', name: null, publicUrl: null, timeout: 2000 },
    say(next, of) {
      ;[lie, nonce] = [next, of]
    },
  }
}
