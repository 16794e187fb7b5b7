import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { majorOf } from './embedded/binaries.ts'
import { takeLock } from './embedded/lock.ts'
import { passwordsOf } from './embedded/passwords.ts'
import { asideOf, choosePlace } from './embedded/place.ts'
import { prepareRoles } from './embedded/roles.ts'
import { remakeDatabase } from './embedded/state.ts'
import { initialise, stopServer, type Log } from './embedded/server.ts'
import { keepServer } from './embedded/supervise.ts'

export { InUseError } from './embedded/lock.ts'
export { createDatabase } from './embedded/roles.ts'
export { readContents, writeContents, type Contents } from './embedded/state.ts'

/** For a small machine that keeps what it was told: durability as PostgreSQL's own defaults. */
const DURABLE = {
  shared_buffers: '256MB', effective_cache_size: '1GB', maintenance_work_mem: '128MB', max_wal_size: '2GB',
  fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on',
  // For backups while it runs.
  wal_level: 'replica', max_wal_senders: '2', max_replication_slots: '2',
}
/** For clusters that live as long as a test run. */
const PASSING = { shared_buffers: '128MB', fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '1GB', wal_level: 'minimal', max_wal_senders: '0' }
const COMMON = {
  listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '100', work_mem: '16MB', jit: 'off',
  random_page_cost: '1.1', timezone: 'UTC', log_timezone: 'UTC',
  log_min_messages: 'warning', lc_messages: 'C',
}

export interface EmbeddedOptions {
  /** Holds everything that is kept: the cluster, its passwords, its log. Made where missing. */
  dataDir: string
  log: Log
  /** false: faster, and may lose the cluster in a power cut. */
  durable?: boolean
  /** Database to make and to name in the URLs. */
  database?: string
  /** false: as root, takes the way that needs no user namespaces. */
  namespaces?: boolean
}

export interface Embedded {
  /** Migrates: owns the tables, no superuser. */
  ownerUrl: string
  /** Serves: owns nothing and obeys row-level security. */
  appUrl: string
  /** Folds: passes row-level security. */
  workerUrl: string
  /** Superuser, on the database `postgres`. */
  superUrl: string
  /** Empties the database: drops it, and with it all it holds, and makes it anew. */
  remake(): Promise<void>
  /** Ends the server and waits for it. */
  stop(): Promise<void>
}

const MAX_LOG = 10_000_000

/**
 * Starts the PostgreSQL that comes as an npm package, in `dataDir`, on a free port of the loopback.
 * It ends with this process, even with one that was killed; a survivor of an earlier process is ended first. One that is killed
 * alone is started again at the same port, so that the URLs hold as long as this process runs.
 * @throws InUseError where a living process has it started already.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { log, durable = true, database = 'anwang' } = options
  mkdirSync(resolve(options.dataDir), { recursive: true, mode: 0o700 })
  const dataDir = realpathSync(options.dataDir)
  const release = takeLock(dataDir)
  try {
    const place = await choosePlace(dataDir, options.namespaces ?? true, stopServer)
    const { cluster, binaries, prefix } = place
    await stopServer(place)

    const exists = existsSync(cluster)
    if (!exists) {
      if (existsSync(`${cluster}.replaced`)) throw new Error(`a restore into ${dataDir} was cut short as it took its place: repeat it (\`anwang restore\`). What was there before is kept in ${cluster}.replaced; move it away to begin with an empty database`)
      if (existsSync(asideOf(dataDir))) throw new Error(`a restore into ${dataDir} was cut short: repeat it (\`anwang restore\`), or remove ${asideOf(dataDir)} to begin with an empty database`)
    }
    const passwords = passwordsOf(dataDir, exists)
    if (exists) {
      const made = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
      const have = majorOf(join(binaries.root, binaries.postgres), prefix)
      if (made !== have) throw new Error(`${cluster} was made by PostgreSQL ${made}, this is ${have}: move ${dataDir} away to start anew`)
    } else {
      if (durable) log('making the database cluster')
      await initialise(place, passwords.postgres, durable)
    }

    const logFile = join(dataDir, 'postgres.log')
    if (existsSync(logFile) && statSync(logFile).size > MAX_LOG) renameSync(logFile, `${logFile}.1`)
    const server = await keepServer(place, { ...COMMON, ...(durable ? DURABLE : PASSING) }, logFile, log, ({ pid, port }) => {
      writeFileSync(join(dataDir, 'server.json'), JSON.stringify({ pid, port, cluster }), { mode: 0o600 })
    })
    const url = (user: string, password: string, db: string): string => `postgres://${user}:${password}@127.0.0.1:${server.port}/${db}`
    const superUrl = url('postgres', passwords.postgres, 'postgres')
    try {
      await prepareRoles(superUrl, passwords, database)
    } catch (error) {
      await server.stop()
      throw error
    }
    return {
      ownerUrl: url('anwang_owner', passwords.owner, database),
      appUrl: url('anwang_app', passwords.app, database),
      workerUrl: url('anwang_worker', passwords.worker, database),
      superUrl,
      remake: () => remakeDatabase(superUrl, database),
      async stop() {
        await server.stop()
        rmSync(join(dataDir, 'server.json'), { force: true })
        release()
      },
    }
  } catch (error) {
    release()
    throw error
  }
}
