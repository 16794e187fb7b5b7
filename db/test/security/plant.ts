import type postgres from 'postgres'

type Sql = postgres.Sql | postgres.TransactionSql

export interface Column {
  readonly name: string
  readonly type: string
}

/** A value of a type, in SQL, of which two are never alike where that matters. */
const made = (type: string): string => {
  if (type.endsWith('[]')) return `'{}'`
  if (type === 'uuid') return 'gen_random_uuid()'
  if (type === 'text') return `'x' || gen_random_uuid()`
  if (type === 'boolean') return 'false'
  if (type === 'date') return `date '2020-01-01'`
  if (type === 'json' || type === 'jsonb') return `'{}'`
  if (type === 'bytea') return `'\\x00'`
  if (type.startsWith('timestamp')) return `timestamptz '2026-01-01'`
  if (/^(bigint|integer|smallint|real|double precision|numeric)/.test(type)) return '1'
  throw new Error(`plant.ts makes no ${type}`)
}

/** The columns that a row cannot do without, and its path. */
export async function columnsOf(sql: Sql, table: string): Promise<readonly Column[]> {
  return sql<Column[]>`select a.attname as name, format_type(a.atttypid, a.atttypmod) as type from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = ${table}::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = '' and (a.attname = 'path' or (a.attnotnull and d.oid is null)) order by a.attnum`
}

/** A row with what is given, and something in whatever else it needs. */
export function insertion(table: string, columns: readonly Column[], given: Readonly<Record<string, string>>): string {
  const all = [...columns, ...Object.keys(given).filter((name) => !columns.some((one) => one.name === name)).map((name) => ({ name, type: '' }))]
  return `insert into ${table} (${all.map((one) => `"${one.name}"`).join(', ')}) values (${all.map((one) => given[one.name] ?? made(one.type)).join(', ')})`
}

/** What a row must obey beside row security goes, in this database: any row can then be tried. */
export async function loosen(sql: Sql): Promise<void> {
  const drops = await sql<{ drop: string }[]>`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop from pg_constraint where connamespace = 'public'::regnamespace and contype in ('c', 'f') and conparentid = 0
    union all select format('drop trigger %I on %s', tgname, tgrelid::regclass) from pg_trigger where not tgisinternal`
  await sql.unsafe(drops.map((one) => one.drop).join(';'))
}
