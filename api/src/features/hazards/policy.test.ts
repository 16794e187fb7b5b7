import { describe, expect, it } from 'vitest'
import type { Grant, Role, Viewer } from '../../auth/viewer.ts'
import { allow } from '../subjects/policy.ts'
import { allow as inspections } from '../inspections/policy.ts'
import { denied, moveKinds, registrableSources, samePost, type Denial, type HazardAt, type MoveKind } from './policy.ts'

const grant = (role: Role, path: string, more: Partial<Grant> = {}): Grant => ({ role, regionId: path, path, paths: [path], sectors: null, subjectId: null, ...more })
const viewer = (...grants: Grant[]): Viewer => ({ id: 'me', userName: 'me', title: '', titleEn: '', homeId: '', demonstration: false, grants })

const [province, city, county, street, elsewhere] = ['41/', '41/09/', '41/09/28/', '41/09/28/101/', '41/09/23/']
/** Lies in the street, counts in the county. */
const hazard: HazardAt = { path: street, accountPath: county, sectorId: 'chemicals', subjectId: 'firm', level: 'GENERAL', source: 'DEPARTMENT', submittedBy: 'somebody', voidRequestedBy: 'somebody', listedAt: null }

const supervising: MoveKind[] = ['ORDER', 'ACCEPT', 'REJECT', 'CORRECT', 'REQUEST_VOID', 'REOPEN', 'ARCHIVE', 'REVISIT', 'LIST']
const above: MoveKind[] = ['APPROVE_LONG_DEADLINE', 'DECIDE_EXTENSION']
const second: MoveKind[] = ['COUNTERSIGN_VOID', 'REFUSE_VOID']
const rectifying: MoveKind[] = ['PLAN', 'SUBMIT', 'REQUEST_EXTENSION']

describe('who may make which move', () => {
  it.each<[string, Viewer | null, Partial<HazardAt>, MoveKind[]]>([
    ['the county office', viewer(grant('COMMITTEE_OFFICE', county)), {}, [...supervising, ...second]],
    ['a department of the county', viewer(grant('DEPARTMENT', county)), {}, [...supervising, ...second]],
    ['a department of the sector', viewer(grant('DEPARTMENT', county, { sectors: ['chemicals'] })), {}, [...supervising, ...second]],
    ['a department of another sector', viewer(grant('DEPARTMENT', county, { sectors: ['fire'] })), {}, []],
    ['the city office stands above', viewer(grant('COMMITTEE_OFFICE', city)), {}, [...supervising, ...second, ...above]],
    ['so does the province', viewer(grant('DEPARTMENT', province)), {}, [...supervising, ...second, ...above]],
    ['what the city manages is not for the county', viewer(grant('COMMITTEE_OFFICE', county)), { accountPath: city }, []],
    ['what the street manages is for the county above it', viewer(grant('COMMITTEE_OFFICE', county)), { accountPath: street }, [...supervising, ...second, 'DECIDE_EXTENSION']],
    ['a void of what the city found is for the city to sign', viewer(grant('COMMITTEE_OFFICE', county)), { source: 'SUPERIOR' }, supervising],
    ['and of every major', viewer(grant('LEADER', county)), { level: 'MAJOR' }, []],
    ['the city signs it', viewer(grant('LEADER', city)), { level: 'MAJOR' }, [...second, ...above]],
    ['a leader of the county signs', viewer(grant('LEADER', county)), {}, second],
    ['a leader of the city approves and signs', viewer(grant('LEADER', city)), {}, [...second, ...above]],
    ['a street worker rectifies what the county supervises', viewer(grant('STREET_WORKER', street)), {}, rectifying],
    ['a street worker supervises what the street does', viewer(grant('STREET_WORKER', street)), { accountPath: street }, [...rectifying, 'ORDER', 'ACCEPT', 'REJECT', 'REQUEST_VOID', 'REOPEN', 'REVISIT']],
    ['the enterprise itself', viewer(grant('ENTERPRISE', street, { subjectId: 'firm' })), {}, rectifying],
    ['another enterprise', viewer(grant('ENTERPRISE', street, { subjectId: 'other' })), {}, []],
    ['oversight', viewer(grant('OVERSIGHT', city)), {}, []],
    ['the officers', viewer(grant('SYSTEM_ADMINISTRATOR', ''), grant('SECURITY_ADMINISTRATOR', ''), grant('AUDITOR', '')), {}, []],
    ['an office elsewhere', viewer(grant('COMMITTEE_OFFICE', elsewhere)), {}, []],
    ['what the county listed the county delists', viewer(grant('COMMITTEE_OFFICE', county)), { listedAt: 'COUNTY' }, [...supervising, ...second, 'DELIST']],
    ['what the city listed it does not', viewer(grant('COMMITTEE_OFFICE', county)), { listedAt: 'CITY' }, [...supervising, ...second]],
    ['the province delists what the city listed', viewer(grant('COMMITTEE_OFFICE', province)), { listedAt: 'CITY' }, [...supervising, ...second, ...above, 'DELIST']],
    ['nobody', null, {}, []],
    ['who submitted does not accept', viewer(grant('COMMITTEE_OFFICE', county)), { submittedBy: 'me' }, [...supervising.filter((kind) => kind !== 'ACCEPT'), ...second]],
    ['who asked for the void does not sign it', viewer(grant('COMMITTEE_OFFICE', county)), { voidRequestedBy: 'me' }, supervising],
  ])('%s', (_name, who, at, kinds) => {
    expect(moveKinds.filter((kind) => denied(who, kind, { ...hazard, ...at }) === null).toSorted()).toEqual(kinds.toSorted())
  })

  it.each<[MoveKind, Partial<HazardAt>, Denial]>([
    ['SUBMIT', {}, 'RECTIFIER'], ['DECIDE_EXTENSION', {}, 'LEVEL_ABOVE'], ['ACCEPT', { submittedBy: 'me' }, 'OWN_SUBMISSION'],
    ['REFUSE_VOID', { voidRequestedBy: 'me' }, 'OWN_REQUEST'], ['ORDER', { accountPath: city }, 'SUPERVISOR'], ['COUNTERSIGN_VOID', { accountPath: city }, 'SECOND_SIGNATORY'],
  ])('%s is denied to the county office because of %j: %s', (kind, at, why) => {
    expect(denied(viewer(grant('COMMITTEE_OFFICE', county)), kind, { ...hazard, ...at })).toBe(why)
  })
})

