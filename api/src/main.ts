import { connect } from '@anwang/db/client'
import type { Clock } from '@anwang/domain'
import { sql } from 'drizzle-orm'
import type { Secrets } from './auth/secrets.ts'
import type { OidcOptions } from './auth/identity.ts'
import type { Services } from './context.ts'
import type { Urls } from './env.ts'
import { startGraphql } from './graphql.ts'
import { identityProvider } from './features/accounts/oidc/provider.ts'
import { setDemonstrationPassword } from './features/accounts/demonstration.ts'
import { encryptSecondFactors } from './features/accounts/second-factors.ts'
import { startChecking } from './jobs/check.ts'
import { startFolding } from './jobs/fold.ts'
import { startErasing } from './jobs/retention.ts'
import { startSealing } from './jobs/seal.ts'
import { anchorAt } from './jobs/seal-anchor.ts'
import { addRoutes } from './routes.ts'
import { createApp, listen } from './server.ts'
import { HIGHEST_COST } from './serving/cost.ts'
import { namesOf, readDocuments } from './serving/documents.ts'
import { log, type Level } from './serving/log.ts'
import { collectMetrics, serveMetrics } from './serving/metrics.ts'
import { countRates, RATES, type RateLimits } from './serving/rates.ts'

export interface ServeOptions extends Urls {
  /** 0 takes a free one. */
  port: number
  host: string
  clock: Clock
  /** By what the secrets of second factors are encrypted; absent where nobody signs in with one. */
  secrets?: Secrets
  /** Folder of the built web application. */
  webRoot: string
  /** Set where the database holds the demonstration and only this machine can come in. */
  demonstration: { password: string } | null
  /** Answers any operation and says its schema: for development and tests. Otherwise only the operations of the web application. */
  open?: boolean
  /** Sees every statement sent, as postgres.js' `debug`. */
  debug?: (connection: number, query: string) => void
  /** Whether deltas are folded, and what is past its retention erased, in the background; on unless a test says otherwise. */
  folding?: boolean
  /** Whether the logs are sealed in the background; on unless a test says otherwise. */
  sealing?: boolean
  /** Where the heads of the sealed logs are kept outside of the database: a file or an address. */
  auditAnchor?: string | null
  /** After how many milliseconds a statement of a request is cancelled; 30 s unless a test says otherwise. */
  statementTimeout?: number
  /** What the dearest operation may cost; tests that ask for everything at once set it higher. */
  highestCost?: number
  /** The office's own identity provider; null: one signs in by password only. */
  oidc?: OidcOptions | null
  /** How often one may ask; null: as often as one likes. */
  rates?: RateLimits | null
  /** Proxies that are believed: addresses and networks, with commas between; those of this machine unless said otherwise. */
  proxies?: string
  /** Where Prometheus reads the figures of this process. */
  metrics?: { port: number; host: string } | null
  /** From which level on the log is written; `warn` unless said otherwise. */
  logLevel?: Level
}

const LONGEST_STATEMENT = 30_000
/** Within a transaction; longer than an export waits for who reads it. */
const LONGEST_PAUSE = 120_000

export interface Serving {
  url: string
  /** Of the figures for Prometheus, where they are served. */
  metricsUrl: string | null
  /** Answers what is under way, then lets go of port and database. */
  close(): Promise<void>
}

/** Serves the product on a migrated database until closed. @throws where the port is taken. */
export async function serve(options: ServeOptions): Promise<Serving> {
  // Compiling a plan costs more than any of our statements takes.
  const seen = { connection: { jit: 'off' }, ...(options.debug && { debug: options.debug }) }
  const bounded = { ...seen, connection: { ...seen.connection, statement_timeout: options.statementTimeout ?? LONGEST_STATEMENT, idle_in_transaction_session_timeout: LONGEST_PAUSE } }
  const app = connect(options.appUrl, { max: 20, ...bounded })
  const reader = connect(options.appUrl, { max: 4, ...bounded })
  const worker = connect(options.workerUrl, { max: 5, ...seen })
  const rates = countRates(options.rates === undefined ? RATES : options.rates)
  const services: Services = { app: app.db, reader: reader.db, worker: worker.db, clock: options.clock, anchor: options.auditAnchor ? anchorAt(options.auditAnchor) : null, secrets: options.secrets ?? null, demonstration: options.demonstration !== null, oidc: options.oidc ? identityProvider(options.oidc) : null, rates }
  const cleanup: (() => Promise<unknown>)[] = [() => app.close(), () => reader.close(), () => worker.close()]
  const close = async () => {
    for (const end of cleanup.toReversed()) await end()
  }
  if (options.logLevel) log.level = options.logLevel
  try {
    if (options.secrets) await encryptSecondFactors(options.ownerUrl, options.secrets)
    if (options.demonstration) await setDemonstrationPassword(options.ownerUrl, options.demonstration.password)
    const documents = readDocuments(options.webRoot)
    const metrics = options.metrics ? collectMetrics(namesOf(documents)) : null
    const graphql = await startGraphql({ services, documents, open: options.open ?? false, highestCost: options.highestCost ?? HIGHEST_COST, ...(metrics && { plugins: [metrics.ofOperations] }) })
    cleanup.push(() => graphql.stop())
    const server = createApp({
      webRoot: options.webRoot,
      demonstration: options.demonstration !== null,
      rates, ...(options.proxies !== undefined && { proxies: options.proxies }), ...(metrics && { measure: metrics.ofRequests }),
      ready: async () => (await app.db.execute(sql`select 1`)).length === 1,
      extend: (express) => {
        graphql.addTo(express)
        addRoutes(express, services)
      },
    })
    if (options.folding ?? true) {
      const folding = startFolding(worker.db, options.clock)
      cleanup.push(() => folding.stop())
      const erasing = startErasing(worker.db, options.clock)
      cleanup.push(() => erasing.stop())
    }
    if (options.sealing ?? true) {
      const checking = startChecking(worker.db, services.anchor)
      cleanup.push(() => checking.stop())
      const sealing = startSealing(worker.db, services.anchor, () => checking.soon())
      cleanup.push(() => sealing.stop())
    }
    const figures = metrics && options.metrics ? await serveMetrics(metrics, options.metrics.port, options.metrics.host) : null
    if (figures) cleanup.push(() => figures.close())
    const listening = await listen(server, options.port, options.host)
    cleanup.push(() => listening.close())
    const host = options.host.includes(':') ? `[${options.host}]` : options.host
    return { url: `http://${host}:${listening.port}`, metricsUrl: figures?.url ?? null, close }
  } catch (error) {
    await close()
    throw error
  }
}
