import type { Viewer } from './session.ts'

type Role = Viewer['grants'][number]['role']
interface Holder {
  readonly grants: readonly { readonly role: Role }[]
}

const OFFICERS: readonly Role[] = ['SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR']
const holdsOnly = ({ grants }: Holder, roles: readonly Role[]): boolean => grants.length > 0 && grants.every(({ role }) => roles.includes(role))

/** One of the three officers, who run the system and see no records. */
export const onlyRuns = (viewer: Holder): boolean => holdsOnly(viewer, OFFICERS)
/** An enterprise: its own hazards, no figures of regions. */
export const isEnterprise = (viewer: Holder): boolean => holdsOnly(viewer, ['ENTERPRISE'])
/** A grid worker, whose work is to record what a patrol found. */
export const isGridWorker = (viewer: Holder): boolean => holdsOnly(viewer, ['STREET_WORKER'])
