import { roles, type Grant, type Role, type Viewer } from '../src/auth/viewer.ts'

/** The place that the rule is asked about is a county's or, from there, its child's, sibling's and parent's. */
const OWN = '41/09/28/'
const PLACES = { own: OWN, child: '41/09/28/101/', sibling: '41/09/23/', parent: '41/09/' } as const
const NARROWED: Readonly<Record<string, Partial<Grant>>> = { '': {}, ' of the sector': { sectors: ['chemicals'] }, ' of another sector': { sectors: ['fire'] }, ' of the firm': { subjectId: 'firm' }, ' of another firm': { subjectId: 'other' } }

/** What the records of the table are of. */
export const OF = { sectorId: 'chemicals', subjectId: 'firm' } as const

export const grant = (role: Role, path: string, more: Partial<Grant> = {}): Grant => ({ role, regionId: path, path, paths: [path], sectors: null, subjectId: null, ...more })
export const viewer = (...grants: Grant[]): Viewer => ({ id: 'me', userName: 'me', title: '', titleEn: '', homeId: OWN, demonstration: false, grants })

/**
 * Asks a verb of a policy for each role × place × narrowing of a post at 濮阳县, and nobody at all; answers where it is allowed:
 * `LEADER of the sector: own child`. What is not named is denied.
 */
export function allowedTo(verb: (viewer: Viewer, path: string) => boolean | readonly unknown[]): Record<string, string> {
  const yes = (who: Viewer, path: string) => {
    const answer = verb(who, path)
    return typeof answer === 'boolean' ? answer : answer.length > 0
  }
  const rows = roles.flatMap((role) => Object.entries(NARROWED).map(([words, narrowing]) => {
    const who = viewer(grant(role, OWN, narrowing))
    return [`${role}${words}`, Object.entries(PLACES).filter(([, path]) => yes(who, path)).map(([place]) => place).join(' ')] as const
  }))
  const nobody = Object.values(PLACES).some((path) => yes(viewer(), path))
  return Object.fromEntries([...rows, ['nobody', nobody ? 'somewhere' : '']].filter(([, places]) => places !== ''))
}

/** The same places for each of these roles, with each of these narrowings. */
export const each = (names: readonly Role[], places: string, narrowings: readonly string[] = ['']): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => narrowings.map((words) => [`${name}${words}`, places])))

export const WORKING: readonly Role[] = ['COMMITTEE_OFFICE', 'DEPARTMENT', 'STREET_WORKER']
export const ON_RECORDS: readonly Role[] = [...WORKING, 'ENTERPRISE', 'LEADER', 'OVERSIGHT']
export const SECTORS = [' of the sector', ' of another sector'] as const
export const FIRMS = [' of the firm', ' of another firm'] as const
