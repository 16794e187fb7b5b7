import { testDatabase } from '@anwang/testkit'
import fc from 'fast-check'
import type postgres from 'postgres'
import { beforeAll, describe, expect, it } from 'vitest'
import { functions, tables, type Asked, type TablePlace } from '../test/security/places.ts'
import { columnsOf, insertion, loosen, type Column } from '../test/security/plant.ts'
import { multirange } from './client.ts'
import { newId } from './ids.ts'

const db = await testDatabase()
const PATHS = ['', '41/', '41/09/', '41/09/28/', '41/09/28/101/', '41/09/23/', '41/09/23/101/', '42/', '42/01/'] as const
type Path = (typeof PATHS)[number]
const regions = new Map<Path, string>(PATHS.map((path) => [path, newId()]))
const accounts = new Map<Path, string>(PATHS.map((path) => [path, newId()]))
const columns = new Map<string, readonly Column[]>()
/** With those that the migrations bring. */
const rows = new Map<string, number>()
const placed = Object.entries(tables)
const of = (...classes: TablePlace['class'][]) => placed.filter(([, place]) => classes.includes(place.class))
const has = (name: string, column: string) => columns.get(name)!.some((one) => one.name === column)
const quoted = (text: string) => `'${text}'`

/** Of each table a row for each place: by its path, by its region, or by the account at home there. */
const at = (name: string, path: Path): Record<string, string> => ({
  ...(has(name, 'path') && { path: quoted(path) }), ...(has(name, 'region_id') && { region_id: quoted(regions.get(path)!) }),
  ...(name === 'region' && { id: quoted(regions.get(path)!) }), ...(name === 'region_label' && { name: quoted('x') }),
  ...(tables[name]!.account && { [tables[name]!.account!]: quoted(accounts.get(path)!) }), ...(name === 'account' && { home_id: quoted(regions.get(path)!) }),
})

/** Such a row as the application may give it: what else there is of it, the database fills in. */
function taking(name: string, path: Path): string {
  const may = tables[name]!.app.find((one) => one.startsWith('INSERT('))?.slice(7, -1).split(' ')
  const given = at(name, path)
  if (!may) return insertion(name, columns.get(name)!, given)
  return insertion(name, columns.get(name)!.filter((one) => may.includes(one.name)), Object.fromEntries(Object.entries(given).filter(([column]) => may.includes(column))))
}

type Settings = Readonly<Record<string, string>>
type As = postgres.TransactionSql
class Undo extends Error {}

/** Runs as the application under settings, and undoes it. A refusal is answered as its message. */
async function asApp<T>(settings: Settings, work: (tx: As) => Promise<T>): Promise<T | string> {
  let result: T | string = ''
  await db.app.begin(async (tx) => {
    for (const [name, value] of Object.entries(settings)) await tx`select set_config(${`app.${name}`}, ${value}, true)`
    result = await work(tx)
    throw new Undo()
  }).catch((error: unknown) => {
    if (!(error instanceof Undo)) result = (error as Error).message
  })
  return result
}

const count = async (tx: As, table: string): Promise<number> => (await tx.unsafe<{ n: number }[]>(`select count(*)::int as n from ${table}`))[0]!.n
const may = (place: TablePlace, verb: string) => place.app.some((one) => one.startsWith(verb))
const DENIED = expect.stringMatching(/permission denied/)
const REFUSED = expect.stringMatching(/row-level security/)
/** A pooled connection keeps '' for what was set once. */
const CLOSED: readonly (readonly [string, Settings])[] = [['unset', {}], ["''", Object.fromEntries(['scope', 'whole', 'figures', 'sectored', 'subjects', 'account', 'administers', 'audit', 'today'].map((name) => [name, '']))]]

beforeAll(async () => {
  await loosen(db.owner)
  // As the guard would.
  await db.owner`alter table audit alter at set default now(), alter path set default ''`
  for (const [name] of placed) columns.set(name, await columnsOf(db.owner, name))
  for (const [name] of placed) for (const path of PATHS) await db.owner.unsafe(insertion(name, columns.get(name)!, at(name, path)))
  await db.owner`update subject set credit_code = 'C' || path`
  for (const [name] of placed) rows.set(name, (await db.owner.unsafe<{ n: number }[]>(`select count(*)::int as n from ${name}`))[0]!.n)
})

