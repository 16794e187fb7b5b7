import { isAbsolute, resolve } from 'node:path'
import { clockAt, isDay, startOfDay, systemClock, type Clock } from '@anwang/domain'
import { z } from 'zod'
import { keyIn } from './auth/secrets.ts'
import type { OidcOptions } from './auth/identity.ts'
import { levels, type Level } from './serving/log.ts'

const port = z.coerce.number().int().min(0).max(65_535)
const database = z.url({ protocol: /^postgres(ql)?$/, error: 'is no postgres:// address' })
const text = z.string().min(1)
const key = (value: string, wrong: { addIssue: (message: string) => void }): Buffer => {
  const found = keyIn(value.trim())
  if (!found) wrong.addIssue('is no key of 32 bytes: 64 hexadecimal digits, or base64; `openssl rand -hex 32` makes one')
  return found ?? Buffer.alloc(0)
}
const address = z.url({ protocol: /^https?$/, error: 'is no http(s):// address' })

const Variables = z.object({
  PORT: port.default(4000),
  HOST: text.default('127.0.0.1'),
  DATABASE_URL: database.optional(),
  DATABASE_OWNER_URL: database.optional(),
  DATABASE_WORKER_URL: database.optional(),
  ANWANG_DATA: text.default('.data'),
  ANWANG_DEMO_PASSWORD: z.string().min(10, 'has fewer than ten characters').optional(),
  ANWANG_CLOCK: z.string().regex(/^(frozen:)?\d{4}-/, 'is no day or instant').optional(),
  ANWANG_AUDIT_ANCHOR: text.optional(),
  ANWANG_SECRET_KEY: text.transform(key).optional(),
  ANWANG_SECRET_KEY_OLD: text.transform((value, wrong) => value.split(',').map((one) => key(one, wrong))).optional(),
  ANWANG_OIDC_ISSUER: address.optional(),
  ANWANG_OIDC_CLIENT_ID: text.optional(),
  ANWANG_OIDC_CLIENT_SECRET: text.optional(),
  ANWANG_OIDC_NAME: text.max(30, 'has more than 30 characters').optional(),
  ANWANG_PUBLIC_URL: address.optional(),
  TRUSTED_PROXIES: text.default('loopback'),
  METRICS_PORT: port.optional(),
  METRICS_HOST: text.default('127.0.0.1'),
  ANWANG_LOG: z.enum(levels, { error: `is none of ${levels.join(', ')}` }).optional(),
  NODE_ENV: z.string().optional(),
})

export interface Urls {
  ownerUrl: string
  appUrl: string
  workerUrl: string
}

export interface Env {
  port: number
  host: string
  /** A PostgreSQL of the operator's; null: the embedded one. */
  database: Urls | null
  /** Absolute. */
  dataDir: string
  demoPassword: string | null
  /** Where the heads of the sealed logs are kept outside of the database: an absolute path or an address; by default beside the embedded database. */
  auditAnchor: string | null
  /** By which second factors are encrypted; null: the key beside the embedded database. */
  secretKey: Buffer | null
  /** Keys of before, by which some may still be encrypted. */
  oldSecretKeys: readonly Buffer[]
  clock: Clock
  /** NODE_ENV=development: any operation is answered, not the web application's alone, and requests are not counted: measurements ask thousands a minute. */
  development: boolean
  /** null: one signs in by password only. */
  oidc: OidcOptions | null
  /** Addresses and networks of proxies whose word on who asks, and how, is taken. */
  proxies: string
  /** null: the figures for Prometheus are not served. */
  metrics: { port: number; host: string } | null
  logLevel: Level
}

/** What is wrong with the environment, one line each; fit to be shown. */
export class EnvError extends Error {
  override name = 'EnvError'
}

/**
 * Domain time: `2026-09-30` (from its first instant in Shanghai) or an instant, running on from the moment of the call;
 * with `frozen:` before it, standing still. null where it is neither.
 */
export function parseClock(value: string): Clock | null {
  const frozen = value.startsWith('frozen:')
  const at = frozen ? value.slice('frozen:'.length) : value
  const start = isDay(at) ? startOfDay(at).getTime() : Date.parse(at)
  if (Number.isNaN(start)) return null
  const began = Date.now()
  return clockAt(() => new Date(frozen ? start : start + Date.now() - began))
}

