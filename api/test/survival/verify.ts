import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { serversIn } from '@anwang/db/embedded/orphans'
import { refold } from '@anwang/db/ledger/refold'
import type { Db } from '@anwang/db'
import { sql } from 'drizzle-orm'
import type { Entry } from './ledger.ts'

export interface Verdict {
  /** Acknowledged, and not there as acknowledged. */
  readonly lost: readonly string[]
  /** There more than once. */
  readonly doubled: readonly string[]
  /** There, and nobody was told so; or refused and there all the same. */
  readonly unasked: readonly string[]
  /** Half done: an import without all of its rows, a row that is not its events. */
  readonly half: readonly string[]
  readonly events: number
}

interface EventRow extends Record<string, unknown> {
  readonly streamId: string
  readonly version: number
  readonly importId: string | null
  readonly text: string
}

const TAG = /标记[^。]+。/g

/** The last event before a run. */
export const lastEvent = async (db: Db): Promise<number> => Number((await db.execute<{ seq: string | null }>(sql`select max(seq) as seq from event`))[0]?.seq ?? 0)

/** Compares what clients were told with what is there. `since`: the last event before them; `run`: how their keys begin. */
export async function verify(db: Db, entries: readonly Entry[], since: number, run: string): Promise<Verdict> {
  const lost: string[] = []
  const doubled: string[] = []
  const unasked: string[] = []
  const half: string[] = []
  const events = await db.execute<EventRow>(sql`select stream_id as "streamId", version, import_id as "importId", payload::text || coalesce(reason, '') as text from event where seq > ${since} order by seq`)
  const versions = Map.groupBy(events, ({ streamId }) => streamId)
  const changes = entries.filter((entry) => entry.kind === 'CHANGE')
  const imports = entries.filter((entry) => entry.kind === 'IMPORT')

  // The versions that were named last are where each stream ends: a lost one would lack, one more would be nobody's.
  const told = new Map<string, number>()
  for (const { id, version } of changes.flatMap(({ streams }) => streams)) told.set(id, Math.max(version, told.get(id) ?? 0))
  for (const [id, version] of told) {
    const there = versions.get(id)?.map((event) => event.version) ?? []
    if (there.length < version) lost.push(`stream ${id}: version ${version} was acknowledged, it has ${there.length}`)
    if (there.length > version) unasked.push(`stream ${id}: ${there.length} versions, ${version} acknowledged`)
  }
  for (const [id, of] of versions) if (!told.has(id) && of[0]!.importId === null) unasked.push(`stream ${id} (${of[0]!.text.slice(0, 80)})`)

  // What was written by a change carries its mark, once.
  const marks = new Map<string, Set<string>>()
  for (const { streamId, version, text } of events) for (const mark of text.match(TAG) ?? []) marks.set(mark, (marks.get(mark) ?? new Set()).add(`${streamId} ${version}`))
  for (const { operation, key, tag } of changes) {
    const times = tag === null ? 1 : (marks.get(tag)?.size ?? 0)
    if (times < 1) lost.push(`${operation} ${key}: no event carries it`)
    // An inspection's course stands in its own event alone.
    if (times > 1) doubled.push(`${operation} ${key}: ${times} events carry it`)
  }
  const commands = (await db.execute<{ key: string }>(sql`select split_part(key, ' ', 2) as key from command where split_part(key, ' ', 2) like ${`${run}-%`}`)).map(({ key }) => key)
  const kept = new Set(commands)
  if (kept.size < commands.length) doubled.push(`${commands.length - kept.size} commands were kept twice`)
  for (const entry of entries) {
    if (entry.kind === 'SESSION') continue
    if (entry.kind === 'REFUSED') {
      if (kept.has(entry.key) || marks.has(entry.tag)) unasked.push(`${entry.operation} ${entry.key} was refused and is there`)
    } else if (!kept.has(entry.key)) lost.push(`${entry.kind} ${entry.key}: no command`)
  }

  const rows = await db.execute<{ id: string; state: string; rows: number; streams: number }>(sql`select b.id, b.state, (select count(*)::int from import_row r where r.batch_id = b.id) as rows,
    (select count(distinct stream_id)::int from event e where e.import_id = b.id and e.stream = 'hazard') as streams from import_batch b`)
  const batches = new Map(rows.map((row) => [row.id, row]))
  for (const { id, key, rows: wanted } of imports) {
    const batch = batches.get(id)
    if (batch?.state !== 'IMPORTED') lost.push(`import ${key}: ${batch?.state ?? 'not there'}`)
    else if (batch.streams > wanted) doubled.push(`import ${key}: ${batch.streams} hazards of ${wanted} rows`)
    else if (batch.streams < wanted) half.push(`import ${key}: ${batch.streams} hazards of ${wanted} rows`)
  }
  // Those that nobody was told of landed whole or not at all, as they say themselves.
  const whose = new Set(imports.map(({ id }) => id))
  for (const batch of rows) if (!whose.has(batch.id) && batch.streams !== (batch.state === 'IMPORTED' ? batch.rows : 0)) half.push(`import ${batch.id} (${batch.state}): ${batch.streams} hazards of ${batch.rows} rows`)

  const administered = Map.groupBy(entries.filter((entry) => entry.kind === 'ADMINISTRATION'), ({ accountId }) => accountId)
  const accounts = await db.execute<{ id: string; posts: number; lines: number }>(sql`select a.id, (select count(*)::int from account_grant g where g.account_id = a.id) as posts,
    (select count(*)::int from audit l where l.kind = 'ADMINISTRATION' and l.action in ('inviteAccount', 'grant.given') and l.target_id = a.id::text) as lines from account a where a.user_name like ${`${run}-%`}`)
  const there = new Map(accounts.map((row) => [row.id, row]))
  for (const [id, done] of administered) {
    const posts = done.filter(({ operation }) => operation === 'givePost').length
    const account = there.get(id)
    const name = `account ${done[0]!.userName}`
    if (!account || account.posts < posts || account.lines < done.length) lost.push(`${name}: ${JSON.stringify(account ?? null)}, acknowledged ${posts} posts in ${done.length} steps`)
    else if (account.posts > posts || account.lines > done.length) doubled.push(`${name}: ${account.posts} posts of ${posts}, ${account.lines} lines of ${done.length}`)
  }
  for (const { id } of accounts) if (!administered.has(id)) unasked.push(`account ${id}`)
  return { lost: lost, doubled: doubled, unasked: unasked, half: half, events: events.length }
}