describe.each(CLOSED)('with the settings %s', (_, settings) => {
  it.each(placed)('%s shows no row, changes none and takes none', async (name, place) => {
    expect(rows.get(name)).toBeGreaterThanOrEqual(PATHS.length)
    if (may(place, 'SELECT')) expect(await asApp(settings, (tx) => count(tx, name))).toBe(0)
    else expect(await asApp(settings, (tx) => count(tx, name))).toEqual(DENIED)
    const take = await asApp(settings, async (tx) => (await tx.unsafe(taking(name, '41/09/28/'))).count)
    if (place.written === 'anywhere') expect(take).toBe(1)
    else expect(take).toEqual(may(place, 'INSERT') ? REFUSED : DENIED)
    const gone = await asApp(settings, async (tx) => (await tx.unsafe(`delete from ${name}`)).count)
    if (may(place, 'DELETE')) expect(gone).toBe(0)
    else expect(gone).toEqual(DENIED)
    const column = place.app.find((one) => one.startsWith('UPDATE('))?.slice(7, -1) ?? columns.get(name)![0]!.name
    const changed = await asApp(settings, async (tx) => (await tx.unsafe(`update ${name} set ${column} = ${column}`)).count)
    if (may(place, 'UPDATE')) expect(changed).toBe(0)
    else expect(changed).toEqual(DENIED)
  })

  it.each(Object.entries(functions).filter(([, { ask }]) => ask))('%s finds nothing', async (_name, { ask }) => {
    for (const path of PATHS) expect(await found(settings, ask!, path)).toBe(false)
  })
})

/** Whether a call told anything of a place: a row with more in it than null, false, nothing. */
async function found(settings: Settings, ask: (at: Asked) => string, path: Path): Promise<boolean | string> {
  const [subject] = await db.owner<{ id: string }[]>`select id from subject where path = ${path}`
  const call = ask({ path, account: accounts.get(path)!, subject: subject!.id, creditCode: `C${path}` })
  return asApp(settings, async (tx) => (await tx.unsafe(call)).some((row) => Object.values(row as object).some((value) => value !== null && value !== false && value !== '')))
}

/** A scope that nothing narrows. */
const whole = (roots: readonly string[]): Settings => ({ scope: multirange(roots), whole: multirange(roots), figures: multirange(roots), sectored: '{}', subjects: '{}' })
const under = (path: string, roots: readonly string[]) => roots.some((root) => path.startsWith(root))
const meets = (path: string, roots: readonly string[]) => roots.some((root) => path.startsWith(root) || root.startsWith(path))
const scopes = fc.subarray([...PATHS]).map((roots) => ({ roots, settings: whole(roots) }))

describe('under a scope', () => {
  it('each table shows the rows below it, the directory, or what was published around it: random scopes', () =>
    fc.assert(fc.asyncProperty(scopes, async ({ roots, settings }) => {
      const shown = await asApp(settings, async (tx) => {
        const seen: Record<string, unknown> = {}
        for (const [name] of of('directory', 'records', 'figures', 'published'))
          seen[name] = has(name, 'path') ? (await tx.unsafe<{ path: string }[]>(`select path from ${name} order by path collate "C"`)).map((row) => row.path) : await count(tx, name)
        return seen
      })
      const rule = { directory: () => true, records: under, figures: under, published: meets } as const
      expect(shown).toEqual(Object.fromEntries(of('directory', 'records', 'figures', 'published').map(([name, place]) => {
        return [name, has(name, 'path') ? PATHS.filter((path) => rule[place.class as keyof typeof rule](path, roots)).toSorted() : rows.get(name)]
      })))
    }), { numRuns: 40 }), 60_000)

  const writable = of('records', 'figures', 'published', 'directory')
  it('no table takes, moves, changes or loses a row of another place: random tables, scopes, places', () =>
    fc.assert(fc.asyncProperty(fc.constantFrom(...writable), scopes, fc.constantFrom(...PATHS), fc.constantFrom(...PATHS), async ([name, place], { roots, settings }, path, to) => {
      const allowed = (verb: string, inside: boolean, done: unknown) => (may(place, verb) ? (inside ? 1 : done) : DENIED)
      const inside = under(path, roots)
      if (has(name, 'path')) {
        const taken = await asApp(settings, async (tx) => (await tx.unsafe(insertion(name, columns.get(name)!, at(name, path)))).count)
        expect([name, 'insert', taken]).toEqual([name, 'insert', allowed('INSERT', place.written === 'meeting' ? meets(path, roots) : inside, REFUSED)])
        const gone = await asApp(settings, async (tx) => (await tx.unsafe(`delete from ${name} where path = ${quoted(path)}`)).count)
        expect([name, 'delete', gone]).toEqual([name, 'delete', allowed('DELETE', inside, 0)])
        const moved = await asApp(settings, async (tx) => (await tx.unsafe(`update ${name} set path = ${quoted(to)} where path = ${quoted(path)}`)).count)
        expect([name, 'move', moved]).toEqual([name, 'move', inside && !under(to, roots) && may(place, 'UPDATE') ? REFUSED : allowed('UPDATE', inside, 0)])
      } else {
        const statements = [insertion(name, columns.get(name)!, at(name, path)), `delete from ${name}`, `update ${name} set ${columns.get(name)![0]!.name} = ${columns.get(name)![0]!.name}`]
        for (const statement of statements) expect([name, await asApp(settings, (tx) => tx.unsafe(statement))]).toEqual([name, DENIED])
      }
    }), { numRuns: 150 }), 60_000)

  it.each(of('own', 'audited', 'closed'))('%s shows nothing for it', async (name, place) => {
    for (const root of PATHS) expect(await asApp(whole([root]), (tx) => count(tx, name))).toEqual(may(place, 'SELECT') ? 0 : DENIED)
  })
})

