import { createHash, createHmac } from 'node:crypto'
import * as client from 'openid-client'
import type { IdentityProvider, OidcOptions } from '../../../auth/identity.ts'
import { log } from '../../../serving/log.ts'
import { onceIn } from '../../../serving/once.ts'
import { StepRefused } from '../steps.ts'

const TIMEOUT = 5_000
/** How long what the provider says of itself is believed. */
const KEPT = 3_600_000

/** State, nonce and verifier (RFC 7636) all come from the token in the browser's cookie: there is nothing else to keep, and none of them tells another. */
const derived = (token: string, what: 'state' | 'nonce' | 'verifier'): string => createHmac('sha256', token).update(what).digest('base64url')

/** A subject may be a citizen's number: its two ends, where enough is left between them. */
export const hintOf = (subject: string): string => (subject.length < 8 ? `${subject.slice(0, 1)}…` : `${subject.slice(0, 2)}…${subject.slice(-2)}`)
export const subjectHash = (issuer: string, subject: string): string => createHash('sha256').update(JSON.stringify([issuer, subject])).digest('hex')

const UNREACHABLE: ReadonlySet<string> = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT'])
/** Not there, too slow, or broken: what to try again later. Anything else that it says and that does not fit is not believed. */
const isDown = (error: unknown): boolean => {
  const { code, cause } = error as { code?: string; cause?: unknown }
  if (UNREACHABLE.has(code ?? '') || (error instanceof TypeError && error.message === 'fetch failed')) return true
  return code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' && cause instanceof Response && cause.status >= 500
}

const isNew = onceIn(60_000)
/** For whoever runs the server: what went wrong, without what was sent. */
const reasonOf = (error: unknown): string => {
  const { message, code, cause } = error as { message?: string; code?: string; cause?: unknown }
  return [message, code, ...(cause instanceof Error ? [cause.message] : [])].filter(Boolean).join(': ')
}

function refused(error: unknown): StepRefused {
  if (error instanceof client.AuthorizationResponseError && error.error === 'access_denied') return new StepRefused('CANCELLED')
  const [code, why] = [isDown(error) ? 'PROVIDER_DOWN' as const : 'PROVIDER_WRONG' as const, reasonOf(error)]
  // Anybody may try, as often as they like: each reason is one line a minute.
  if (isNew([why])) log.warn({ code, why }, 'identity provider')
  return new StepRefused(code)
}

/** The client authenticates as the provider prefers it; where it says nothing, as OpenID Connect has it (Discovery 1.0, 3). */
function authentication(server: client.ServerMetadata, secret: string): client.ClientAuth {
  const offered = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  return offered.includes('client_secret_basic') || !offered.includes('client_secret_post') ? client.ClientSecretBasic(secret) : client.ClientSecretPost(secret)
}

async function discover({ issuer, clientId, clientSecret, timeout = TIMEOUT }: OidcOptions): Promise<client.Configuration> {
  const loopback = issuer.startsWith('http:') ? [client.allowInsecureRequests] : []
  const { serverMetadata } = await client.discovery(new URL(issuer), clientId, clientSecret, undefined, { timeout: timeout / 1000, execute: loopback }).then((found) => ({ serverMetadata: found.serverMetadata() }))
  const config = new client.Configuration(serverMetadata, clientId, clientSecret, authentication(serverMetadata, clientSecret))
  config.timeout = timeout / 1000
  // Its signature too, not only the connection that it came by.
  for (const also of [...loopback, client.enableNonRepudiationChecks]) also(config)
  return config
}

/** Asks nothing of the provider before somebody wants to sign in by it. */
export function identityProvider(options: OidcOptions): IdentityProvider {
  let kept: { readonly config: Promise<client.Configuration>; readonly since: number } | null = null
  const configuration = (): Promise<client.Configuration> => {
    if (kept && Date.now() - kept.since < KEPT) return kept.config
    const mine = { config: discover(options), since: Date.now() }
    kept = mine
    mine.config.catch(() => {
      if (kept === mine) kept = null
    })
    return mine.config
  }
  return {
    name: options.name,
    publicUrl: options.publicUrl,
    async begin(token, redirect, afresh) {
      try {
        return client.buildAuthorizationUrl(await configuration(), {
          redirect_uri: redirect, scope: 'openid', state: derived(token, 'state'), nonce: derived(token, 'nonce'),
          code_challenge: await client.calculatePKCECodeChallenge(derived(token, 'verifier')), code_challenge_method: 'S256', ...(afresh && { prompt: 'login' }),
        }).href
      } catch (error) {
        throw refused(error)
      }
    },
    answers: (token, parameters) => new URLSearchParams(parameters).get('state') === derived(token, 'state'),
    async finish(token, redirect, parameters) {
      const answer = new URL(redirect)
      answer.search = parameters
      try {
        const tokens = await client.authorizationCodeGrant(await configuration(), answer, {
          expectedState: derived(token, 'state'), expectedNonce: derived(token, 'nonce'), pkceCodeVerifier: derived(token, 'verifier'), idTokenExpected: true,
        })
        const { iss, sub } = tokens.claims()!
        if (sub.trim() === '') throw new Error('a token of nobody')
        return { issuer: iss, subjectHash: subjectHash(iss, sub), hint: hintOf(sub) }
      } catch (error) {
        throw refused(error)
      }
    },
  }
}