/** Rows that are not the fold of their events; nothing is changed. */
export async function wrongFolds(db: Db): Promise<number> {
  const undo = new Error('only looked')
  let found = -1
  await db.transaction(async (tx) => {
    found = (await refold(tx)).wrong
    throw undo
  }).catch((error: unknown) => { if (error !== undo) throw error })
  return found
}

/** Sessions that the ledger has and the product no longer knows. */
export async function lostSessions(url: string, entries: readonly Entry[]): Promise<string[]> {
  const lost: string[] = []
  for (const entry of entries) {
    if (entry.kind !== 'SESSION') continue
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', cookie: entry.cookie }, body: JSON.stringify({ query: '{ viewer { name } }' }) })
    const { data } = (await response.json()) as { data?: { viewer: object | null } }
    if (!data?.viewer) lost.push(`a session of ${entry.userName}`)
  }
  return lost
}

/** Milliseconds until no delta that is in effect is left to fold; null where that does not come within a minute. */
export async function foldedWithin(db: Db, today: string): Promise<number | null> {
  for (const began = Date.now(); Date.now() - began < 60_000; await sleep(200)) {
    const [row] = await db.execute<{ n: number }>(sql`select count(*)::int as n from delta_pending where effective_on <= ${today}`)
    if (row!.n === 0) return Date.now() - began
  }
  return null
}

/** Transactions that nobody ends, and locks that nobody gives back. */
export const abandoned = async (db: Db): Promise<string[]> =>
  (await db.execute<{ what: string }>(sql`select state || ' since ' || xact_start::text || ': ' || left(query, 80) as what from pg_stat_activity where xact_start < now() - interval '30 seconds' and pid <> pg_backend_pid() and backend_type = 'client backend'
    union all select 'prepared ' || gid from pg_prepared_xacts`)).map(({ what }) => what)

const EXPECTED = new Set(['cluster', 'passwords.json', 'secret-key', 'postgres.log', 'postgres.log.1', 'audit-anchor.jsonl', 'demonstration-password'])

/** Files and processes of a product that was stopped, beyond what it keeps. */
export function leftovers(dataDir: string): string[] {
  const cluster = join(dataDir, 'cluster')
  const temporary = join(cluster, 'base', 'pgsql_tmp')
  return [
    ...readdirSync(dataDir).filter((name) => !EXPECTED.has(name)), ...(existsSync(join(cluster, 'postmaster.pid')) ? ['postmaster.pid'] : []),
    ...(existsSync(temporary) ? readdirSync(temporary).map((name) => `pgsql_tmp/${name}`) : []), ...serversIn(cluster).map((pid) => `process ${pid}`),
  ]
}
