import type { HazardLevel, HazardMove, HazardSource, InspectionNature, Party } from '@anwang/domain'
import { grantsFor, type Action, type Target } from '../../auth/policy.ts'
import type { Grant, Role, Viewer } from '../../auth/viewer.ts'
import { accountableGrants, grantsAbove, grantsAboveRanked, type Placed } from '../subjects/policy.ts'

/** `ABOVE_RANKED`: the level above, where the move changes scored figures: the city or above; `LISTER`: an office or a department of a county or above, `DELISTER`: of the level that listed it, or above. */
type By = Exclude<Party, 'SYSTEM'> | 'ABOVE_RANKED' | 'LISTER' | 'DELISTER'

/** The moves that people make in the product, by the names the API gives them. */
export const moves = {
  ORDER: { command: 'order', action: 'hazard:order', by: 'SUPERVISOR' },
  APPROVE_LONG_DEADLINE: { command: 'approveLongDeadline', action: 'hazard:approveLongDeadline', by: 'ABOVE_RANKED' },
  PLAN: { command: 'plan', action: 'hazard:plan', by: 'RECTIFIER' },
  SUBMIT: { command: 'submit', action: 'hazard:submit', by: 'RECTIFIER' },
  ACCEPT: { command: 'accept', action: 'hazard:reinspect', by: 'SUPERVISOR' },
  REJECT: { command: 'reject', action: 'hazard:reinspect', by: 'SUPERVISOR' },
  REQUEST_EXTENSION: { command: 'requestExtension', action: 'hazard:requestExtension', by: 'RECTIFIER' },
  DECIDE_EXTENSION: { command: 'decideExtension', action: 'hazard:decideExtension', by: 'LEVEL_ABOVE' },
  CORRECT: { command: 'correct', action: 'hazard:correct', by: 'SUPERVISOR' },
  REQUEST_VOID: { command: 'requestVoid', action: 'hazard:requestVoid', by: 'SUPERVISOR' },
  COUNTERSIGN_VOID: { command: 'countersignVoid', action: 'hazard:countersignVoid', by: 'SECOND_SIGNATORY' },
  REFUSE_VOID: { command: 'refuseVoid', action: 'hazard:countersignVoid', by: 'SECOND_SIGNATORY' },
  REOPEN: { command: 'reopen', action: 'hazard:reopen', by: 'SUPERVISOR' },
  ARCHIVE: { command: 'archive', action: 'hazard:archive', by: 'SUPERVISOR' },
  REVISIT: { command: 'revisit', action: 'hazard:reopen', by: 'SUPERVISOR' },
  LIST: { command: 'list', action: 'hazard:list', by: 'LISTER' },
  DELIST: { command: 'delist', action: 'hazard:list', by: 'DELISTER' },
} as const satisfies Record<string, { command: HazardMove; action: Action; by: By }>
export type MoveKind = keyof typeof moves
export const moveKinds = Object.keys(moves) as MoveKind[]

type Post = Pick<Grant, 'regionId' | 'sectors' | 'subjectId'> & { readonly role: string }

/** A hazard as the policy sees it. */
export interface HazardAt extends Placed {
  readonly level: HazardLevel
  readonly source: HazardSource
  /** The account whose submission waits for its decision. */
  readonly submittedBy: string | null
  /** The account whose request for a void waits for the second signature. */
  readonly voidRequestedBy: string | null
  /** By which level its listing in force was made. */
  readonly listedAt: ListingLevel | null
}

const listingLevels = ['PROVINCE', 'CITY', 'COUNTY'] as const
export type ListingLevel = (typeof listingLevels)[number]

const rectifiers: ReadonlySet<Role> = new Set(['ENTERPRISE', 'STREET_WORKER'])
const supervisors: ReadonlySet<Role> = new Set(['COMMITTEE_OFFICE', 'DEPARTMENT', 'STREET_WORKER'])
const deciders: ReadonlySet<Role> = new Set(['COMMITTEE_OFFICE', 'DEPARTMENT', 'LEADER'])

/** Whether the viewer acts for the level above, in what counts in scored figures. */
export const actsFromAbove = (viewer: Viewer | null, action: Action, at: Placed): boolean =>
  grantsAboveRanked(viewer, action, at).some((grant) => deciders.has(grant.role))

