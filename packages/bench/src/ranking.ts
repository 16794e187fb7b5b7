import { previous, quarterOf } from '@anwang/domain'
import { difference, ofPostGraphile, ofProduct, ofRows, type Ranked } from './lib/answers.ts'
import { cpuOf, cpuOfFamily } from './lib/cpu.ts'
import { measure } from './lib/ending.ts'
import { ask, loadFor, quantile, type Request } from './lib/load.ts'
import { bodyOf } from './lib/operations.ts'
import { checks, load, median, table } from './lib/report.ts'
import { markdownTable, writeResult } from './lib/results.ts'
import type { Server } from './lib/servers.ts'
import { sizesOf } from './lib/options.ts'
import { cookieOf, stageOf } from './lib/stage.ts'

// A city's counties with all indicators and every county's streets, against what people would use instead; same database, in turn.

const CITY = '410900000000'
const POSTGRAPHILE = `query Ranking($path: String!, $period: String!) { city: regionByPath(path: $path) { counties: children { nodes {
  level labels: regionLabelsByRegionId { nodes { code name } } scores(condition: { period: $period }) { nodes { head result } }
  streets: children { nodes { level labels: regionLabelsByRegionId { nodes { code name } } scores(condition: { period: $period }) { nodes { head } } } } } } } }`

interface Rival {
  readonly file: string
  readonly title: string
  readonly body: string
  readonly read: (body: string) => Ranked[]
}

interface Round {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  /** Milliseconds of processor per request. */
  readonly cpu: number
  readonly database: number
}

const fixed = (n: number, digits = 2): string => n.toFixed(digits)

await measure(async (atEnd) => {
  const loadBefore = load()
  const { data, rounds, seconds, connections } = sizesOf({ rounds: 3, seconds: 10, connections: 10 })
  const stage = await stageOf(data, atEnd)
  const period = previous(quarterOf(stage.day)).text
  const body = bodyOf('ranking', { code: CITY, period })
  const rivals: Rival[] = [
    { file: 'product', title: 'Anwang', body, read: ofProduct },
    { file: 'rows', title: '(a) node + postgres.js, stored rows', body, read: ofRows },
    { file: 'postgraphile', title: '(b) PostGraphile 5', body: JSON.stringify({ query: POSTGRAPHILE, variables: { path: '41/09/', period } }), read: ofPostGraphile },
    { file: 'yoga', title: '(c) graphql-yoga, the same resolvers', body, read: ofProduct },
    { file: 'mercurius', title: '(d) mercurius (jit), the same resolvers', body, read: ofProduct },
  ]
  const servers = new Map<string, Server>()
  for (const { file } of rivals) servers.set(file, await stage.start(file))
  const cookie = await cookieOf(servers.get('product')!, 'city.office')
  const requestOf = ({ file, body }: Rival): Request => ({ url: `${servers.get(file)!.url}/graphql`, headers: { cookie, accept: 'application/json' }, body })

  const check = checks()
  const sizes = new Map<string, number>()
  const first = await ask(requestOf(rivals[0]!))
  if (first.status !== 200) throw new Error(`the product answered ${first.status}: ${first.body.slice(0, 500)}`)
  const expected = ofProduct(first.body)
  for (const rival of rivals) {
    const { status, body } = await ask(requestOf(rival))
    if (status !== 200 || body.startsWith('{"errors"')) throw new Error(`${rival.title} answered ${status}: ${body.slice(0, 2000)}`)
    sizes.set(rival.file, Buffer.byteLength(body))
    const wrong = difference(expected, rival.read(body))
    check(`${rival.title} says the same of ${expected.length} areas, ${expected.reduce((sum, one) => sum + one.streets.length, 0)} streets`, wrong === null && expected.length > 0, wrong ?? '')
    const { status: without } = await ask({ ...requestOf(rival), headers: {} })
    check(`${rival.title} tells nothing without a session`, without !== 200 || !(await ask({ ...requestOf(rival), headers: {} })).body.includes(expected[0]!.shown ?? '-'))
  }
  if (check.failed > 0) return false

  const found = new Map<string, Round[]>(rivals.map(({ file }) => [file, []]))
  for (let round = 0; round < rounds; round++) {
    // Each begins once: who comes after whom is not the same in every round.
    for (const rival of rivals.map((_, i) => rivals[(i + round) % rivals.length]!)) {
      const request = requestOf(rival)
      await loadFor(request, connections, Math.max(1, seconds / 5))
      const { pid } = servers.get(rival.file)!
      const [server, database] = [cpuOf(pid), cpuOfFamily(stage.postgres)]
      const done = await loadFor(request, connections, seconds)
      const one = {
        perSecond: done.requests / done.seconds, p50: quantile(done.times, 0.5), p99: quantile(done.times, 0.99),
        cpu: (cpuOf(pid) - server) / done.requests, database: (cpuOfFamily(stage.postgres) - database) / done.requests,
      }
      found.get(rival.file)!.push(one)
      console.log(`round ${round + 1}: ${rival.title}: ${fixed(one.perSecond, 0)} requests/s`)
    }
  }

  const middle = (file: string, of: keyof Round) => median(found.get(file)!.map((round) => round[of]))
  const rows = [
    ['server', 'requests/s', 'to (a)', 'p50', 'p99', 'CPU of node', 'to (a)', 'CPU of PostgreSQL', 'bytes'],
    ...rivals.map(({ file, title }) => [
      title, fixed(middle(file, 'perSecond'), 0), fixed(middle(file, 'perSecond') / middle('rows', 'perSecond')), `${fixed(middle(file, 'p50'), 1)} ms`, `${fixed(middle(file, 'p99'), 1)} ms`,
      `${fixed(middle(file, 'cpu'))} ms`, fixed(middle(file, 'cpu') / middle('rows', 'cpu')), `${fixed(middle(file, 'database'))} ms`, sizes.get(file)!.toLocaleString('en'),
    ]),
  ]
  const each = [['requests/s', ...Array.from({ length: rounds }, (_, i) => `round ${i + 1}`)], ...rivals.map(({ file, title }) => [title, ...found.get(file)!.map(({ perSecond }) => fixed(perSecond, 0))])]
  table(rows)
  table(each)
  const ratio = (other: string) => middle('product', 'perSecond') / middle(other, 'perSecond')
  check('at least 0.45 × (a), execution not being compiled', ratio('rows') >= 0.45, fixed(ratio('rows')))
  check('at least 2 × (b)', ratio('postgraphile') >= 2, fixed(ratio('postgraphile')))
  check('ahead of (c)', ratio('yoga') > 1, fixed(ratio('yoga')))
  check('ahead of (d)', ratio('mercurius') > 1, fixed(ratio('mercurius')))
  writeResult({
    title: 'Ranking', command: `pnpm --filter @anwang/bench ranking -- --data <folder> --rounds ${rounds} --seconds ${seconds} --connections ${connections}`, on: [...stage.on, 'postgres.js 3.4.9, PostGraphile 5.1.5, graphql-yoga 5.24.1, mercurius 16.10.1 on fastify 5.12.8'], loadBefore,
    body: `濮阳市's counties in ${period} with all indicators and every county's streets, ${connections} connections, ${seconds} s a round after a warm-up, in turn; medians of ${rounds} rounds. The answers were found equal first. CPU is of the server's process and of all of PostgreSQL's, per request.\n\n${markdownTable(rows)}\n\n${markdownTable(each)}`,
  })
  return check.failed === 0
})
