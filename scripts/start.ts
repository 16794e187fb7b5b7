import './lib/production.ts'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { EnvError, isLoopback, readEnv, type Urls } from '../api/src/env.ts'
import { serve } from '../api/src/main.ts'
import { secretsOf } from '../api/src/secret-key.ts'
import { InUseError, startEmbedded } from '../db/src/embedded.ts'
import { migrateDatabase } from '../db/src/migrate.ts'
import { UnfitError, whenReachable } from '../db/src/reach.ts'
import { demonstrationPassword, lockDemonstration, prepareDemonstration } from './lib/demonstration.ts'
import { ROOT } from './lib/paths.ts'
import { expectFree } from './lib/port.ts'
import { fail, log, step } from './lib/progress.ts'
import { onShutdown } from './lib/shutdown.ts'
import { buildWeb } from './lib/web.ts'

// `pnpm start`: builds, boots, migrates, loads the demonstration, serves. Every part may be cut short and is taken up again by the next start.

const shutdown = onShutdown()

async function embedded(env: ReturnType<typeof readEnv>): Promise<Urls> {
  const starting = startEmbedded({ dataDir: env.dataDir, log })
  shutdown.add(async () => (await starting.catch(() => null))?.stop())
  const database = await step('starting PostgreSQL', starting)
  // A new database has new logs: what was kept of the old ones' heads would speak against them.
  await prepareDemonstration(database, env.clock, process.argv.includes('--anew'), () => rmSync(join(env.dataDir, 'audit-anchor.jsonl'), { force: true }))
  return database
}

async function start(): Promise<void> {
  const env = readEnv(process.env, ROOT)
  // Before what takes a minute; who takes it meanwhile is found when the product listens.
  await expectFree('PORT', env.port, env.host)
  if (env.metrics) await expectFree('METRICS_PORT', env.metrics.port, env.metrics.host)
  const secrets = secretsOf(env)
  const demonstration = env.database === null && isLoopback(env.host)
  const building = buildWeb((stop) => shutdown.add(stop))
  // Awaited below, after the database; a failure before that must not end the process in between.
  building.catch(() => undefined)
  let urls: Urls
  if (env.database) {
    urls = env.database
    const named = { DATABASE_OWNER_URL: urls.ownerUrl, DATABASE_URL: urls.appUrl, DATABASE_WORKER_URL: urls.workerUrl }
    await step('migrating the database', whenReachable(named, log, () => migrateDatabase(env.database!.ownerUrl)))
  } else {
    mkdirSync(env.dataDir, { recursive: true, mode: 0o700 })
    urls = await embedded(env)
    if (!demonstration) {
      await lockDemonstration(urls.ownerUrl)
      log(`HOST ${env.host} is no loopback address: the demonstration's accounts are locked`)
    }
  }
  const web = await step('building the web application', building)
  if (web.fresh) log('built the web application')

  const secret = demonstration ? demonstrationPassword(env.dataDir, env.demoPassword) : null
  const serving = await serve({
    ownerUrl: urls.ownerUrl, appUrl: urls.appUrl, workerUrl: urls.workerUrl, port: env.port, host: env.host, clock: env.clock, secrets, webRoot: web.folder, open: env.development, ...(env.development && { rates: null }),
    oidc: env.oidc, proxies: env.proxies, metrics: env.metrics, logLevel: env.logLevel,
    demonstration: secret && { password: secret.password }, auditAnchor: env.auditAnchor,
  })
  shutdown.add(() => serving.close())
  log(`serving ${serving.url}`)
  if (serving.metricsUrl !== null) log(`figures for Prometheus: ${serving.metricsUrl}`)
  if (secret?.fresh) log(`password of every demonstration account: ${secret.password}`)
}

start().catch(async (error: unknown) => {
  if (shutdown.stopping) return
  fail(error instanceof EnvError || error instanceof InUseError || error instanceof UnfitError || !(error instanceof Error) ? String((error as Error).message ?? error) : (error.stack ?? error.message))
  await shutdown.run()
  process.exit(1)
})
