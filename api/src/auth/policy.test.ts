import { describe, expect, it } from 'vitest'
import { allow } from '../features/subjects/policy.ts'
import { mayWorkOn, mayWriteAt, sectorsToWrite } from '../features/imports/policy.ts'
import { can, grantsFor, grantsOn, type Action, type Target } from './policy.ts'
import { covers, overlaps, scopeOf, sectorsAt, seesFigures } from './scope.ts'
import type { Grant, Role, Viewer } from './viewer.ts'

const [CITY, COUNTY, STREET, OTHER, OTHER_STREET, NEXT_CITY] = ['41/09/', '41/09/28/', '41/09/28/101/', '41/09/23/', '41/09/23/101/', '41/10/']
const grant = (role: Role, path: string, more: Partial<Grant> = {}): Grant => ({ role, regionId: path, path, paths: [path], sectors: null, subjectId: null, ...more })
const viewer = (...grants: Grant[]): Viewer => ({ id: 'me', userName: 'me', title: '', titleEn: '', homeId: '', demonstration: false, grants })
const at = (path: string, sectorId: string | null = 'mines', subjectId: string | null = 'firm'): Target => ({ path, sectorId, subjectId })

/** All of a county, and one sector of the city that it lies in. */
const both = viewer(grant('COMMITTEE_OFFICE', COUNTY), grant('DEPARTMENT', CITY, { sectors: ['fire'] }))
/** Reads the city, works in one sector of a county. */
const leader = viewer(grant('LEADER', CITY), grant('DEPARTMENT', COUNTY, { sectors: ['fire'] }))
/** Works for a firm, and in a street elsewhere. */
const firm = viewer(grant('ENTERPRISE', STREET, { subjectId: 'firm' }), grant('STREET_WORKER', OTHER_STREET))
const departments = viewer(grant('DEPARTMENT', COUNTY, { sectors: ['fire'] }), grant('DEPARTMENT', OTHER, { sectors: ['mines'] }))
const officer = viewer(grant('AUDITOR', CITY))

describe('several posts allow what each allows by itself', () => {
  it.each<[string, Viewer, Action, Target, boolean]>([
    ['all of the county', both, 'hazard:order', at(STREET), true],
    ['of the city the sector', both, 'hazard:order', at(OTHER, 'fire'), true],
    ['and no other sector of it', both, 'hazard:order', at(OTHER), false],
    ['nor what has no sector', both, 'hazard:order', at(OTHER, null), false],
    ['the department orders in its county', leader, 'hazard:order', at(STREET, 'fire'), true],
    ['not where the leader only reads', leader, 'hazard:order', at(OTHER, 'fire'), false],
    ['nor what the leader only reads', leader, 'hazard:order', at(STREET), false],
    ['the leader decides everywhere', leader, 'hazard:decideExtension', at(OTHER), true],
    ['the firm submits what is its own', firm, 'hazard:submit', at(STREET), true],
    ['no other firm\'s there', firm, 'hazard:submit', at(STREET, 'mines', 'other'), false],
    ['nor orders what is its own', firm, 'hazard:order', at(STREET), false],
    ['the worker orders in the street', firm, 'hazard:order', at(OTHER_STREET, null, 'other'), true],
    ['each department its sector', departments, 'hazard:order', at(COUNTY, 'fire'), true],
    ['where it is the department', departments, 'hazard:order', at(COUNTY, 'mines'), false],
    ['an officer nothing', officer, 'export:read', at(CITY), false],
  ])('%s', (_name, who, action, target, may) => {
    expect(can(who, action, target)).toBe(may)
  })

  it('names the posts by which it may be done', () => {
    expect(grantsFor(both, 'hazard:order', at(STREET, 'fire')).map(({ role }) => role)).toEqual(['COMMITTEE_OFFICE', 'DEPARTMENT'])
    expect(grantsOn(leader, at(STREET)).map(({ role }) => role)).toEqual(['LEADER'])
    expect(grantsOn(null, at(STREET))).toEqual([])
  })

  it.each<[string, Viewer, Target, boolean]>([
    ['a leader who is a department too, of its sector', leader, at(STREET, 'fire'), true], ['not of another', leader, at(STREET), false], ['not of another county', leader, at(OTHER, 'fire'), false],
    ['the firm its own', firm, at(STREET), true], ['no other', firm, at(STREET, 'mines', 'other'), false],
  ])('names and numbers whole: %s', (_name, who, target, may) => {
    expect(allow.seeContacts(who, target)).toBe(may)
  })

  it('who supervises in one sector of the city does not act for the level above in another', () => {
    const placed = { ...at(STREET), accountPath: COUNTY }
    expect([allow.change(both, placed), allow.consent(both, placed, ({ path }) => (path === CITY ? 'CITY' : 'COUNTY')), allow.consent(both, { ...placed, sectorId: 'fire' }, ({ path }) => (path === CITY ? 'CITY' : 'COUNTY'))]).toEqual([true, false, true])
  })

  it('imports where and of what each post may', () => {
    expect([STREET, OTHER, NEXT_CITY].map((path) => [mayWriteAt(both, path), sectorsToWrite(both, path)])).toEqual([[true, null], [true, ['fire']], [false, []]])
    expect([mayWorkOn(both, { path: COUNTY, accountId: 'another' }), mayWorkOn(both, { path: CITY, accountId: 'another' }), mayWorkOn(both, { path: CITY, accountId: 'me' })]).toEqual([true, false, true])
    expect(sectorsToWrite(leader, STREET)).toEqual(['fire'])
  })
})

describe('several posts show what each shows by itself', () => {
  it.each<[string, Viewer, string, boolean, readonly string[] | null, boolean, boolean]>([
    ['the county whole', both, COUNTY, true, null, true, true], ['the city of one sector', both, CITY, true, ['fire'], true, true], ['a county of it likewise', both, OTHER, true, ['fire'], true, true],
    ['the province not', both, '41/', false, [], true, false], ['another city not', both, NEXT_CITY, false, [], false, false],
    ['a firm\'s place without figures', firm, STREET, false, [], true, true], ['the street with', firm, OTHER_STREET, true, null, true, true],
    ['two departments', departments, COUNTY, true, ['fire'], true, true], ['the city above both not', departments, CITY, false, [], true, false],
    ['an officer nothing', officer, CITY, false, [], false, false],
  ])('%s', (_name, who, path, figures, sectors, meets, whole) => {
    const scope = scopeOf(who)
    expect([seesFigures(scope, path), sectorsAt(scope, path), overlaps(scope, path), covers(scope, path)]).toEqual([figures, sectors, meets, whole])
  })

  it('sectors of departments of one region add up', () => {
    const scope = scopeOf(viewer(grant('DEPARTMENT', CITY, { sectors: ['mines'] }), grant('DEPARTMENT', COUNTY, { sectors: ['fire', 'mines'] })))
    expect([sectorsAt(scope, CITY), sectorsAt(scope, COUNTY), sectorsAt(scope, OTHER)]).toEqual([['mines'], ['fire', 'mines'], ['mines']])
  })
})
