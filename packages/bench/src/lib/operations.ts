/** What is asked of the product, by name; the product answers these by their ids as it answers those of its pages. */
export const OPERATIONS = {
  ranking: `query Ranking($code: String!, $period: Period!) { ranking(code: $code, period: $period, level: COUNTY) { scheme { name } entries(first: 200) { nodes { rank tied
    score { total shown grade indicators { indicator { number name } numerator denominator ratio points shown maxPoints clause } }
    region { code name children(first: 200) { nodes { code name score(period: $period) { total shown grade } } } } } } } }`,
  national: `query National($period: Period!) { ranking(period: $period, level: COUNTY) { scheme { name } entries(first: 200) { totalCount pageInfo { hasNextPage endCursor } nodes { rank tied region { code name } score { total shown grade } } } } }`,
} as const

export type OperationName = keyof typeof OPERATIONS

export const bodyOf = (documentId: OperationName, variables: object): string => JSON.stringify({ documentId, variables })
