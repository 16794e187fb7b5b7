import { sql, type SQL } from 'drizzle-orm'
import { customType, uuid } from 'drizzle-orm/pg-core'

/**
 * A region's path: segments ending in '/', the country ''. Collation "C", so that the subtree of `p/` is the range
 * [`p/`, `p0`) and an index serves it.
 */
export const path = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' })
/** A calendar day in Asia/Shanghai as `YYYY-MM-DD`. */
export const day = customType<{ data: string }>({ dataType: () => 'date' })
/** uuidv7 made in the application, so that no sequence means anything outside its database. */
export const id = () => uuid().primaryKey().notNull()
/** Of a day's column: year × 4 + quarter (1 to 4), so that an index finds a quarter by equality. */
export const quarterOf = (column: string): SQL => sql.raw(`(extract(year from ${column}) * 4 + extract(quarter from ${column}))::int`)
/** Of `path`: the city (`41/09/`) whose lists a record stands in; row security lets no index be asked for an expression. */
export const cityPath = () => path().generatedAlwaysAs(sql.raw(`split_part(path, '/', 1) || '/' || split_part(path, '/', 2) || '/'`))
/** A path within the index of a city: in a collation of its own, of the same order, so that no index of paths alone is thought to serve as well. */
export const pathInCity = (column: SQL | { getSQL(): SQL }): SQL => sql`${column} collate "POSIX"`