const OIDC = ['ANWANG_OIDC_ISSUER', 'ANWANG_OIDC_CLIENT_ID', 'ANWANG_OIDC_CLIENT_SECRET'] as const

/** All of the identity provider, or nothing. @param wrong gets a line for each variable that is. */
function oidcIn(v: z.infer<typeof Variables>, wrong: string[]): OidcOptions | null {
  if (OIDC.every((name) => v[name] === undefined)) return null
  for (const name of OIDC) if (v[name] === undefined) wrong.push(`${name}: missing beside ${OIDC.filter((other) => v[other] !== undefined).join(' and ')}`)
  const [issuer, clientId, clientSecret] = [v.ANWANG_OIDC_ISSUER, v.ANWANG_OIDC_CLIENT_ID, v.ANWANG_OIDC_CLIENT_SECRET]
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return null
  const { protocol, hostname } = new URL(issuer)
  if (protocol === 'http:' && !isLoopback(hostname.replaceAll(/[[\]]/g, ''))) wrong.push('ANWANG_OIDC_ISSUER: http only on a loopback address, https elsewhere')
  return { issuer, clientId, clientSecret, name: v.ANWANG_OIDC_NAME ?? null, publicUrl: v.ANWANG_PUBLIC_URL === undefined ? null : new URL(v.ANWANG_PUBLIC_URL).origin }
}

/**
 * @param base what a relative ANWANG_DATA starts from.
 * @throws EnvError naming every variable that is wrong.
 */
export function readEnv(source: Readonly<Record<string, string | undefined>>, base: string): Env {
  // A variable that is set to nothing counts as unset.
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = Variables.safeParse(set)
  if (!parsed.success) throw new EnvError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'))
  const v = parsed.data
  const wrong: string[] = []

  let urls: Urls | null = null
  if (v.DATABASE_URL) {
    if (!v.DATABASE_OWNER_URL || !v.DATABASE_WORKER_URL)
      wrong.push('DATABASE_URL: needs DATABASE_OWNER_URL (the role that migrates) and DATABASE_WORKER_URL (the role that folds) beside it')
    else urls = { appUrl: v.DATABASE_URL, ownerUrl: v.DATABASE_OWNER_URL, workerUrl: v.DATABASE_WORKER_URL }
    if (v.ANWANG_CLOCK && v.NODE_ENV !== 'test') wrong.push('ANWANG_CLOCK: only for the embedded database; records of a real office carry the real time')
  } else if (v.DATABASE_OWNER_URL || v.DATABASE_WORKER_URL) wrong.push('DATABASE_URL: missing beside DATABASE_OWNER_URL or DATABASE_WORKER_URL')

  const clock = v.ANWANG_CLOCK ? parseClock(v.ANWANG_CLOCK) : systemClock
  if (!clock) wrong.push('ANWANG_CLOCK: is no day (2026-09-30) or instant (2026-09-30T09:00:00+08:00), also after frozen:')
  const oidc = oidcIn(v, wrong)
  if (wrong.length > 0 || !clock) throw new EnvError(wrong.join('\n'))

  const dataDir = isAbsolute(v.ANWANG_DATA) ? v.ANWANG_DATA : resolve(base, v.ANWANG_DATA)
  const anchor = v.ANWANG_AUDIT_ANCHOR ?? (urls ? null : resolve(dataDir, 'audit-anchor.jsonl'))
  return {
    port: v.PORT, host: v.HOST, database: urls, clock, demoPassword: v.ANWANG_DEMO_PASSWORD ?? null, development: v.NODE_ENV === 'development',
    secretKey: v.ANWANG_SECRET_KEY ?? null, oldSecretKeys: v.ANWANG_SECRET_KEY_OLD ?? [],
    dataDir, auditAnchor: anchor === null || /^https?:/.test(anchor) ? anchor : resolve(base, anchor),
    oidc, proxies: v.TRUSTED_PROXIES, metrics: v.METRICS_PORT === undefined ? null : { port: v.METRICS_PORT, host: v.METRICS_HOST },
    // Who tries it out at a terminal reads its progress there; an office's server tells of every request.
    logLevel: v.ANWANG_LOG ?? (urls ? 'info' : 'warn'),
  }
}

/** Demonstration accounts exist only where nobody but this machine can come in. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
