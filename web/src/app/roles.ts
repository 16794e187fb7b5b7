import type { PageName } from './pages.ts'
import type { Viewer } from './session.ts'

type Role = Viewer['grants'][number]['role']
interface Holder {
  readonly grants: readonly { readonly role: Role }[]
}

const OFFICERS: readonly Role[] = ['SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR']
const holdsOnly = ({ grants }: Holder, roles: readonly Role[]): boolean => grants.length > 0 && grants.every(({ role }) => roles.includes(role))

/** One of the three officers, who run the system and see no records. */
export const onlyRuns = (viewer: Holder): boolean => holdsOnly(viewer, OFFICERS)
/** An account that was not given a post yet, or whose posts have ended: nothing is its to see. */
export const holdsNoPost = ({ grants }: Holder): boolean => grants.length === 0
/** Who sees records and figures: whoever holds a post and is not an officer alone. */
export const seesRecords = (viewer: Holder): boolean => !holdsNoPost(viewer) && !onlyRuns(viewer)
/** Who reads the second log. */
export const isAuditor = ({ grants }: Holder): boolean => grants.some(({ role }) => role === 'AUDITOR')
/** Who makes accounts and gives posts. */
export const isSecurity = ({ grants }: Holder): boolean => grants.some(({ role }) => role === 'SECURITY_ADMINISTRATOR')
/** An enterprise: its own hazards, no figures of regions. */
export const isEnterprise = (viewer: Holder): boolean => holdsOnly(viewer, ['ENTERPRISE'])
/** A grid worker, whose work is to record what a patrol found. */
export const isGridWorker = (viewer: Holder): boolean => holdsOnly(viewer, ['STREET_WORKER'])

/** The pages of the rail for a viewer: none without a post; figures of regions are no pages of an enterprise, records none of the officers, the second log the auditor's alone. */
export function pagesOf<T extends { readonly name: PageName }>(viewer: Holder & { readonly viewerCanImport: boolean }, all: readonly T[]): T[] {
  if (holdsNoPost(viewer)) return []
  if (onlyRuns(viewer)) return all.filter(({ name }) => name === (isAuditor(viewer) ? 'audit' : isSecurity(viewer) ? 'accounts' : 'system'))
  const closed: readonly PageName[] = ['system', ...(isEnterprise(viewer) ? (['overview', 'rankings'] as const) : []), ...(viewer.viewerCanImport ? [] : (['imports'] as const)), ...(isAuditor(viewer) ? [] : (['audit'] as const)), ...(isSecurity(viewer) ? [] : (['accounts'] as const))]
  const open = all.filter(({ name }) => !closed.includes(name))
  return isEnterprise(viewer) ? open.toSorted((a, b) => Number(b.name === 'hazards') - Number(a.name === 'hazards')) : open
}
