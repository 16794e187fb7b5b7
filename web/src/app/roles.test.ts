import { expect, it } from 'vitest'
import { isGridWorker, onlyRuns, pagesOf, seesRecords } from './roles.ts'

const all = (['overview', 'rankings', 'overdue', 'hazards', 'inspections', 'subjects', 'imports', 'accounts', 'audit', 'system'] as const).map((name) => ({ name }))
const viewer = (roles: readonly Parameters<typeof onlyRuns>[0]['grants'][number]['role'][], viewerCanImport = false) => ({ grants: roles.map((role) => ({ role })), viewerCanImport })
const shown = (of: ReturnType<typeof viewer>) => pagesOf(of, all).map(({ name }) => name)

it.each([
  ['an office', viewer(['COMMITTEE_OFFICE'], true), ['overview', 'rankings', 'overdue', 'hazards', 'inspections', 'subjects', 'imports']],
  ['a grid worker', viewer(['STREET_WORKER']), ['overview', 'rankings', 'overdue', 'hazards', 'inspections', 'subjects']],
  ['an enterprise', viewer(['ENTERPRISE']), ['hazards', 'overdue', 'inspections', 'subjects']],
  ['an auditor', viewer(['AUDITOR']), ['audit']],
  ['a security administrator', viewer(['SECURITY_ADMINISTRATOR']), ['accounts']],
  ['another officer', viewer(['SYSTEM_ADMINISTRATOR']), ['system']],
  ['an account without a post', viewer([], true), []],
  ['an officer who is of a department too', viewer(['AUDITOR', 'DEPARTMENT']), ['overview', 'rankings', 'overdue', 'hazards', 'inspections', 'subjects', 'audit']],
])('the pages of %s', (_, of, pages) => expect(shown(of)).toEqual(pages))

it('takes for a grid worker who is nothing else, and for an officer only who holds a post at all', () => {
  expect([isGridWorker(viewer(['STREET_WORKER'])), isGridWorker(viewer(['STREET_WORKER', 'LEADER'])), onlyRuns(viewer([]))]).toEqual([true, false, false])
})

it('shows records to whoever holds a post that is not an officer’s alone', () => {
  expect([seesRecords(viewer([])), seesRecords(viewer(['SYSTEM_ADMINISTRATOR'])), seesRecords(viewer(['AUDITOR', 'DEPARTMENT'])), seesRecords(viewer(['OVERSIGHT']))]).toEqual([false, false, true, true])
})
