import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '@anwang/domain'
import type { TestDatabase } from '@anwang/testkit'
import { afterAll } from 'vitest'
import { COOKIE, sessionHash } from '../src/auth/session.ts'
import type { OidcOptions } from '../src/auth/identity.ts'
import { serve } from '../src/main.ts'
import type { RateLimits } from '../src/serving/rates.ts'
import { TEST_SECRETS } from './secrets.ts'

export interface Answer {
  readonly data: any
  readonly errors?: { message: string; path?: (string | number)[]; extensions: { code: string; argument?: string } }[]
}

export interface Client {
  /** Sends an operation over HTTP. */
  query(document: string, variables?: object, language?: 'zh' | 'en'): Promise<Answer>
  fetch(path: string, init?: RequestInit): Promise<Response>
}

export interface Api {
  readonly url: string
  readonly metricsUrl: string | null
  readonly anonymous: Client
  /** A session as the account of that name. */
  signInAs(userName: string): Promise<Client>
}

/** The whole server on a test database, closed after the file's tests; nothing is folded unless asked for. With `documents` it answers these alone, as in production. */
export async function startApi(db: TestDatabase, clock: Clock, options: { demonstration?: boolean; folding?: boolean; sealing?: boolean; auditAnchor?: string; statementTimeout?: number; documents?: Record<string, string>; rates?: RateLimits; metrics?: boolean; highestCost?: number; oidc?: OidcOptions } = {}): Promise<Api> {
  const webRoot = mkdtempSync(join(tmpdir(), 'anwang-web-'))
  if (options.documents) {
    mkdirSync(join(webRoot, '.vite'))
    writeFileSync(join(webRoot, '.vite', 'documents.json'), JSON.stringify(options.documents))
  }
  const serving = await serve({
    open: !options.documents, rates: options.rates ?? null, metrics: options.metrics ? { port: 0, host: '127.0.0.1' } : null,
    appUrl: db.urls.app, workerUrl: db.urls.worker, ownerUrl: db.urls.owner, port: 0, host: '127.0.0.1', clock, secrets: TEST_SECRETS, webRoot,
    demonstration: options.demonstration ? { password: 'a password' } : null, debug: db.debug, folding: options.folding ?? false, sealing: options.sealing ?? false, auditAnchor: options.auditAnchor ?? null,
    ...(options.oidc && { oidc: options.oidc }),
    ...(options.highestCost !== undefined && { highestCost: options.highestCost }),
    ...(options.statementTimeout !== undefined && { statementTimeout: options.statementTimeout }),
  })
  afterAll(async () => {
    await serving.close()
    rmSync(webRoot, { recursive: true, force: true })
  })
  const client = (token: string | null): Client => {
    const cookie: Record<string, string> = token === null ? {} : { cookie: `${COOKIE}=${token}` }
    const send = (path: string, init: RequestInit = {}) =>
      fetch(`${serving.url}${path}`, { ...init, headers: { ...cookie, ...(init.headers as Record<string, string> | undefined) } })
    return {
      fetch: send,
      async query(document, variables = {}, language = 'zh') {
        const response = await send('/graphql', {
          method: 'POST', headers: { 'content-type': 'application/json', 'accept-language': language }, body: JSON.stringify({ query: document, variables }),
        })
        return (await response.json()) as Answer
      },
    }
  }
  return {
    url: serving.url,
    metricsUrl: serving.metricsUrl,
    anonymous: client(null),
    async signInAs(userName) {
      const token = randomBytes(32).toString('base64url')
      await db.owner`insert into session (token_hash, account_id, expires_at, entered) select ${sessionHash(token)}, id, now() + interval '1 hour', 'COMMAND' from account where user_name = ${userName}`
      return client(token)
    },
  }
}
