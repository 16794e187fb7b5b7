import type postgres from 'postgres'
import { functions, sequences, tables, views } from './places.ts'

type Sql = postgres.Sql | postgres.TransactionSql

interface Relation {
  readonly name: string
  readonly kind: 'table' | 'view' | 'materialized view' | 'sequence' | 'foreign table'
  readonly owner: string
  readonly secured: boolean
  readonly invoker: boolean
  /** What the application role may, as `places.ts` writes it. */
  readonly app: readonly string[]
  readonly worker: readonly string[]
  /** What everybody may: nothing. */
  readonly everybody: boolean
}

const may = (sql: Sql, role: string) => sql`
    array(select a.privilege_type from aclexplode(c.relacl) a where a.grantee = ${role}::text::regrole
      union all select a.privilege_type || '(' || string_agg(t.attname, ' ' order by t.attname) || ')' from pg_attribute t, aclexplode(t.attacl) a
        where t.attrelid = c.oid and a.grantee = ${role}::text::regrole group by a.privilege_type)`

const relations = (sql: Sql): Promise<Relation[]> => sql<Relation[]>`
  select case when n.nspname = 'public' then '' else n.nspname || '.' end || c.relname as name, pg_get_userbyid(c.relowner) as owner, c.relrowsecurity and c.relforcerowsecurity as secured,
    case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' when 'f' then 'foreign table' else 'table' end as kind,
    coalesce('security_invoker=true' = any(c.reloptions) or 'security_invoker=on' = any(c.reloptions), false) as invoker,
    ${may(sql, 'anwang_app')} as app, ${may(sql, 'anwang_worker')} as worker,
    exists (select from aclexplode(c.relacl) a where a.grantee = 0) or exists (select from pg_attribute t, aclexplode(t.attacl) a where t.attrelid = c.oid and a.grantee = 0) as everybody
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and n.nspname <> 'information_schema' and n.nspname not like 'pg\_%' order by 1`

interface Routine {
  readonly name: string
  readonly definer: boolean
  readonly trigger: boolean
  readonly fixed: boolean
  readonly everybody: boolean
  readonly app: boolean
  readonly owner: string
  readonly source: string
}

const routines = (sql: Sql): Promise<Routine[]> => sql<Routine[]>`
  select p.oid::regprocedure::text as name, p.prosecdef as definer, p.prorettype = 'trigger'::regtype as trigger, coalesce('search_path=public, pg_temp' = any(p.proconfig), false) as fixed,
    has_function_privilege('public', p.oid, 'execute') as everybody, has_function_privilege('anwang_app', p.oid, 'execute') as app, pg_get_userbyid(p.proowner) as owner, p.prosrc as source
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname <> 'information_schema' and n.nspname not like 'pg\_%' order by 1`

/** The migrations' own schema: the application may not even look into it. */
const BESIDE = /^drizzle\./
const same = (a: readonly string[], b: readonly string[]) => JSON.stringify(a.toSorted()) === JSON.stringify(b.toSorted())

function relationFaults(one: Relation): string[] {
  const { name, kind } = one
  const place = kind === 'table' ? tables[name] : undefined
  const known = BESIDE.test(name) || place !== undefined || (kind === 'view' && views.includes(name)) || (kind === 'sequence' && sequences.includes(name))
  return [
    ...(known ? [] : [`${kind} ${name} has no place in the matrix: give it a line in db/test/security/places.ts`]),
    ...(one.owner === 'anwang_app' ? [`${kind} ${name} belongs to the application role`] : []),
    ...(one.everybody ? [`${kind} ${name} is granted to PUBLIC`] : []),
    ...(kind === 'table' && !BESIDE.test(name) && !one.secured ? [`table ${name} has no forced row security`] : []),
    ...(kind === 'view' && !one.invoker ? [`view ${name} is not security_invoker`] : []),
    ...(kind === 'materialized view' || kind === 'foreign table' ? [`${kind} ${name}: row security does not hold for it`] : []),
    ...(place && !same(one.app, place.app) ? [`table ${name}: the application may ${one.app.join(', ')}; its place says ${place.app.join(', ')}`] : []),
    ...(place?.worker && !same(one.worker, place.worker) ? [`table ${name}: the worker may ${one.worker.join(', ')}; its place says ${place.worker.join(', ')}`] : []),
    ...(!place && kind !== 'view' && one.app.length > 0 ? [`${kind} ${name}: the application may ${one.app.join(', ')}`] : []),
  ]
}

const names = Object.keys(tables)
/** Tables that the source of a function names as such. */
export const touched = (source: string): string[] =>
  names.filter((name) => new RegExp(`\\b(from|join|into|update|table|returns)\\s+(only\\s+)?${name}\\b`, 'i').test(source)).toSorted()

function routineFaults(one: Routine): string[] {
  const place = functions[one.name]
  if (!place) return [`function ${one.name} has no place in the matrix: give it a line in db/test/security/places.ts`]
  return [
    ...(one.definer !== place.definer ? [`function ${one.name} ${one.definer ? 'runs' : 'does not run'} as its owner`] : []),
    ...(one.definer && !one.fixed ? [`function ${one.name} runs as its owner without search_path = public, pg_temp`] : []),
    ...(one.trigger !== (place.kind === 'trigger') ? [`function ${one.name} ${one.trigger ? 'is' : 'is no'} trigger`] : []),
    ...(one.everybody && !one.trigger && place.kind !== 'pure' ? [`function ${one.name} may be called by PUBLIC`] : []),
    ...(one.app !== place.app ? [`function ${one.name} ${one.app ? 'may' : 'may not'} be called by the application`] : []),
    ...(one.owner === 'anwang_app' ? [`function ${one.name} belongs to the application role`] : []),
    ...(one.definer && !same(touched(one.source), place.touches) ? [`function ${one.name} names ${touched(one.source).join(', ')}; its place says ${place.touches.join(', ')}`] : []),
  ]
}

/** What of the database has no place, or is not as its place says; and places of what is gone. */
export async function faults(sql: Sql): Promise<string[]> {
  const [found, called] = [await relations(sql), await routines(sql)]
  const have = new Set([...found.map((one) => one.name), ...called.map((one) => one.name)])
  return [
    ...found.flatMap(relationFaults), ...called.flatMap(routineFaults),
    ...[...names, ...views, ...sequences, ...Object.keys(functions)].filter((name) => !have.has(name)).map((name) => `${name} has a place, and is not there`),
  ]
}
