import { blocksOf, type Touched, type Work } from './buffers.ts'
import type { Changer } from './change.ts'
import { cpuOf, cpuOfFamily } from './cpu.ts'
import { ask, loadFor, quantile, type Request } from './load.ts'
import { bodyOf, type OperationName } from './operations.ts'
import { median } from './report.ts'
import type { Connection } from '@anwang/db/client'
import type { Server } from './servers.ts'
import { cookieOf } from './stage.ts'

/** What the pages ask most. */

const CITY = '410900000000'
const COUNTY = '410928000000'
const SEARCHED = { hazards: '灭火器', subjects: '化工' }

export const UNCHANGED = 'national ranking, unchanged'
export const CHANGED = 'national ranking, after a change'

export interface Read {
  readonly name: string
  readonly request: Request
}

export interface Reads {
  readonly list: readonly Read[]
  /** The number of the indicator of which the records are asked. */
  readonly indicator: number
}

interface Item {
  readonly indicator: { readonly number: number; readonly name: string }
  readonly denominator: number | null
  readonly recordsUnlisted: string | null
}

/** The data of an answer, and its size. @throws where it is none */
export async function answered<T>(request: Request): Promise<{ data: T; bytes: number }> {
  const { status, body } = await ask(request)
  const { data, errors } = JSON.parse(body) as { data: T; errors?: unknown }
  if (status !== 200 || errors) throw new Error(`the product answered ${status}: ${body.slice(0, 1000)}`)
  return { data, bytes: Buffer.byteLength(body) }
}

/** The reads of a product over a generated database. `indicator`: that of another database, so that both are asked the same. */
export async function readsOf(product: Server, period: string, indicator?: number): Promise<Reads> {
  const cookies = { city: await cookieOf(product, 'city.office'), country: await cookieOf(product, 'national.office') }
  const requestOf = (user: keyof typeof cookies, name: OperationName, variables: object): Request => ({ url: `${product.url}/graphql`, headers: { cookie: cookies[user] }, body: bodyOf(name, variables) })
  const idOf = async (code: string) => (await answered<{ region: { id: string } }>(requestOf('city', 'where', { code }))).data.region.id
  const [city, county] = [await idOf(CITY), await idOf(COUNTY)]
  const { region } = (await answered<{ region: { score: { indicators: readonly Item[] } } }>(requestOf('city', 'items', { region: county, period }))).data
  const listed = region.score.indicators.filter((one) => (indicator === undefined || one.indicator.number === indicator) && one.recordsUnlisted === null && (one.denominator ?? 0) > 0)
    .toSorted((a, b) => b.denominator! - a.denominator!)[0]
  if (!listed) throw new Error(`no indicator of ${COUNTY} in ${period} has records`)
  return {
    indicator: listed.indicator.number,
    list: [
      { name: 'ranking of a city, with indicators and streets', request: requestOf('city', 'ranking', { code: CITY, period }) },
      { name: UNCHANGED, request: requestOf('country', 'national', { period }) },
      { name: 'overdue board, first page and count', request: requestOf('city', 'overdue', { region: city }) },
      { name: 'overdue board, counts by county', request: requestOf('city', 'overdueGroups', { region: city }) },
      { name: 'search of hazards in a city', request: requestOf('city', 'search', { region: city, search: SEARCHED.hazards }) },
      { name: 'search of subjects in a city', request: requestOf('city', 'searchSubjects', { region: city, search: SEARCHED.subjects }) },
      { name: `why: records of ${listed.indicator.name}, a county`, request: requestOf('city', 'why', { region: county, period, number: [listed.indicator.number] }) },
    ],
  }
}

export interface Timed {
  /** Milliseconds, medians over the rounds. */
  readonly p50: number
  readonly p99: number
  readonly bytes: number
  /** Milliseconds of processor per request, of the product's process and of PostgreSQL's; null where they were not counted. */
  readonly cpu: { readonly node: number; readonly postgres: number } | null
}

/** Plans of prepared statements become generic after five runs on a connection. */
const WARM = 12

/** Of whose processor time a read takes. */
export interface Processes {
  readonly product: number
  readonly postgres: number
}

/** One request at a time. */
export async function timesOf(request: Request, rounds: number, seconds: number, { product, postgres }: Processes): Promise<Timed> {
  const { bytes } = await answered(request)
  for (let i = 0; i < WARM; i++) await answered(request)
  const [node, database] = [cpuOf(product), cpuOfFamily(postgres)]
  const found = []
  for (let round = 0; round < rounds; round++) found.push(await loadFor(request, 1, seconds))
  const requests = found.reduce((sum, round) => sum + round.requests, 0)
  return {
    bytes, p50: median(found.map(({ times }) => quantile(times, 0.5))), p99: median(found.map(({ times }) => quantile(times, 0.99))),
    cpu: { node: (cpuOf(product) - node) / requests, postgres: (cpuOfFamily(postgres) - database) / requests },
  }
}

const TIMES_CHANGED = 10

/** A request each time after something was recorded and folded; the 99th is the longest. */
export async function timesAfterChanges(request: Request, changer: Changer): Promise<Timed> {
  const { bytes } = await answered(request)
  const times: number[] = []
  for (let i = 0; i < TIMES_CHANGED; i++) {
    await changer.change()
    const from = performance.now()
    await answered(request)
    times.push(performance.now() - from)
  }
  const sorted = Float64Array.from(times).sort()
  return { bytes, p50: quantile(sorted, 0.5), p99: sorted.at(-1)!, cpu: null }
}

const TIMES_COUNTED = 20
const TIMES_COUNTED_CHANGED = 3

/** Blocks that the product touches for one request of each read, and at last for the national ranking after a change. */
export function blocksOfReads(client: Connection['client'], product: Server, reads: readonly Read[], changer: Changer): Promise<Touched[]> {
  const national = reads.find(({ name }) => name === UNCHANGED)!.request
  const works: Work[] = reads.map(({ request }) => ({ times: TIMES_COUNTED, run: () => answered(request) }))
  return blocksOf({ client, application: product.application }, [...works, { times: TIMES_COUNTED_CHANGED, byWorker: true, run: async () => {
    await changer.change()
    await answered(national)
  } }])
}
