import { testDatabase } from '@anwang/testkit'
import { expect, it } from 'vitest'

const db = await testDatabase()

/**
 * What each column that can hold a text holds of persons. NONE: codes, figures, places, offices. APART: names and numbers,
 * masked where they are shown in lists, erasable. ERASED: goes by itself or with the person. KEPT: may hold personal data and stays; why.
 */
type Class = 'NONE' | 'APART' | readonly ['ERASED' | 'KEPT', because: string]
const COLUMNS: Readonly<Record<string, Class>> = {
  contact: 'APART',
  'hazard.city_path': 'NONE', 'subject.city_path': 'NONE',
  'contact.owner_kind': 'NONE', 'contact.role': 'NONE',
  'import_batch.file': ['ERASED', 'as it lands, or a month after it was uploaded'],
  'import_batch.mapping': ['ERASED', 'the first rows that are shown of its sheets as it lands; answers with the retention'],
  'import_row.values': ['ERASED', 'half a year after landing, or with the person'],
  'import_row.problems': ['ERASED', 'with the cells'],
  'import_row.identity': 'NONE',
  'import_batch.file_name': ['KEPT', 'as it was called by who uploaded it, for who looks for the ledger'],
  'import_batch.failure': ['ERASED', 'with the next attempt, or with a ledger that never landed'],
  'import_batch.uploaded_by': 'NONE',
  'event.payload': ['KEPT', 'append-only; numbers of persons are left out as it is written, and the forms ask for no names'],
  'event.reason': ['KEPT', 'as the payload'],
  'hazard.description': ['KEPT', 'a fold of events'], 'hazard.fold': ['KEPT', 'a fold of events'],
  'inspection.findings': ['KEPT', 'a fold of events'], 'inspection.fold': ['KEPT', 'a fold of events'],
  'subject.name': ['KEPT', 'a firm of one person may be called by the name: it is the name of the firm'], 'subject.normalized_name': ['KEPT', 'as the name'], 'subject.fold': ['KEPT', 'a fold of events'],
  'account.user_name': ['ERASED', 'with the account that left (`erase_account`); until then who did what is known by it (8.1.4.3)'], 'account.title': 'NONE', 'account.title_en': 'NONE',
  'account.password_hash': 'NONE', 'account.password_history': 'NONE', 'account.demonstration': 'NONE',
  'audit.user_name': ['KEPT', 'the second log is append-only; of what is no account two characters'], 'audit.address': ['KEPT', 'six months at least (网络安全法 第二十一条)'],
  'audit.details': ['KEPT', 'filters in words without what was searched for, titles of files'],
  'session.previous_address': ['ERASED', 'as the session ends'], 'last_sign_in.address': ['ERASED', 'with the account'], 'officer_proposal.reason': ['ERASED', 'with the account'], 'officer_proposal.decision': 'NONE',
  'session.address': ['ERASED', 'as the session ends'], 'session.agent': ['ERASED', 'as the session ends'],
  'command.key': 'NONE', 'command.request_hash': 'NONE', 'command.result': 'NONE',
  'identity.subject_hash': 'NONE', 'identity.hint': ['ERASED', 'as the identity is unbound; the two ends of a name'], 'identity.issuer': 'NONE',
  'adjustment.matter': ['KEPT', 'what an office commended or criticized, by document: areas and units'], 'adjustment.basis': 'NONE', 'adjustment.clause': 'NONE',
  'office.name': 'NONE', 'organization.name': 'NONE', 'sector.name': 'NONE', 'sector.name_en': 'NONE', 'region_label.name': 'NONE', 'region_label.initials': 'NONE',
}
/** Tables of codes, figures and seals only: every column of theirs is NONE. */
const TABLES_WITHOUT = new Set(['account_grant', 'board', 'delta', 'delta_pending', 'figures_stamp', 'identity_step', 'import_mapping', 'invitation', 'publication', 'region', 'rollup', 'rollup_day', 'roster', 'round', 'scheme_version', 'score', 'score_input', 'scoring_basis', 'seal', 'seal_check', 'second_factor', 'sign_in_failure', 'source_in_use'])
/** Names that say by themselves that it is a code, a place, a state or a digest. */
const CODES = /^(path|outcome|account_path|code|kind|state|status|level|source|stream|type|number|nature|role|layout|sheet|counts|action|target|target_id|title|title_en|reason|sectors|assigned|credit_code|risk_grade|gbt|entered|\w*sha256|\w*_hash)$/

it('every column that can hold a text is known for what it holds of persons', async () => {
  const columns = await db.owner<{ table: string; column: string }[]>`select c.table_name as table, c.column_name as column from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where table_schema = 'public' and t.table_type = 'BASE TABLE' and data_type in ('text', 'jsonb', 'json', 'bytea', 'character varying', 'ARRAY', 'inet', 'xml')`
  expect(columns.length).toBeGreaterThan(100)
  const unknown = columns.filter(({ table, column }) => !(`${table}.${column}` in COLUMNS) && !(table in COLUMNS) && !TABLES_WITHOUT.has(table) && !CODES.test(column)).map(({ table, column }) => `${table}.${column}`)
  expect(unknown).toEqual([])
})

it('whoever may read contacts may delete them, and no other table of records', async () => {
  const deletes = await db.owner<{ table: string }[]>`select table_name as table from information_schema.role_table_grants where grantee = 'anwang_app' and privilege_type = 'DELETE' and table_name in ('contact', 'event', 'audit', 'hazard', 'inspection', 'subject', 'command') order by 1`
  expect(deletes.map(({ table }) => table)).toEqual(['contact'])
})
