import { expect, it } from 'vitest'
import { allowedTo, each, grant, OF, ON_RECORDS, viewer, WORKING } from '../../../test/posts.ts'
import { allow } from './policy.ts'

const placed = (path: string) => ({ path, accountPath: path, ...OF })

it.each(['register', 'change'] as const)('%s: offices, departments and grid workers of the region that it counts in, or above', (verb) => {
  expect(allowedTo((who, path) => allow[verb](who, placed(path)))).toEqual(each(WORKING, 'own child', ['', ' of the sector', ' of the firm']))
  expect(allow[verb](viewer(grant('COMMITTEE_OFFICE', '41/09/28/')), { ...placed('41/09/28/'), accountPath: '41/09/' })).toBe(false)
})

it('a hazard is moved to it by offices and departments', () => {
  expect(allowedTo((who, path) => allow.receive(who, placed(path)))).toEqual(each(['COMMITTEE_OFFICE', 'DEPARTMENT'], 'own child', ['', ' of the sector', ' of the firm']))
})

it('its people are seen whole by who works with them', () => {
  const seen = allowedTo((who, path) => allow.seeContacts(who, placed(path)))
  expect(seen).toMatchObject(each([...WORKING, 'ENTERPRISE'], 'own child', ['', ' of the sector', ' of the firm']))
  expect(Object.keys(seen).filter((who) => /LEADER|OVERSIGHT|ADMINISTRATOR|AUDITOR|nobody/.test(who))).toEqual([])
  expect(Object.values(seen).filter((places) => /sibling|parent/.test(places))).toEqual([])
})

it('lists leave as files with every post on records', () => {
  const everywhere = 'own child sibling parent'
  expect(allowedTo((who) => allow.export(who))).toEqual(each(ON_RECORDS, everywhere, ['', ' of the sector', ' of another sector', ' of the firm', ' of another firm']))
})