describe('of accounts', () => {
  const idsOf = (tx: As, name: string, column: string) => tx.unsafe<{ id: string }[]>(`select ${column} as id from ${name}`).then((rows) => rows.map((row) => row.id).toSorted())

  it.each(of('own'))('%s shows the own row, and those of whom one administers', async (name, { account, administered }) => {
    const self = accounts.get('41/')!
    expect(await asApp({ account: self }, (tx) => idsOf(tx, name, account!))).toEqual(administered === "another's" ? [] : [self])
    await fc.assert(fc.asyncProperty(fc.subarray([...PATHS]), async (roots) => {
      const shown = await asApp({ scope: '{}', account: self, administers: multirange(roots) }, (tx) => idsOf(tx, name, account!))
      const others = administered ? PATHS.filter((path) => path !== '41/' && under(path, roots)).map((path) => accounts.get(path)!) : []
      expect(shown).toEqual([...(administered === "another's" ? [] : [self]), ...others].toSorted())
    }), { numRuns: 20 })
  })

  it.each(of('own'))('%s: nobody writes for an account elsewhere, or for the own', async (name, place) => {
    const settings = { scope: '{}', account: accounts.get('41/09/28/')!, administers: multirange(['41/09/28/']) }
    for (const path of PATHS.filter((one) => !under(one, ['41/09/28/']))) {
      const where = `${place.account} = ${quoted(accounts.get(path)!)}`
      const given = { ...at(name, path), ...(name === 'account' && { id: 'gen_random_uuid()' }) }
      expect([path, await asApp(settings, (tx) => tx.unsafe(insertion(name, columns.get(name)!, given)))]).toEqual([path, may(place, 'INSERT') ? REFUSED : DENIED])
      expect([path, await asApp(settings, async (tx) => (await tx.unsafe(`delete from ${name} where ${where}`)).count)]).toEqual([path, may(place, 'DELETE') ? 0 : DENIED])
      const column = place.app.find((one) => one.startsWith('UPDATE('))?.slice(7, -1)
      if (column) expect([path, await asApp(settings, async (tx) => (await tx.unsafe(`update ${name} set ${column} = ${column} where ${where}`)).count)]).toEqual([path, 0])
    }
    if (name === 'account_grant') expect(await asApp(settings, (tx) => tx.unsafe(insertion(name, columns.get(name)!, at(name, '41/09/28/'))))).toEqual(REFUSED)
  })
})

describe('of the logs', () => {
  it.each(of('audited'))('%s shows the auditor the own area, or the chains', async (name) => {
    expect(await asApp({ audit: '{}' }, (tx) => count(tx, name))).toBe(0)
    for (const root of PATHS) {
      const seen = PATHS.filter((path) => !has(name, 'path') || path.startsWith(root))
      expect(await asApp({ audit: multirange([root]) }, (tx) => count(tx, name))).toBe(seen.length)
    }
  })
})

describe('of functions that run as the owner', () => {
  it.each(Object.entries(functions).filter(([, { kind, ask }]) => ask && (kind === 'administered' || kind === 'scoped')))('%s tells of what the setting allows', async (name, { kind, ask }) => {
    const setting = kind === 'administered' ? 'administers' : 'scope'
    const there = { scope: '{}', [setting]: multirange(['41/09/28/']) }
    expect(await found(there, ask!, '41/09/28/')).toBe(true)
    // The directory of regions is everybody's.
    if (kind === 'administered') for (const path of PATHS.filter((one) => !one.startsWith('41/09/28/'))) expect([name, path, await found(there, ask!, path)]).toEqual([name, path, false])
  })
})
