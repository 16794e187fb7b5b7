import { Agent, request } from 'node:http'

export interface Request {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Answered {
  readonly status: number
  readonly body: string
}

const agentOf = (connections: number) => new Agent({ keepAlive: true, maxSockets: connections })

function once(agent: Agent, { url, headers, body }: Request, read: boolean): Promise<Answered> {
  return new Promise((done, failed) => {
    const sent = request(url, { agent, method: 'POST', headers: { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => void (read && chunks.push(chunk)))
      response.on('end', () => done({ status: response.statusCode!, body: read ? Buffer.concat(chunks).toString() : '' }))
      response.on('error', failed)
    })
    sent.on('error', failed)
    sent.end(body)
  })
}

/** One answer, whole. */
export async function ask(request: Request): Promise<Answered> {
  const agent = agentOf(1)
  try {
    return await once(agent, request, true)
  } finally {
    agent.destroy()
  }
}

export interface Load {
  readonly requests: number
  readonly seconds: number
  /** Milliseconds of every request, ascending. */
  readonly times: Float64Array
}

/** Asks over and over on so many connections, each waiting for its answer. @throws where one is not answered with 200 */
export async function loadFor(request: Request, connections: number, seconds: number): Promise<Load> {
  const agent = agentOf(connections)
  const times: number[] = []
  const began = performance.now()
  const end = began + seconds * 1000
  const one = async () => {
    for (let from = performance.now(); from < end; from = performance.now()) {
      const { status } = await once(agent, request, false)
      if (status !== 200) throw new Error(`${request.url} answered ${status}`)
      times.push(performance.now() - from)
    }
  }
  try {
    await Promise.all(Array.from({ length: connections }, one))
  } finally {
    agent.destroy()
  }
  return { requests: times.length, seconds: (performance.now() - began) / 1000, times: Float64Array.from(times).sort() }
}

/** The value below which so large a share lies. */
export const quantile = (sorted: Float64Array, share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
