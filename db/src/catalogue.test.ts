import { testDatabase } from '@anwang/testkit'
import { describe, expect, it } from 'vitest'
import { faults } from '../test/security/catalogue.ts'

const db = await testDatabase()
class Undo extends Error {}

/** What the catalogue says after `statement`, which is undone. */
async function faultsAfter(statement: string): Promise<string[]> {
  let found: string[] = []
  await db.owner.begin(async (tx) => {
    await tx.unsafe(statement)
    found = await faults(tx)
    throw new Undo()
  }).catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error
  })
  return found
}

describe('every table, view, sequence and function of the database', () => {
  it('has its place in the matrix, and is as the place says', async () => {
    expect(await faults(db.owner)).toEqual([])
  })

  it.each([
    ['create table secret (a int)', 'table secret has no place', 'table secret has no forced row security'],
    ['create table secret (a int) partition by range (a); create table part partition of secret for values from (1) to (2); grant select on part to anwang_app', 'table secret has no place', 'table part has no forced row security', 'table part: the application may SELECT'],
    ['create view open as select * from hazard', 'view open has no place', 'view open is not security_invoker'],
    ['create materialized view open as select * from hazard', 'materialized view open: row security does not hold'],
    ['create sequence numbers; grant usage on sequence numbers to anwang_app', 'sequence numbers has no place', 'sequence numbers: the application may USAGE'],
    ['create schema beside; create table beside.copy (a int)', 'table beside.copy has no place'],
    ['create function open() returns setof hazard language sql security definer as $$ select * from hazard $$', 'function open() has no place'],
    ['create or replace function enterprise_name(which uuid) returns text language sql stable security definer as $$ select s.name from subject s $$', 'function enterprise_name(uuid) runs as its owner without search_path'],
    ['create or replace function account_named(name text) returns uuid language sql stable security definer set search_path = public, pg_temp as $$ select id from hazard $$', 'function account_named(text) names hazard'],
    ['grant execute on function account_named(text) to public', 'function account_named(text) may be called by PUBLIC'],
    ['alter table hazard no force row level security', 'table hazard has no forced row security'],
    ['grant delete on event to anwang_app', 'table event: the application may'],
    ['grant insert on event to anwang_app', 'table event: the application may'],
    ['grant insert (seq) on audit to anwang_app', 'table audit: the application may'],
    ['grant insert (at) on audit to anwang_worker', 'table audit: the worker may'],
    ['grant insert on event to anwang_worker', 'table event: the worker may'],
    ['grant usage on sequence audit_seq_seq to anwang_app', 'sequence audit_seq_seq: the application may USAGE'],
    ['grant select (password_hash) on account to anwang_app', 'table account: the application may'],
    ['grant select on hazard to public', 'table hazard is granted to PUBLIC'],
    ['drop table figures_stamp cascade', 'figures_stamp has a place, and is not there'],
  ])('%s: is refused', async (statement, ...reasons) => {
    const found = await faultsAfter(statement)
    for (const reason of reasons) expect(found).toEqual(expect.arrayContaining([expect.stringContaining(reason)]))
  })

  it('is out of reach of the application role as an owner: it makes nothing, is nobody else, and does not bypass row security', async () => {
    const [role] = await db.owner`select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, exists (select from pg_auth_members m where m.member = r.oid) as member,
      has_schema_privilege('anwang_app', 'public', 'create') as creates, has_database_privilege('anwang_app', current_database(), 'create') as makes_schemas,
      has_database_privilege('anwang_app', current_database(), 'temp') as temporary, has_schema_privilege('anwang_app', 'drizzle', 'usage') as migrations from pg_roles r where rolname = 'anwang_app'`
    expect(Object.entries(role!).filter(([, allowed]) => allowed)).toEqual([])
  })
})
