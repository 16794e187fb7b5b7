const ROW = 'fragment Row on Hazard { id number version description level state source foundOn dueOn overdueDays registeredOn recordedLate region { id name } accountable { id name } subject { id name } sector { id name } }'

/** What is asked of the product, by name; the product answers these by their ids as it answers those of its pages. */
export const OPERATIONS = {
  ranking: `query Ranking($code: String!, $period: Period!) { ranking(code: $code, period: $period, level: COUNTY) { scheme { name } entries(first: 50) { nodes { rank tied
    score { total shown grade indicators { indicator { number name } numerator denominator ratio points shown maxPoints clause } }
    region { code name children(first: 50) { nodes { code name score(period: $period) { total shown grade } } } } } } } }`,
  national: `query National($period: Period!) { ranking(period: $period, level: COUNTY) { scheme { name } entries(first: 200) { totalCount pageInfo { hasNextPage endCursor } nodes { rank tied region { code name } score { total shown grade } } } } }`,
  overdue: `query Overdue($region: ID!) { hazards(filter: { accountable: $region, overdue: true }, orderBy: { field: OVERDUE_DAYS, direction: DESC }, first: 50) { totalCount pageInfo { hasNextPage endCursor } nodes { ...Row } } } ${ROW}`,
  overdueGroups: `query OverdueGroups($region: ID!) { overdueGroups(filter: { accountable: $region, overdue: true }, by: REGION) { key label count major days1to7 days8to30 days31to90 daysOver90 longestDays } }`,
  search: `query Search($region: ID!, $search: String!) { hazards(filter: { region: $region, search: $search }, first: 50) { totalCount pageInfo { hasNextPage endCursor } nodes { ...Row } } } ${ROW}`,
  searchSubjects: `query SearchSubjects($region: ID!, $search: String!) { region(id: $region) { subjects(search: $search, first: 50) { totalCount pageInfo { hasNextPage endCursor } nodes { id name } } } }`,
  items: `query Items($region: ID!, $period: Period!) { region(id: $region) { score(period: $period) { indicators { indicator { number name } denominator recordsUnlisted } } } }`,
  why: `query WhyRecords($region: ID!, $period: Period!, $number: [Int!]) { region(id: $region) { score(period: $period) { indicators(number: $number) { records(counted: DENOMINATOR, first: 20) { totalCount pageInfo { hasNextPage endCursor }
    edges { because node { __typename id ... on Hazard { number description level state foundOn dueOn overdueDays subject { id name } region { id name } } } } } } } } }`,
  importState: `query ImportState($id: ID!) { node(id: $id) { ... on Import { state progress failure counts { new changed unchanged refused asked skipped firms } rows(outcome: [REFUSED, ASKED], first: 5) { nodes { sheet row problems { code value message } } } } } }`,
  confirmImport: `mutation ConfirmLedger($input: ConfirmImportInput!) { confirmImport(input: $input) { __typename ... on UserError { code message } } }`,
  where: `query Where($code: String) { region(code: $code) { id } }`,
} as const

export type OperationName = keyof typeof OPERATIONS

export const bodyOf = (documentId: OperationName, variables: object): string => JSON.stringify({ documentId, variables })
