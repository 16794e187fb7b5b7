/**
 * How long the dearest operations take that are still answered, on a demonstration that runs with NODE_ENV=development:
 * `node api/test/dearest.ts http://127.0.0.1:4000`. Exits 1 where one takes longer than two seconds; nothing else should run.
 */
import { Kind, parse, type OperationDefinitionNode } from 'graphql'
import { schema } from '../src/schema/index.ts'
import { costOf, HIGHEST_COST } from '../src/serving/cost.ts'

const url = process.argv[2] ?? 'http://127.0.0.1:4000'
const LONGEST_MS = 2_000
const MOST_ALIASES = 60
const CITY = 'code: "410900000000"'

const aliased = (n: number, field: (i: number) => string) => Array.from({ length: n }, (_, i) => `a${i}: ${field(i)}`).join(' ')
const quarter = (i: number) => `"${2021 + Math.floor(i / 4)}-Q${(i % 4) + 1}"`
const month = (i: number) => `"${2021 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}"`
const day = (i: number) => `"2026-0${(i % 9) + 1}-1${i % 10}"`

/** So many of each as the limits allow. */
const FAMILIES: Readonly<Record<string, (n: number) => string>> = {
  'counts of hazards searched for': (n) => aliased(n, (i) => `hazards(first: 1, filter: { search: "箱${i}" }) { totalCount }`),
  'counts of what was overdue on a day': (n) => aliased(n, (i) => `hazards(first: 200, orderBy: { field: OVERDUE_DAYS, direction: DESC }, filter: { overdueOn: ${day(i)}, minOverdueDays: ${i + 1} }) { totalCount }`),
  'overdue by firm': (n) => aliased(n, (i) => `overdueGroups(by: SUBJECT, filter: { overdueOn: ${day(i)}, minOverdueDays: ${i + 1} }) { count }`),
  'inspections searched for': (n) => aliased(n, (i) => `inspections(first: 1, filter: { search: "箱${i}" }) { totalCount }`),
  'firms searched for': (n) => `region(${CITY}) { ${aliased(n, (i) => `subjects(first: 1, search: "厂${i}") { totalCount }`)} }`,
  'metrics of all counties': (n) => `region(${CITY}) { children(first: 200) { nodes { ${aliased(n, (i) => `metrics(period: ${month(i)}) { inspections }`)} } } }`,
  'scores of all streets': (n) => `region(${CITY}) { children(first: 20) { nodes { children(first: 60) { nodes { ${aliased(n, (i) => `score(period: ${quarter(i)}) { total }`)} } } } } }`,
  'rankings of all streets': (n) => aliased(n, (i) => `ranking(${CITY}, period: ${quarter(i)}, level: STREET) { entries(first: 1) { totalCount } }`),
  'hazards of every street': (n) => `region(${CITY}) { children(first: ${n}) { nodes { children(first: 200) { nodes { hazards(first: 1) { totalCount } subjects(first: 1) { totalCount } } } } } }`,
}

const costs = (text: string): number => {
  const document = parse(text)
  return costOf(schema, document, document.definitions.find((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION)!, {})
}
const session = await fetch(`${url}/session`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-anwang': '1' }, body: JSON.stringify({ demonstration: 'city.office' }) })
const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? ''

let slow = false
for (const [name, family] of Object.entries(FAMILIES)) {
  const operation = (n: number) => `{ ${family(n)} }`
  const most = Array.from({ length: MOST_ALIASES }, (_, i) => MOST_ALIASES - i).find((n) => costs(operation(n)) <= HIGHEST_COST) ?? 1
  const began = performance.now()
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-anwang': '1', cookie }, body: JSON.stringify({ query: operation(most) }) })
  const answer = (await response.json()) as { errors?: readonly { message: string }[] }
  const took = performance.now() - began
  slow ||= took > LONGEST_MS
  console.log(`${name}: ${most}, cost ${costs(operation(most))}, ${Math.round(took)} ms${answer.errors ? ` – ${answer.errors[0]?.message}` : ''}`)
}
process.exit(slow ? 1 : 0)
