import { inSubtree, recordGrants } from './scope.ts'
import type { Grant, Role, Viewer } from './viewer.ts'

/** What one may do to a record. Reading needs no action: it is the scope. */
export const actions = [
  'subject:write', 'inspection:write', 'hazard:register', 'hazard:order', 'hazard:approveLongDeadline', 'hazard:plan', 'hazard:submit',
  'hazard:reinspect', 'hazard:requestExtension', 'hazard:decideExtension', 'hazard:correct', 'hazard:requestVoid', 'hazard:countersignVoid',
  'hazard:reopen', 'hazard:archive', 'hazard:list', 'import:write', 'export:read', 'personal:erase',
] as const
export type Action = (typeof actions)[number]

/** Where a record lies, with what narrows a grant. */
export interface Target {
  readonly path: string
  readonly sectorId?: string | null
  readonly subjectId?: string | null
}

const supervising: readonly Action[] = actions.filter((action) => action !== 'personal:erase')
const reading: readonly Action[] = ['export:read']
const approving: readonly Action[] = ['hazard:approveLongDeadline', 'hazard:decideExtension', 'hazard:countersignVoid']

/** The rule book: oversight reads, a leader reads and approves; an enterprise works on what is its own; nobody decides about themselves. */
export const allowed: Readonly<Record<Role, readonly Action[]>> = {
  COMMITTEE_OFFICE: actions,
  DEPARTMENT: supervising,
  STREET_WORKER: [
    'subject:write', 'inspection:write', 'hazard:register', 'hazard:order', 'hazard:plan', 'hazard:submit', 'hazard:reinspect',
    'hazard:requestExtension', 'hazard:requestVoid', 'hazard:reopen', 'import:write', 'export:read',
  ],
  ENTERPRISE: ['inspection:write', 'hazard:register', 'hazard:plan', 'hazard:submit', 'hazard:requestExtension', 'export:read'],
  LEADER: [...approving, ...reading],
  OVERSIGHT: reading,
  SYSTEM_ADMINISTRATOR: [],
  SECURITY_ADMINISTRATOR: [],
  AUDITOR: [],
}

const covers = (grant: Grant, target: Target): boolean =>
  grant.paths.some((root) => inSubtree(target.path, root)) &&
  (grant.sectors === null || (typeof target.sectorId === 'string' && grant.sectors.includes(target.sectorId))) &&
  (grant.subjectId === null || grant.subjectId === target.subjectId)

/** The grants that show the record, whatever they allow. */
export const grantsOn = (viewer: Viewer | null, target: Target): readonly Grant[] =>
  viewer === null ? [] : recordGrants(viewer).filter((grant) => covers(grant, target))

/**
 * The grants by which the viewer may do it there, each by itself: what one post allows where another reaches is not allowed.
 * The caller looks at their level where the level above must decide.
 */
export const grantsFor = (viewer: Viewer | null, action: Action, target: Target): readonly Grant[] =>
  grantsOn(viewer, target).filter((grant) => allowed[grant.role].includes(action))

export const can = (viewer: Viewer | null, action: Action, target: Target): boolean => grantsFor(viewer, action, target).length > 0

/** Whether the viewer's post may do it anywhere at all; decides what the interface offers. */
export const canSomewhere = (viewer: Viewer, action: Action): boolean =>
  recordGrants(viewer).some((grant) => allowed[grant.role].includes(action))
