import { fileURLToPath } from 'node:url'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { refuseUnfinished } from './backup/unfinished.ts'
import { UnfitError } from './reach.ts'

const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url))
/** Any number, the same in every process that migrates. */
export const MIGRATING = 410_900

/** An older product would write what the newer one's tables do not mean. @throws UnfitError */
async function refuseNewer(sql: postgres.Sql): Promise<void> {
  const [has] = await sql<[{ table: string | null }]>`select to_regclass('drizzle.__drizzle_migrations')::text as table`
  if (has.table === null) return
  const [last] = await sql<[{ at: string | null }]>`select max(created_at) as at from drizzle.__drizzle_migrations`
  const newest = Math.max(...readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis))
  if (Number(last.at ?? 0) > newest) {
    const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
    throw new UnfitError(`the database was brought to a version of ${day(Number(last.at))} by a newer product; this one knows those up to ${day(newest)}: start the newer one, or restore a backup of before`)
  }
}

/**
 * Brings a database up to the newest migration, as its owner, all of it or nothing; of several at once one works and the others wait.
 * @param restoring whether a restore asks, whose own mark would stop it.
 * @throws UnfitError where it is at a newer one, or a restore of it was cut short.
 */
export async function migrateDatabase(ownerUrl: string, restoring = false): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined })
  try {
    await sql`select pg_advisory_lock(${MIGRATING})`
    if (!restoring) await refuseUnfinished(sql)
    await refuseNewer(sql)
    await migrate(drizzle(sql), { migrationsFolder })
  } finally {
    await sql.end()
  }
}
