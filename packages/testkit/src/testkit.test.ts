import { describe, expect, it } from 'vitest'
import { fixedClock, testDatabase } from './index.ts'

const db = await testDatabase()

describe('test database', () => {
  it('is entered by each role as itself', async () => {
    for (const [sql, role, bypasses] of [[db.owner, 'anwang_owner', false], [db.app, 'anwang_app', false], [db.worker, 'anwang_worker', true]] as const)
      expect(await sql`select rolname as role, rolbypassrls as bypasses, rolsuper as super from pg_roles where rolname = current_user`)
        .toEqual([{ role, bypasses, super: false }])
  })

  it('finds Chinese by trigram', async () => {
    await db.owner`create extension if not exists pg_trgm`
    const [row] = await db.owner<{ found: boolean; shown: string }[]>`select '濮阳县柳屯镇' like '%柳屯%' as found, show_trgm('柳屯镇')::text as shown`
    expect(row?.found).toBe(true)
    expect(row?.shown).not.toBe('{}')
  })

  it('counts the statements of its clients, and those alone', async () => {
    const { result, statements } = await db.during(() =>
      db.app.begin(async (sql) => {
        await sql`select set_config('app.scope', '', true)`
        await sql`select 1`
        return (await sql<{ two: number }[]>`select 2 as two`)[0]?.two
      }))
    expect(result).toBe(2)
    expect(statements).toEqual(['select 1', 'select 2 as two'])
  })

  it('keeps the app role from making tables', async () => {
    await expect(db.app`create table public.intruder (a int)`).rejects.toThrow(/permission denied/)
  })
})

describe('fixed clock', () => {
  it('stands, and moves by days across the end of a month', () => {
    const clock = fixedClock('2026-09-29')
    expect(clock.now().toISOString()).toBe('2026-09-29T01:00:00.000Z')
    clock.advance(2)
    expect(clock.today()).toBe('2026-10-01')
    clock.set('2026-01-01')
    expect(clock.today()).toBe('2026-01-01')
  })
})
