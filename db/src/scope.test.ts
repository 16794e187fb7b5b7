import { testDatabase } from '@anwang/testkit'
import { drizzle } from 'drizzle-orm/postgres-js'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import postgres from 'postgres'
import { beforeAll, describe, expect, it } from 'vitest'
import { setScope, type Db, type Scope, type ScopeTerm, type Tx } from './client.ts'
import { newId } from './ids.ts'

const test = await testDatabase()
const app: Db = drizzle(test.app, { casing: 'snake_case' })

const me = newId()
const somebody = newId()
// 41/09/281/ begins like 41/09/28/ and lies beside it.
const places = ['', '41/', '41/09/', '41/09/28/', '41/09/28/101/', '41/09/281/', '41/10/', '41/10/05/'] as const
const sectors = [newId(), newId(), null] as const
const firms = [newId(), newId()] as const

interface Row {
  readonly table: string
  readonly path: string
  readonly sector: string | null
  readonly subject: string | null
  /** Whose ledger it is, or is of, and where that lies. */
  readonly account: string | null
  readonly ledgerPath: string
  /** Whom a contact belongs to. */
  readonly owner: { readonly kind: string; readonly id: string; readonly path: string; readonly sector: string | null } | null
  readonly values: Readonly<Record<string, unknown>>
}

const under = (path: string, root: string) => path.startsWith(root)
const at = (term: ScopeTerm, path: string) => term.paths.some((root) => under(path, root))
const ofSector = (term: ScopeTerm, sector: string | null) => term.sectors === null || (sector !== null && term.sectors.includes(sector))

/** What one post shows, in plain words of TypeScript; a scope shows what any of its posts shows. */
type Shows = (term: ScopeTerm, row: Row, own: Scope) => boolean
const record: Shows = (term, row) => at(term, row.path) && ofSector(term, row.sector) && (term.subjectId === null || term.subjectId === row.subject)
const figure: Shows = (term, row) => term.subjectId === null && at(term, row.path) && ofSector(term, row.sector)
/** Summed over all sectors. */
const figureOfAll: Shows = (term, row) => term.sectors === null && term.subjectId === null && at(term, row.path)
const ofRegion: Shows = (term, row) => term.subjectId === null && at(term, row.path)
const ledger: Shows = (term, row, own) => ofRegion(term, row, own) && (term.sectors === null || row.account === me)
/** Of the own ledger, where one sees that one too. */
const ledgerRow: Shows = (term, row, own) => ofRegion(term, row, own) && (term.sectors === null || (row.account === me && own.terms.some((other) => ofRegion(other, { ...row, path: row.ledgerPath }, own))))
/** Of one's sectors, where both it and its owner lie in what posts of that sector show. */
const contact: Shows = (term, row, own) => {
  const { owner } = row
  if (!at(term, row.path) || owner === null) return false
  if (term.subjectId !== null) return owner.id === term.subjectId
  return term.sectors === null || (['subject', 'inspection', 'hazard'].includes(owner.kind) && ofSector(term, owner.sector)
    && own.terms.some((other) => other.sectors !== null && at(other, owner.path) && ofSector(other, owner.sector)))
}
const published: Shows = (term, row) => term.paths.some((root) => under(row.path, root) || under(root, row.path))
/** Figures count on the way from the writer's scope to the country, or within it. */
const figureIn = published

const tables: Readonly<Record<string, { readonly shows: Shows; readonly takes: Shows | null }>> = {
  subject: { shows: record, takes: record }, inspection: { shows: record, takes: record }, hazard: { shows: record, takes: record }, round: { shows: record, takes: record },
  event: { shows: record, takes: record }, contact: { shows: contact, takes: contact }, import_batch: { shows: ledger, takes: ledger }, import_row: { shows: ledgerRow, takes: ledgerRow },
  import_mapping: { shows: ofRegion, takes: ofRegion }, delta_pending: { shows: figure, takes: figureIn }, delta: { shows: figure, takes: null }, rollup: { shows: figure, takes: null }, rollup_day: { shows: figureOfAll, takes: null },
  score: { shows: ofRegion, takes: null }, adjustment: { shows: ofRegion, takes: null }, publication: { shows: published, takes: null },
}
const seen = (scope: Scope, row: Row, shows: Shows) => scope.terms.some((term) => shows(term, row, scope))

const regions = new Map(places.map((path) => [path as string, newId()]))
let filler = new Map<string, Record<string, unknown>>()
let n = 0

/** Any value of the type where a column must have one. */
const anything = (type: string): unknown => {
  switch (type) {
    case 'uuid': return newId()
    case 'integer': case 'bigint': case 'smallint': case 'numeric': case 'real': return 1
    case 'boolean': return false
    case 'jsonb': return {}
    case 'ARRAY': return []
    case 'bytea': return '\\x00'
    case 'date': return '2026-09-01'
    case 'timestamp with time zone': return '2026-09-01T00:00:00Z'
    default: return 'x'
  }
}

