import { fork, type ChildProcess } from 'node:child_process'
import { Agent, request as send } from 'node:http'
import fc from 'fast-check'
import type { HostileRequest } from './requests.ts'
import type { ServerOptions } from './server.ts'

/** What only our side says, and never to a caller. */
const OURS = /Failed query|PostgresError|DrizzleQueryError|violates \S+ constraint|duplicate key value|invalid input syntax for|relation "|operator does not exist|node_modules|\.ts:\d+:\d+|INTERNAL_SERVER_ERROR/

export interface Measured {
  readonly heap: number
  readonly blocked: number
}

export interface Running {
  readonly url: string
  readonly child: ChildProcess
  /** Bytes of the heap after a forced collection, and the longest time, in milliseconds, for which it answered nobody since the last. */
  measure(): Promise<Measured>
  /** What it wrote to its standard error. */
  complaints(): string
  stop(): Promise<void>
}

export async function startServer(options: ServerOptions): Promise<Running> {
  const child = fork(new URL('./server.ts', import.meta.url), [JSON.stringify(options)], { execArgv: ['--expose-gc'], stdio: ['ignore', 'inherit', 'pipe', 'ipc'], env: { ...process.env, NODE_ENV: 'test' } })
  let complaints = ''
  child.stderr!.on('data', (chunk: Buffer) => { if (complaints.length < 200_000) complaints += chunk.toString() })
  const gone = new Promise<void>((done) => child.once('exit', () => done()))
  const answer = <T>() => new Promise<T>((done, failed) => {
    child.once('message', (message) => done(message as T))
    void gone.then(() => failed(new Error(`the server ended:\n${complaints}`)))
  })
  const { url } = await answer<{ url: string }>()
  return {
    url, child, complaints: () => complaints,
    measure: () => {
      const measured = answer<Measured>()
      child.send('measure')
      return measured
    },
    stop: async () => {
      child.kill('SIGTERM')
      await gone
    },
  }
}

export interface Answered {
  readonly status: number
  readonly body: string
}

const PATIENCE = 60_000
/** What a URL may hold as it stands. */
const SENDABLE = /^[\x21-\x7e]*$/

/** null where the request cannot even be sent by Node's own client. */
export function ask(url: string, agent: Agent, { method, path, headers, body }: HostileRequest, cookie: string | null): Promise<Answered | null> {
  return new Promise((done, failed) => {
    if (!SENDABLE.test(path)) return done(null)
    const { port } = new URL(url)
    try {
      const sent = send({ agent, host: '127.0.0.1', port, method, path, timeout: PATIENCE, headers: { ...(cookie !== null && { cookie }), ...(body && { 'content-length': body.byteLength }), ...headers } }, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => done({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() }))
        response.on('error', failed)
      })
      sent.on('timeout', () => sent.destroy(new Error('no answer within a minute')))
      // Who is refused before their body is read may find the connection closed: that is an answer, too.
      sent.on('error', (error: NodeJS.ErrnoException) => (['ECONNRESET', 'EPIPE'].includes(error.code ?? '') ? done({ status: 0, body: '' }) : failed(error)))
      sent.end(body ?? undefined)
    } catch (error) {
      if (/ERR_(INVALID|UNESCAPED)|Invalid/.test(String((error as { code?: string }).code))) done(null)
      else failed(error as Error)
    }
  })
}

export interface Report {
  readonly sent: number
  readonly unsendable: number
  readonly statuses: Readonly<Record<string, number>>
  /** How many answers of GraphQL had data. */
  readonly answered: number
  readonly slowest: { readonly ms: number; readonly request: string }
  readonly failures: readonly string[]
  /** After each tenth. */
  readonly heaps: readonly number[]
  /** Milliseconds, of each tenth. */
  readonly blockings: readonly number[]
}

const describe = ({ kind, method, path, headers, body }: HostileRequest): string =>
  `${kind} ${method} ${path.slice(0, 500)} ${JSON.stringify(headers).slice(0, 300)} ${body ? Buffer.from(body).toString().slice(0, 1_500) : ''}`

export interface RunOptions {
  readonly requests: fc.Arbitrary<HostileRequest>
  readonly count: number
  readonly seed: number
  /** Cookies to come with, in turn; null: nobody's. */
  readonly cookies: readonly (string | null)[]
}

const AT_ONCE = 6

/** Sends what is generated, a few at once, and gathers what must not be. */
export async function run(server: Running, { requests, count, seed, cookies }: RunOptions): Promise<Report> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const statuses: Record<string, number> = {}
  const failures: string[] = []
  const heaps: number[] = []
  const blockings: number[] = []
  let [unsendable, answered, sent] = [0, 0, 0]
  let slowest = { ms: 0, request: '' }
  const one = async (request: HostileRequest, n: number): Promise<void> => {
    // A session is not to be ended by the way.
    const cookie = request.path.startsWith('/session') ? null : cookies[n % cookies.length]!
    const began = performance.now()
    const answer = await ask(server.url, agent, request, cookie).catch((error: unknown) => ({ status: -1, body: String(error) }))
    const ms = performance.now() - began
    if (!answer) return void unsendable++
    sent++
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
    if (answer.body.startsWith('{"data":{')) answered++
    if (ms > slowest.ms) slowest = { ms: Math.round(ms), request: describe(request) }
    if (answer.status >= 500 || answer.status === -1 || OURS.test(answer.body)) failures.push(`${answer.status} ${/.{0,100}(?:INTERNAL|Failed|Postgres|violates|syntax|\.ts:).{0,200}/.exec(answer.body)?.[0] ?? answer.body.slice(0, 200)} ← ${describe(request)}`)
  }
  const tenth = Math.ceil(count / 10)
  for (let part = 0; part < 10; part++) {
    const batch = fc.sample(requests, { numRuns: tenth, seed: seed + part })
    let next = 0
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      for (let n = next++; n < batch.length; n = next++) await one(batch[n]!, n)
    }))
    const { heap, blocked } = await server.measure()
    heaps.push(heap)
    blockings.push(blocked)
  }
  agent.destroy()
  return { sent, unsendable, statuses, answered, slowest, failures, heaps, blockings }
}
