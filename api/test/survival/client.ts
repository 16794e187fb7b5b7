import { setTimeout as sleep } from 'node:timers/promises'
import type { Ledger } from './ledger.ts'

export interface Tally {
  acknowledged: number
  /** Tries beyond the first. */
  retried: number
  /** Answers of 503, and connections that broke or were refused. */
  unavailable: number
  broken: number
  /** What no client should be told, whatever is killed. */
  readonly wrong: string[]
  /** Imports that were cut short, said so and were tried again. */
  importsAgain: number
}

export interface Client {
  readonly tally: Tally
  readonly ledger: Ledger
  /** A session of a demonstration account, kept in the ledger. */
  enter(userName: string): Promise<Session>
  /** Resolves with the moment of the first answer to something that was asked after now. */
  nextAnswer(): Promise<number>
}

export interface Session {
  /** Sends it until it is answered, with the same key each time. Answers the payload or the failure, with its `__typename`. */
  change<T>(name: string, input: { readonly idempotencyKey: string }, fields: string): Promise<T & Told>
  /** Asks until it is answered. */
  ask<T>(query: string, variables?: object): Promise<T>
  upload(fileName: string, text: string): Promise<string>
}
export interface Told { readonly __typename: string; readonly code?: string; readonly message?: string }

interface Answer { readonly data?: Record<string, unknown> | null; readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[] }

/** An answer of GraphQL; nothing where it is none. */
function answerIn(text: string): Answer {
  try {
    return JSON.parse(text) as Answer
  } catch {
    return {}
  }
}

const LONGEST_WAIT = 120_000
const PATIENCE = 20_000

export function clientOf(url: string, ledger: Ledger): Client {
  const tally: Tally = { acknowledged: 0, retried: 0, unavailable: 0, broken: 0, wrong: [], importsAgain: 0 }
  let waiting: { since: number; done: (at: number) => void }[] = []

  /** Until it is answered with anything but 503; null where `read` says that it was not. */
  async function until<T>(what: string, send: () => Promise<Response>, read: (response: Response) => Promise<T | null>): Promise<T> {
    for (const began = Date.now(); ; tally.retried++, await sleep(50 + Math.random() * 150)) {
      if (Date.now() - began > LONGEST_WAIT) throw new Error(`${what} was not answered within ${LONGEST_WAIT / 1000} s`)
      const asked = Date.now()
      try {
        const response = await send()
        if (response.status === 503) {
          tally.unavailable++
          await response.arrayBuffer()
          continue
        }
        const answer = await read(response)
        if (answer === null) continue
        const told = waiting.filter(({ since }) => asked >= since)
        waiting = waiting.filter(({ since }) => asked < since)
        for (const { done } of told) done(Date.now())
        return answer
      } catch (error) {
        // The connection broke; or nothing came at all, which is nobody's due.
        if (error instanceof DOMException) wrong(`${what}: no answer within ${PATIENCE / 1000} s`)
        else if (!(error instanceof TypeError)) throw error
        tally.broken++
      }
    }
  }
  function wrong(what: string): null {
    if (tally.wrong.length < 50) tally.wrong.push(what)
    return null
  }

  async function enter(userName: string): Promise<Session> {
    const cookie = await until(`signing in as ${userName}`,
      () => fetch(`${url}/session`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-anwang': '1' }, body: JSON.stringify({ demonstration: userName }), signal: AbortSignal.timeout(PATIENCE) }),
      async (response) => {
        const text = await response.text()
        return response.ok ? (response.headers.get('set-cookie') ?? '').split(';')[0]! : wrong(`POST /session ${response.status} ${text.slice(0, 200)}`)
      })
    ledger.keep({ kind: 'SESSION', userName, cookie })
    tally.acknowledged++

    const ask = <T>(query: string, variables: object = {}): Promise<T> => until(query.slice(0, 60),
      () => fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify({ query, variables }), signal: AbortSignal.timeout(PATIENCE) }),
      async (response) => {
        const text = await response.text()
        const { data, errors } = answerIn(text)
        if (errors || !data) return wrong(`${userName}: ${query.slice(0, 60)} ${response.status} ${text.slice(0, 300)}`)
        return data as T
      })
    return {
      ask,
      async change<T>(name: string, input: object, fields: string) {
        const Name = name[0]!.toUpperCase() + name.slice(1)
        const data = await ask<Record<string, T & Told>>(`mutation($input: ${Name}Input!) { ${name}(input: $input) { __typename ... on ${Name}Payload { ${fields} } ... on UserError { code message } } }`, { input })
        return data[name]!
      },
      upload: (fileName, text) => until(`uploading ${fileName}`,
        () => fetch(`${url}/imports?fileName=${encodeURIComponent(fileName)}`, { method: 'POST', headers: { 'x-anwang': '1', 'content-type': 'application/octet-stream', cookie }, body: text, signal: AbortSignal.timeout(PATIENCE) }),
        async (response) => {
          const said = await response.text()
          return response.ok ? (JSON.parse(said) as { id: string }).id : wrong(`POST /imports ${response.status} ${said.slice(0, 300)}`)
        }),
    }
  }
  return {
    tally, ledger, enter,
    nextAnswer: () => new Promise((done) => { waiting.push({ since: Date.now(), done }) }),
  }
}