function rowOf(table: string, path: string, sector: string | null, subject: string, more: { account?: string; owner?: Row['owner'] } = {}): Row {
  const has = (column: string) => column in filler.get(table)!
  const ledger = planted.find((row) => row.table === 'import_batch' && row.path === path && row.account === more.account)
  const id = table === 'subject' ? subject : newId()
  const wanted: Record<string, unknown> = {
    id, path, sector_id: table === 'rollup' && sector === null ? newId() : sector, subject_id: subject, account_path: path, region_id: regions.get(path), account_id: more.account ?? newId(),
    batch_id: ledger?.values['id'] ?? newId(), owner_kind: more.owner?.kind, owner_id: more.owner?.id, stream_id: newId(), hazard_id: newId(), signature: `s${n++}`, n: n++, month: n,
  }
  const values = { ...filler.get(table)!, ...Object.fromEntries(Object.entries(wanted).filter(([column]) => has(column))) }
  return { table, path, sector, subject, account: more.account ?? null, ledgerPath: path, owner: more.owner ?? null, values }
}

function rowsOf(table: string): Row[] {
  const all = places.flatMap((path) => sectors.map((sector) => ({ path, sector })))
  switch (table) {
    case 'subject': return all.map(({ path, sector }, i) => rowOf(table, path, sector, i < firms.length ? firms[i]! : newId()))
    case 'contact': return all.flatMap(({ path, sector }) => ['subject', 'inspection', 'hazard', 'account'].flatMap((kind) => {
      const owned = planted.find((row) => row.table === kind && row.path === path && row.sector === sector)
      const owner = { kind, id: owned ? String(owned.values['id']) : firms[0], path, sector }
      // Beside its owner, and where the owner does not lie.
      return [path, '41/09/28/101/'].map((place) => rowOf(table, place, null, firms[0], { owner }))
    }))
    case 'import_batch': case 'import_row': return places.flatMap((path) => [me, somebody].map((account) => rowOf(table, path, null, firms[0], { account })))
    case 'import_mapping': case 'rollup_day': case 'score': case 'adjustment': case 'publication': return places.map((path) => rowOf(table, path, null, firms[0]))
    default: return all.flatMap(({ path, sector }) => firms.map((firm) => rowOf(table, path, sector, firm)))
  }
}

/** As `insert … returning ctid`, whatever the columns. */
const insertion = (table: string, values: Row['values']): { text: string; json: string } => {
  const columns = Object.keys(values).map((column) => `"${column}"`)
  return { text: `insert into "${table}" (${columns.join(', ')}) select ${columns.map((column) => `x.${column}`).join(', ')} from json_populate_record(null::"${table}", `, json: JSON.stringify(values) }
}

const planted: (Row & { place?: string })[] = []

beforeAll(async () => {
  const owner = postgres(test.urls.super, { max: 1, onnotice: () => undefined })
  await test.owner`insert into region ${test.owner(places.map((path) => ({ id: regions.get(path)!, parent_id: null, level: 'COUNTY', kind: 'ADMINISTRATIVE', path, valid_from: '2000-01-01' })))}`
  // What else a row must hold is no matter of the scope: without constraints any row stands for its place.
  for (const { table, name } of await owner<{ table: string; name: string }[]>`select conrelid::regclass::text as table, conname as name from pg_constraint
    where contype in ('c', 'f') and connamespace = 'public'::regnamespace and conrelid <> 0`) await owner.unsafe(`alter table ${table} drop constraint if exists "${name}" cascade`)
  const columns = await owner<{ table: string; column: string; type: string; needed: boolean }[]>`select table_name as table, column_name as column, data_type as type, is_nullable = 'NO' and column_default is null and is_identity = 'NO' as needed
    from information_schema.columns where table_schema = 'public' and is_identity = 'NO' and is_generated = 'NEVER' and table_name = any (${Object.keys(tables)})`
  filler = new Map(Object.keys(tables).map((table) => [table, Object.fromEntries(columns.filter((one) => one.table === table && (one.needed || ['sector_id', 'subject_id'].includes(one.column))).map(({ column, type }) => [column, anything(type)]))]))
  const plant = async (row: Row) => {
    const { text, json } = insertion(row.table, row.values)
    const [kept] = await owner.unsafe<{ place: string }[]>(`${text} $1::text::json) x returning ctid::text as place`, [json])
    planted.push({ ...row, place: kept!.place })
  }
  for (const table of Object.keys(tables)) for (const row of rowsOf(table)) await plant(row)
  await owner.end()
}, 60_000)

const term: fc.Arbitrary<ScopeTerm> = fc.record({
  paths: fc.uniqueArray(fc.constantFrom(...places), { minLength: 1, maxLength: 2 }),
  narrowed: fc.oneof(fc.constant({}), fc.uniqueArray(fc.constantFrom(...sectors.filter((one) => one !== null)), { maxLength: 2 }).map((some) => ({ sectors: some })), fc.constantFrom(...firms).map((subjectId) => ({ subjectId }))),
}).map(({ paths, narrowed }) => ({ paths, sectors: null, subjectId: null, ...narrowed }))
const scope: fc.Arbitrary<Scope> = fc.array(term, { maxLength: 4 }).map((terms) => ({ accountId: me, terms }))

