import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { unavailable } from './unavailable.ts'

/** The database cannot be served as it is, however long one waits. The message says what is wrong and is fit to be shown. */
export class UnfitError extends Error {
  override name = 'UnfitError'
}

/** Major version that the suite runs on; nobody has seen an older one work. */
export const OLDEST = 18

/** Refused by the server: 28 the role or its password, 3D the database, 42501 the privilege to connect. */
const REFUSED = /^(28...|3D000|42501)$/

/** Host, port and name, without the password. */
function placeOf(url: string): string {
  const { hostname, port, pathname, username } = new URL(url)
  return `${username}@${hostname}:${port || '5432'}${pathname}`
}

/** @throws UnfitError; the driver's error where it cannot be reached. */
async function check(name: string, url: string, oldest: number): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 10, fetch_types: false })
  try {
    const [row] = await sql<[{ version: number; text: string; reads: boolean }]>`
      select current_setting('server_version_num')::int as version, current_setting('server_version') as text, pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as reads`
    if (row.version < oldest * 10_000) throw new UnfitError(`${name}: ${placeOf(url)} is PostgreSQL ${row.text}; ${oldest} is the oldest that serves`)
    if (row.reads) throw Object.assign(new Error('it takes no changes: a standby, or made read-only'), { code: '25006' })
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    throw typeof code === 'string' && REFUSED.test(code) ? new UnfitError(`${name}: ${placeOf(url)} refuses: ${message}`) : error
  } finally {
    await sql.end({ timeout: 1 })
  }
}

const LONGEST_PAUSE = 5_000

/** The driver tells several addresses' failures as one without words. */
const wordsOf = (error: unknown): string => {
  const { message, errors, cause } = error as { message: string; errors?: readonly Error[]; cause?: unknown }
  return message || (errors?.[0] ? errors[0].message : cause instanceof Error ? cause.message : String(error))
}

/**
 * Does the work once all of the databases, by the variables that name them, can be reached and written to; until then it waits,
 * and again where they go away under it. What is waited for is logged, once for each reason.
 * @throws UnfitError where waiting does not help; what the work throws for other reasons.
 */
export async function whenReachable<T>(urls: Readonly<Record<string, string>>, log: (line: string) => void, work: () => Promise<T>, oldest = OLDEST): Promise<T> {
  let told = ''
  let at = ''
  for (let pause = 250; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    try {
      for (const [name, url] of Object.entries(urls)) {
        at = `${name} (${placeOf(url)})`
        await check(name, url, oldest)
      }
      at = 'the database'
      const done = await work()
      if (told !== '') log('the database is there')
      return done
    } catch (error) {
      const kind = unavailable(error)
      if (kind === null) throw error
      const line = `${at} ${{ AWAY: 'cannot be reached', READ_ONLY: 'only reads', FULL: 'has no room' }[kind]}: ${wordsOf(error)}; trying again until it can`
      if (line !== told) log(told = line)
      await sleep(pause)
    }
  }
}