/** The level at which the viewer lists (挂牌督办): that of their highest grant over the accountable region; null below a county. A path has one segment per level. */
export function listingLevel(viewer: Viewer | null, at: Placed): ListingLevel | null {
  const depths = accountableGrants(viewer, 'hazard:list', at).map((grant) => Math.max(1, grant.path.split('/').length - 1))
  return listingLevels[Math.min(...depths) - 1] ?? null
}

/** What the level above found, and every major, leaves the figures only with its signature. */
const voidsFromAbove = (at: HazardAt): boolean => at.source === 'SUPERIOR' || at.level === 'MAJOR'

const asParty: Record<By, (viewer: Viewer | null, action: Action, at: HazardAt) => boolean> = {
  RECTIFIER: (viewer, action, at) => grantsFor(viewer, action, at).some((grant) => rectifiers.has(grant.role)),
  SUPERVISOR: (viewer, action, at) => accountableGrants(viewer, action, at).some((grant) => supervisors.has(grant.role)),
  LEVEL_ABOVE: (viewer, action, at) => grantsAbove(viewer, action, at).some((grant) => deciders.has(grant.role)),
  ABOVE_RANKED: actsFromAbove,
  LISTER: (viewer, _action, at) => listingLevel(viewer, at) !== null,
  DELISTER: (viewer, _action, at) => {
    const own = listingLevel(viewer, at)
    return own !== null && at.listedAt !== null && listingLevels.indexOf(own) <= listingLevels.indexOf(at.listedAt)
  },
  SECOND_SIGNATORY: (viewer, action, at) => accountableGrants(viewer, action, at).some((grant) => deciders.has(grant.role)),
}

export type Denial = By | 'OWN_SUBMISSION' | 'OWN_REQUEST'

/** Why the viewer may not make the move on a hazard that is in a state for it; null where they may. */
export function denied(viewer: Viewer | null, kind: MoveKind, at: HazardAt): Denial | null {
  const { action, by } = moves[kind]
  const party = by === 'SECOND_SIGNATORY' && voidsFromAbove(at) ? 'ABOVE_RANKED' : by
  if (!asParty[party](viewer, action, at)) return party
  if (by === 'SECOND_SIGNATORY' && at.voidRequestedBy === viewer?.id) return 'OWN_REQUEST'
  return kind === 'ACCEPT' && at.submittedBy === viewer?.id ? 'OWN_SUBMISSION' : null
}

/** What each role finds; a machine's finding counts only once a person has registered it as theirs. */
const sourcesOf: Partial<Record<Role, readonly HazardSource[]>> = {
  ENTERPRISE: ['SELF_CHECK'],
  STREET_WORKER: ['GRID_PATROL', 'TIP_OFF'],
  DEPARTMENT: ['DEPARTMENT', 'SUPERIOR', 'EXPERT', 'TIP_OFF'],
  COMMITTEE_OFFICE: ['DEPARTMENT', 'SUPERIOR', 'EXPERT', 'TIP_OFF'],
}

/** The sources under which the viewer may register a hazard there, the likeliest first. */
export const registrableSources = (viewer: Viewer | null, at: Target): readonly HazardSource[] =>
  [...new Set(grantsFor(viewer, 'hazard:register', at).flatMap((grant) => sourcesOf[grant.role] ?? []))]

/** Whether two accounts hold one post, so that what one of them did the other cannot decide. */
export const samePost = (a: Post, b: Post): boolean =>
  a.role === b.role && a.regionId === b.regionId && a.subjectId === b.subjectId && JSON.stringify(a.sectors?.toSorted()) === JSON.stringify(b.sectors?.toSorted())

/** Where what an inspection found comes from. */
export function sourceOf(nature: InspectionNature, fromAbove: boolean): HazardSource {
  switch (nature) {
    case 'GRID_PATROL': return 'GRID_PATROL'
    case 'SELF_CHECK': return 'SELF_CHECK'
    case 'EXPERT_SERVICE': return 'EXPERT'
    default: return fromAbove ? 'SUPERIOR' : 'DEPARTMENT'
  }
}
