import type postgres from 'postgres'
import { UnfitError } from '../reach.ts'

/** Before the names of the schemas that a restore put aside. */
export const ASIDE = 'anwang_replaced_'
/** A schema that is there from before the first of a restore's data until its last step. */
export const MARK = 'anwang_restoring'

export interface Kept {
  /** A restore began and did not come to its end. */
  readonly unfinished: boolean
  /** What was there before a restore is kept. */
  readonly aside: boolean
  /** The database itself was migrated at some time. */
  readonly migrated: boolean
}

export async function keptBy(sql: postgres.Sql | postgres.TransactionSql): Promise<Kept> {
  const [row] = await sql<[Kept]>`select
    exists (select from pg_namespace where nspname = ${MARK}) as unfinished,
    exists (select from pg_namespace where starts_with(nspname, ${ASIDE})) as aside,
    exists (select from pg_tables where schemaname = 'drizzle' and tablename = '__drizzle_migrations') as migrated`
  return row
}

/**
 * The database is the product's to work on: no restore of it was cut short, and it is not an empty one beside one put aside.
 * @throws UnfitError
 */
export async function refuseUnfinished(sql: postgres.Sql): Promise<void> {
  const { unfinished, aside, migrated } = await keptBy(sql)
  if (unfinished || (aside && !migrated)) throw new UnfitError('a restore of this database is under way or was cut short; what was there before it is kept. Where none is under way: `anwang restore --put-back`, then restore again where that is wanted')
}
