import type { RegionLevel } from '@anwang/domain/regions'
import { canSomewhere, grantsFor, grantsOn, type Action, type Target } from '../../auth/policy.ts'
import { inSubtree } from '../../auth/scope.ts'
import type { Grant, Role, Viewer } from '../../auth/viewer.ts'

/** A record with the region whose figures it counts in. */
export interface Placed extends Target {
  readonly accountPath: string
}

/** By which one may do it there and is answerable for the region whose figures change. */
export const accountableGrants = (viewer: Viewer | null, action: Action, at: Placed): readonly Grant[] =>
  grantsFor(viewer, action, at).filter((grant) => grant.paths.some((root) => inSubtree(at.accountPath, root)))

/** By which one stands strictly above the accountable region. */
export const grantsAbove = (viewer: Viewer | null, action: Action, at: Placed): readonly Grant[] =>
  grantsFor(viewer, action, at).filter((grant) => grant.path !== at.accountPath && inSubtree(at.accountPath, grant.path))

/**
 * By which one stands above every region that is ranked with the figure in it by somebody else. A street's figures are
 * its county's too, and the city ranks counties: so at the city or above. A path has one segment per level.
 */
export const grantsAboveRanked = (viewer: Viewer | null, action: Action, at: Placed): readonly Grant[] =>
  grantsAbove(viewer, action, at).filter((grant) => grant.path.split('/').length - 1 <= 2)

/** Who works with the people of a firm; a leader and oversight see the record, not the telephone numbers. */
const workingRoles: ReadonlySet<Role> = new Set(['COMMITTEE_OFFICE', 'DEPARTMENT', 'STREET_WORKER', 'ENTERPRISE'])
const cityAndAbove: ReadonlySet<RegionLevel> = new Set(['COUNTRY', 'PROVINCE', 'CITY'])

export const allow = {
  /** Lists as files, of whatever the viewer sees. */
  export: (viewer: Viewer): boolean => canSomewhere(viewer, 'export:read'),
  /** Nobody adds to or takes from the figures of a region above the own. */
  register: (viewer: Viewer | null, at: Placed): boolean => accountableGrants(viewer, 'subject:write', at).length > 0,
  change: (viewer: Viewer | null, at: Placed): boolean => accountableGrants(viewer, 'subject:write', at).length > 0,
  /** Whether a hazard registered elsewhere may be moved to this subject. */
  receive: (viewer: Viewer | null, at: Placed): boolean => accountableGrants(viewer, 'hazard:correct', at).length > 0,
  /** Key enterprises and major hazard sources leave the city's list by the city's consent. */
  consent: (viewer: Viewer | null, at: Placed, levelOf: (grant: Grant) => RegionLevel): boolean =>
    accountableGrants(viewer, 'subject:write', at).some((grant) => cityAndAbove.has(levelOf(grant))),
  /** Of the record that they belong to, by a post that shows it. */
  seeContacts: (viewer: Viewer | null, at: Target): boolean => grantsOn(viewer, at).some((grant) => workingRoles.has(grant.role)),
}
