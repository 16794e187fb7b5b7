import { sql } from 'drizzle-orm'
import type { Db, Queryable } from '../../client.ts'

/** How far one statement has come: through the events first, then through the figures kept, month by month. */
export interface Progress {
  readonly phase: 'events' | 'figures'
  /** Begun, from 1. */
  readonly part: number
  readonly of: number
}

/**
 * An expression that says in the session's own name, until its transaction ends, which part begins. Of a running statement
 * other sessions see nothing else without a right to write.
 */
export const saying = (phase: Progress['phase'], part: string, of: string): string =>
  `set_config('application_name', 'recount ${phase} ' || (${part}) || '/' || (${of}), true)`

/** Asks every `every` milliseconds, by another connection than `tx`, and tells what is new. */
export async function watching(worker: Db, tx: Queryable, tell: (progress: Progress) => void, every = 2000): Promise<{ end: () => Promise<void> }> {
  const [own] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
  let last = ''
  const ask = async (): Promise<void> => {
    const [row] = await worker.execute<{ name: string }>(sql`select application_name as name from pg_stat_activity where pid = ${own!.pid}`)
    const [, phase, part, of] = row?.name.match(/^recount (events|figures) (\d+)\/(\d+)$/) ?? []
    if (!row || row.name === last || !phase) return
    last = row.name
    tell({ phase: phase as Progress['phase'], part: Number(part), of: Number(of) })
  }
  let asked: Promise<void> | null = null
  const timer = setInterval(() => {
    // Nobody's recount fails because it could not be told how far it is.
    asked ??= ask().catch(() => undefined).finally(() => { asked = null })
  }, every)
  return { end: async () => {
    clearInterval(timer)
    await asked
  } }
}
