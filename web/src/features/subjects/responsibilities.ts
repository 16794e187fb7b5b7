export const RESPONSIBILITIES = ['PARTY_AND_GOVERNMENT', 'TERRITORIAL', 'SECTOR', 'COMPREHENSIVE', 'PRIMARY'] as const
export type Responsibility = (typeof RESPONSIBILITIES)[number]

/** The responsibilities to which nobody is assigned (G3). */
export const gapsOf = (assigned: readonly string[]): Responsibility[] => RESPONSIBILITIES.filter((one) => !assigned.includes(one))

export const KINDS = ['ENTERPRISE', 'SITE', 'PROJECT', 'VEHICLE', 'HOUSEHOLD'] as const
export const STATUSES = ['OPERATING', 'SUSPENDED', 'UNDER_CONSTRUCTION', 'CLOSED'] as const
export const GRADES = ['RED', 'ORANGE', 'YELLOW', 'BLUE'] as const
