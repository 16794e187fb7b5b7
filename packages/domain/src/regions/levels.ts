export const REGION_LEVELS = ['COUNTRY', 'PROVINCE', 'CITY', 'COUNTY', 'STREET', 'COMMUNITY'] as const
export type RegionLevel = (typeof REGION_LEVELS)[number]

/** FUNCTIONAL_ZONE: 功能区, an area run by a management committee (管委会) and not by a people's government. */
export const REGION_KINDS = ['ADMINISTRATIVE', 'FUNCTIONAL_ZONE'] as const
export type RegionKind = (typeof REGION_KINDS)[number]

export const isRegionLevel = (text: string): text is RegionLevel => (REGION_LEVELS as readonly string[]).includes(text)
export const isRegionKind = (text: string): text is RegionKind => (REGION_KINDS as readonly string[]).includes(text)

/** 0 for the country, 5 for a community. */
export const depthOf = (level: RegionLevel): number => REGION_LEVELS.indexOf(level)

/** Whether `level` stands lower than `other`: a street is below a county. */
export const isBelow = (level: RegionLevel, other: RegionLevel): boolean => depthOf(level) > depthOf(other)