it.each<[string, Partial<Grant>, boolean]>([
  ['the same post of two accounts', {}, true], ['of two regions', { regionId: elsewhere }, false], ['of two roles', { role: 'LEADER' }, false], ['of two firms', { subjectId: 'firm' }, false],
  ['the same sectors in another order', { sectors: ['b', 'a'] }, false],
])('%s: one post %s', (_name, other, same) => {
  const post = grant('DEPARTMENT', county)
  expect(samePost(post, { ...post, ...other })).toBe(same)
  expect(samePost({ ...post, sectors: ['a', 'b'] }, { ...post, sectors: ['b', 'a'] })).toBe(true)
})

describe('who records what', () => {
  it.each<[string, Viewer, string[], string[]]>([
    ['an office', viewer(grant('COMMITTEE_OFFICE', county)), ['DEPARTMENT', 'SUPERIOR', 'EXPERT', 'TIP_OFF'], ['SUPERVISORY', 'ADMINISTRATIVE', 'EXPERT_SERVICE']],
    ['a street worker', viewer(grant('STREET_WORKER', street)), ['GRID_PATROL', 'TIP_OFF'], ['GRID_PATROL']],
    ['the enterprise', viewer(grant('ENTERPRISE', street, { subjectId: 'firm' })), ['SELF_CHECK'], ['SELF_CHECK']],
    ['another enterprise', viewer(grant('ENTERPRISE', street, { subjectId: 'other' })), [], []],
    ['a leader', viewer(grant('LEADER', county)), [], []],
    ['oversight', viewer(grant('OVERSIGHT', county)), [], []],
    ['an office elsewhere', viewer(grant('COMMITTEE_OFFICE', elsewhere)), [], []],
  ])('%s', (_name, who, sources, natures) => {
    expect([registrableSources(who, hazard), inspections.record(who, hazard)]).toEqual([sources, natures])
  })
})

describe('subjects', () => {
  const at = { path: street, accountPath: county, sectorId: null, subjectId: 'firm' }
  it.each<[string, Viewer, boolean, boolean]>([
    ['the county office', viewer(grant('COMMITTEE_OFFICE', county)), true, true],
    ['a street worker, whose street does not supervise it', viewer(grant('STREET_WORKER', street)), false, true],
    ['the enterprise', viewer(grant('ENTERPRISE', street, { subjectId: 'firm' })), false, true],
    ['a leader', viewer(grant('LEADER', county)), false, false],
    ['oversight', viewer(grant('OVERSIGHT', city)), false, false],
    ['an office elsewhere', viewer(grant('COMMITTEE_OFFICE', elsewhere)), false, false],
  ])('%s', (_name, who, changes, seesContacts) => {
    expect([allow.change(who, at), allow.seeContacts(who, at)]).toEqual([changes, seesContacts])
  })

  it.each([['CITY', true], ['PROVINCE', true], ['COUNTY', false]] as const)('a key enterprise leaves the list by a %s: %s', (level, may) => {
    expect(allow.consent(viewer(grant('COMMITTEE_OFFICE', city)), at, () => level)).toBe(may)
  })
})
