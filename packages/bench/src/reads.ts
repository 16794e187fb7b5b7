import { connect } from '@anwang/db/client'
import { previous, quarterOf } from '@anwang/domain'
import { buffersOf } from './lib/buffers.ts'
import { changerOf } from './lib/change.ts'
import { measure } from './lib/ending.ts'
import { ask, loadFor, quantile, type Request } from './lib/load.ts'
import { bodyOf, type OperationName } from './lib/operations.ts'
import { checks, load, median, table } from './lib/report.ts'
import { markdownTable, writeResult } from './lib/results.ts'
import { cookieOf, sizesOf, stageOf } from './lib/stage.ts'

// What the pages ask most, one request at a time: how long the product takes, and how many blocks of the database it touches.

const CITY = '410900000000'
const COUNTY = '410928000000'
/** Milliseconds at most, of half of the requests; issue and design name them for 5 million hazards. */
const LIMITS: Readonly<Record<string, number>> = { 'national ranking, unchanged': 60, 'national ranking, after a change': 300, 'overdue board, first page and count': 15, 'search of hazards in a city': 15 }
const TIMES_CHANGED = 10
const TIMES_COUNTED = 20

interface Read {
  readonly name: string
  readonly request: Request
}
interface Measured {
  readonly name: string
  readonly p50: number
  readonly p99: number
  readonly buffers: number
  readonly bytes: number
}

const fixed = (n: number, digits = 1): string => n.toFixed(digits)

await measure(async (atEnd) => {
  const loadBefore = load()
  const { data, rounds, seconds } = sizesOf({ rounds: 3, seconds: 5, connections: 1 })
  const stage = await stageOf(data, atEnd)
  const product = await stage.start('product')
  const period = previous(quarterOf(stage.day)).text
  const cookies = { city: await cookieOf(product, 'city.office'), country: await cookieOf(product, 'national.office') }
  const requestOf = (user: keyof typeof cookies, name: OperationName, variables: object): Request => ({ url: `${product.url}/graphql`, headers: { cookie: cookies[user] }, body: bodyOf(name, variables) })
  async function answer<T>(request: Request): Promise<{ data: T; bytes: number }> {
    const { status, body } = await ask(request)
    const { data, errors } = JSON.parse(body) as { data: T; errors?: unknown }
    if (status !== 200 || errors) throw new Error(`the product answered ${status}: ${body.slice(0, 1000)}`)
    return { data, bytes: Buffer.byteLength(body) }
  }
  const idOf = async (code: string) => (await answer<{ region: { id: string } }>(requestOf('city', 'where', { code }))).data.region.id
  const [city, county] = [await idOf(CITY), await idOf(COUNTY)]
  interface Item { readonly indicator: { readonly number: number; readonly name: string }; readonly denominator: number | null; readonly recordsUnlisted: string | null }
  const { region } = (await answer<{ region: { score: { indicators: readonly Item[] } } }>(requestOf('city', 'items', { region: county, period }))).data
  const listed = region.score.indicators.filter((one) => one.recordsUnlisted === null && (one.denominator ?? 0) > 0).toSorted((a, b) => b.denominator! - a.denominator!)[0]
  if (!listed) throw new Error(`no item of ${COUNTY} in ${period} has records`)

  const reads: Read[] = [
    { name: 'ranking of a city, with items and streets', request: requestOf('city', 'ranking', { code: CITY, period }) },
    { name: 'national ranking, unchanged', request: requestOf('country', 'national', { period }) },
    { name: 'overdue board, first page and count', request: requestOf('city', 'overdue', { region: city }) },
    { name: 'overdue board, counts by county', request: requestOf('city', 'overdueGroups', { region: city }) },
    { name: 'search of hazards in a city', request: requestOf('city', 'search', { region: city, search: '灭火器' }) },
    { name: `why: records of ${listed.indicator.name}, a county`, request: requestOf('city', 'why', { region: county, period, number: [listed.indicator.number] }) },
  ]
  const counting = connect(stage.database.superUrl.replace(/\/postgres$/, '/anwang'), { max: 1 })
  atEnd(() => counting.close())
  const measured: Measured[] = []
  for (const { name, request } of reads) {
    const { bytes } = await answer(request)
    await loadFor(request, 1, 1)
    const found = []
    for (let round = 0; round < rounds; round++) found.push(await loadFor(request, 1, seconds))
    const one = {
      name, bytes, p50: median(found.map(({ times }) => quantile(times, 0.5))), p99: median(found.map(({ times }) => quantile(times, 0.99))),
      buffers: await buffersOf(counting.client, TIMES_COUNTED, () => ask(request)),
    }
    measured.push(one)
    console.log(`${name}: ${fixed(one.p50)} ms, ${fixed(one.p99)} ms, ${fixed(one.buffers, 0)} blocks`)
  }

  const changer = await changerOf(stage.database, stage.day)
  atEnd(() => changer.close())
  const national = requestOf('country', 'national', { period })
  const times: number[] = []
  const bytes = (await answer(national)).bytes
  for (let i = 0; i < TIMES_CHANGED; i++) {
    await changer.change()
    const from = performance.now()
    await answer(national)
    times.push(performance.now() - from)
  }
  const sorted = Float64Array.from(times).sort()
  measured.splice(2, 0, {
    name: 'national ranking, after a change', p50: quantile(sorted, 0.5), p99: sorted.at(-1)!, bytes,
    buffers: await buffersOf(counting.client, 3, async () => {
      await changer.change()
      await ask(national)
    }),
  })

  const check = checks()
  const rows = [['read', 'p50', 'p99', 'blocks', 'bytes'], ...measured.map(({ name, p50, p99, buffers, bytes }) => [name, `${fixed(p50)} ms`, `${fixed(p99)} ms`, buffers.toFixed(0), bytes.toLocaleString('en')])]
  table(rows)
  for (const { name, p50 } of measured) if (LIMITS[name] !== undefined) check(`${name}: at most ${LIMITS[name]} ms`, p50 <= LIMITS[name], `${fixed(p50)} ms`)
  const size = /; ([\d,]+) hazards/.exec(stage.on[0]!)![1]!
  writeResult({
    title: `Reads at ${size} hazards`, command: `pnpm --filter @anwang/bench reads -- --data <folder> --rounds ${rounds} --seconds ${seconds}`, on: stage.on, loadBefore,
    body: `One request at a time, whole over HTTP with the sign-in; medians of ${rounds} rounds of ${seconds} s after a warm-up. After a change: ${TIMES_CHANGED} times an inspection was recorded and folded before; the 99th is the longest. Blocks: 8 kB each, touched in PostgreSQL for one request, sign-in and planning included; after a change, those of recording and folding included.\n\n${markdownTable(rows)}`,
  })
  return check.failed === 0
})