class Undone extends Error {}
/** Runs in the scope and takes back whatever was written. */
async function tried<T>(own: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  let result: { value: T } | null = null
  await app.transaction(async (tx) => {
    await tx.execute(setScope(own))
    result = { value: await work(tx) }
    throw new Undone()
  }).catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error
  })
  return result!.value
}

const describeScope = ({ terms }: Scope) => JSON.stringify(terms)

describe('row security shows the union of the posts, and nothing more', () => {
  it.each(Object.keys(tables))('%s', async (table) => {
    const rows = planted.filter((row) => row.table === table)
    expect(rows.length).toBeGreaterThanOrEqual(places.length)
    await fc.assert(fc.asyncProperty(scope, async (own) => {
      const shown = await tried(own, (tx) => tx.execute<{ place: string }>(sql`select ctid::text as place from ${sql.identifier(table)}`))
      const expected = rows.filter((row) => seen(own, row, tables[table]!.shows)).map((row) => row.place)
      expect({ scope: describeScope(own), shown: shown.map((row) => row.place).toSorted() }).toEqual({ scope: describeScope(own), shown: expected.toSorted() })
    }), { numRuns: 40 })
  })
})

describe('row security takes what the union of the posts covers, and nothing more', () => {
  const refused = (error: unknown) => (error as { cause?: { code?: string } }).cause?.code
  it.each(Object.entries(tables).filter(([, { takes }]) => takes !== null))('an insert into %s', async (table, { takes }) => {
    const rows = planted.filter((row) => row.table === table)
    await fc.assert(fc.asyncProperty(scope, fc.constantFrom(...rows), async (own, row) => {
      const { values } = row
      const copy = { ...values, ...('id' in values && { id: newId() }), ...('n' in values && { n: 1_000_000 + n++ }), ...('signature' in values && { signature: `t${n++}` }), ...('stream_id' in values && { stream_id: newId() }) }
      // A subject's id is what a post for it names.
      const mine = table === 'subject' ? { ...row, subject: String(copy.id), values: copy } : { ...row, values: copy }
      const { text, json } = insertion(table, copy)
      const outcome = await tried(own, (tx) => tx.execute(sql`${sql.raw(text)}${json}::text::json) x`)).then(() => 'taken', refused)
      expect({ scope: describeScope(own), path: mine.path, outcome }).toEqual({ scope: describeScope(own), path: mine.path, outcome: seen(own, mine, takes!) ? 'taken' : '42501' })
    }), { numRuns: 60 })
  })

  it.each(['subject', 'inspection', 'hazard', 'round', 'contact', 'import_batch', 'import_row', 'import_mapping'])('an update of %s reaches what is seen, and moves nothing out of it', async (table) => {
    const rows = planted.filter((row) => row.table === table)
    await fc.assert(fc.asyncProperty(scope, fc.constantFrom(...places), async (own, to) => {
      const visible = rows.filter((row) => seen(own, row, tables[table]!.shows))
      const changed = await tried(own, (tx) => tx.execute(sql`update ${sql.identifier(table)} set path = path returning 1`))
      expect([describeScope(own), changed.length]).toEqual([describeScope(own), visible.length])
      const moved = await tried(own, (tx) => tx.execute(sql`update ${sql.identifier(table)} set path = ${to} returning 1`)).then((some) => some.length, refused)
      expect([describeScope(own), to, moved]).toEqual([describeScope(own), to, visible.every((row) => seen(own, { ...row, path: to }, tables[table]!.shows)) ? visible.length : '42501'])
    }), { numRuns: 20 })
  })
})

it.each(['unset', ''])('with the scope %j there is nothing anywhere', async (value) => {
  const open = await test.owner<{ name: string }[]>`select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'm', 'p') and has_table_privilege('anwang_app', c.oid, 'select')`
  expect(open.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(tables)))
  for (const { name } of open) await test.app.begin(async (tx) => {
    if (value === '') for (const setting of ['scope', 'whole', 'sectored', 'subjects', 'figures', 'account', 'administers', 'audit']) await tx`select set_config(${`app.${setting}`}, '', true)`
    const [row] = await tx`select count(*)::int as n from ${tx(name)}`
    expect([name, row!['n']]).toEqual([name, 0])
  })
})

it('no setting alone opens a record: a server that knows fewer of them sees nothing', async () => {
  for (const setting of ['scope', 'whole', 'sectored', 'subjects', 'figures']) await test.app.begin(async (tx) => {
    await tx`select set_config(${`app.${setting}`}, '{(,)}', true)`
    for (const table of Object.keys(tables)) {
      const [row] = await tx`select count(*)::int as n from ${tx(table)}`
      expect([setting, table, row!['n']]).toEqual([setting, table, setting === 'scope' && table === 'publication' ? places.length : 0])
    }
  })
})

it('a post narrowed both ways is refused before anything is read', () => {
  expect(() => setScope({ accountId: me, terms: [{ paths: [''], sectors: [newId()], subjectId: newId() }] })).toThrow('not to both')
})
