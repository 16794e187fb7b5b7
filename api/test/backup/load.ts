import { randomUUID, randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type postgres from 'postgres'
import { COOKIE, sessionHash } from '../../src/auth/session.ts'

/** An operation that the server has acknowledged: which version of which hazard it made, and when the client knew. */
export interface Acknowledged {
  readonly id: string
  readonly version: number
  readonly at: number
}

export interface Load {
  readonly acknowledged: readonly Acknowledged[]
  /** Waits until so many operations are acknowledged. @throws where one was not. */
  reached(count: number): Promise<void>
  /** Lets what is under way be answered. @throws where an operation was not acknowledged. */
  stop(): Promise<void>
}

/** A session as the account of that name, as its cookie. */
export async function cookieOf(owner: postgres.Sql, userName: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await owner`insert into session (token_hash, account_id, expires_at, entered) select ${sessionHash(token)}, id, now() + interval '1 hour', 'COMMAND' from account where user_name = ${userName}`
  return `${COOKIE}=${token}`
}

const SENT = 'id version dueOn'
const REGISTER = `mutation($input: RegisterHazardInput!) { registerHazard(input: $input) { ... on RegisterHazardPayload { hazard { ${SENT} } } ... on UserError { message } } }`
const ORDER = `mutation($input: OrderRectificationInput!) { orderRectification(input: $input) { ... on OrderRectificationPayload { hazard { ${SENT} } } ... on UserError { message } } }`

interface Sent {
  id: string
  version: number
  dueOn: string
}

interface Answer {
  data?: Record<string, { hazard?: Sent; message?: string } | null> | null
  errors?: unknown
}

/** The row's key in a global id. */
const keyOf = (globalId: string): string => /[0-9a-f-]{36}$/.exec(Buffer.from(globalId, 'base64url').toString())?.[0] ?? /[0-9a-f-]{36}$/.exec(globalId)?.[0] ?? ''

/** So many clients register hazards and order their rectification, one after the other each, until stopped. */
export function startLoad(url: string, cookie: string, subjects: readonly string[], clients: number): Load {
  const acknowledged: Acknowledged[] = []
  let going = true
  async function send(name: string, query: string, input: object): Promise<Sent> {
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify({ query, variables: { input: { idempotencyKey: randomUUID(), ...input } } }) })
    const answer = (await response.json()) as Answer
    const hazard = answer.data?.[name]?.hazard
    if (!hazard) throw new Error(`${name} was not acknowledged: ${JSON.stringify(answer)}`)
    acknowledged.push({ id: keyOf(hazard.id), version: hazard.version, at: Date.now() })
    return hazard
  }
  const client = async (n: number): Promise<void> => {
    for (let i = 0; going; i++) {
      const hazard = await send('registerHazard', REGISTER, { subject: subjects[(n + i) % subjects.length], source: 'DEPARTMENT', description: `配电箱未接地 ${n}-${i}`, level: 'GENERAL' })
      if (going) await send('orderRectification', ORDER, { hazard: hazard.id, expectedVersion: hazard.version, dueOn: hazard.dueOn })
    }
  }
  const running = Promise.all(Array.from({ length: clients }, (_, n) => client(n)))
  running.catch(() => { going = false })
  return {
    acknowledged,
    async reached(count) {
      while (going && acknowledged.length < count) await sleep(20)
      if (!going) await running
    },
    async stop() {
      going = false
      await running
    },
  }
}

/** Of the operations acknowledged before an instant those that a database does not hold exactly once. */
export async function missing(sql: postgres.Sql, acknowledged: readonly Acknowledged[], before: number): Promise<Acknowledged[]> {
  const due = acknowledged.filter(({ at }) => at < before)
  const there = await sql<{ id: string; version: number; n: number }[]>`select stream_id as id, version, count(*)::int as n from event where stream = 'hazard' group by 1, 2`
  const times = new Map(there.map(({ id, version, n }) => [`${id} ${version}`, n]))
  return due.filter(({ id, version }) => times.get(`${id} ${version}`) !== 1)
}
