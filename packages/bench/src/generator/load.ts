import { once } from 'node:events'
import { connect as connectSocket, type Socket } from 'node:net'
import { connect, type Connection } from '@anwang/db/client'

/** A message of the copy protocol: small enough that its memory is used again and again. */
const MESSAGE = 64 * 1024
const HEADER = 5
/** Bytes that may wait for one table, so that the others go on. */
const WAITING = 8 * 1024 * 1024

/** A table that takes lines of one byte per character; what is written waits for the connection. */
export interface Sink {
  /** Whether so much waits that it should be waited for. */
  readonly full: boolean
  put(line: string): void
  /** Comes when little waits any more. @throws what the connection failed with */
  drain(): Promise<void>
}

type Copy = Awaited<ReturnType<ReturnType<Connection['client']>['writable']>>

/**
 * Writes CopyData messages to the connection's socket itself: the client's stream copies every chunk three times into new
 * memory, and clearing that away costs more than making the lines.
 */
function sinkOf(socket: Socket, copy: Copy): Sink & { end(): Promise<void> } {
  const free: Buffer[] = []
  let message: Buffer = Buffer.allocUnsafeSlow(MESSAGE)
  let at = HEADER
  let waiting = 0
  let failed: Error | null = null
  let wake: (() => void) | null = null
  copy.on('error', (error: Error) => {
    failed = error
    wake?.()
  })
  const send = () => {
    const sent = message
    const bytes = at
    sent[0] = 0x64
    sent.writeInt32BE(bytes - 1, 1)
    waiting += bytes
    socket.write(sent.subarray(0, bytes), () => {
      waiting -= bytes
      free.push(sent)
      if (waiting < WAITING / 2) wake?.()
    })
    message = free.pop() ?? Buffer.allocUnsafeSlow(MESSAGE)
    at = HEADER
  }
  const drain = async () => {
    while (waiting >= WAITING / 2 && !failed) {
      const { promise, resolve } = Promise.withResolvers<void>()
      wake = resolve
      await promise
    }
    if (failed) throw failed
  }
  return {
    get full() {
      return waiting > WAITING
    },
    put(line) {
      if (at + line.length > MESSAGE) send()
      if (line.length > MESSAGE - HEADER) throw new Error(`a line of ${line.length} bytes`)
      at += message.write(line, at, 'latin1')
    },
    drain,
    async end() {
      if (at > HEADER) send()
      await drain()
      copy.end()
      await once(copy, 'finish')
    },
  }
}

export interface TableLoad {
  readonly sink: Sink
  /** Ends the lines, makes the indexes again and commits. */
  finish(): Promise<void>
}

/** Of a superuser that fills tables: triggers and foreign keys do not run. */
export const LOADING = { session_replication_role: 'replica', maintenance_work_mem: '1GB', synchronous_commit: 'off' } as const

/**
 * Empties a table and fills it by COPY in one transaction: nothing of it goes through the log (wal_level minimal), and rows
 * are frozen as they come. As a superuser: COPY into a table whose row security is forced is refused to everybody else, and
 * triggers and foreign keys do not run. Plain indexes are made anew afterwards; `indexed` is told of each.
 */
export async function loadTable(url: string, table: string, columns: readonly string[], indexed: (name: string) => void, empty = true): Promise<TableLoad> {
  const { hostname, port } = new URL(url)
  const sockets: Socket[] = []
  const own = {
    async socket() {
      const socket = connectSocket(Number(port), hostname)
      sockets.push(socket)
      await once(socket, 'connect')
      return socket
    },
  }
  const { client, close } = connect(url, { max: 1, connection: LOADING, ...own })
  await client`begin`
  if (empty) await client.unsafe(`truncate ${table}`)
  const makeIndexes = empty ? await withoutIndexes(client, [table]) : null
  const stream = await client.unsafe(`copy ${table} (${columns.map((name) => `"${name}"`).join(', ')}) from stdin${empty ? ' with (freeze)' : ''}`).writable()
  const sink = sinkOf(sockets.at(-1)!, stream)
  return {
    sink,
    async finish() {
      await sink.end()
      await makeIndexes?.(indexed)
      await client`commit`
      await client.unsafe(`analyze ${table}`)
      await close()
    },
  }
}

/** Plain indexes of the tables, taken away; answers what makes them anew, telling of each. */
export async function withoutIndexes(client: Connection['client'], tables: readonly string[]): Promise<(indexed: (name: string) => void) => Promise<void>> {
  const indexes = await client<{ name: string; definition: string }[]>`
    select c.relname as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid::regclass::text in ${client([...tables])} and not exists (select from pg_constraint k where k.conindid = i.indexrelid) order by 1`
  for (const { name } of indexes) await client.unsafe(`drop index ${name}`)
  return async (indexed) => {
    for (const { name, definition } of indexes) {
      await client.unsafe(definition)
      indexed(name)
    }
  }
}

/** Foreign keys to the tables, taken away so that each can be emptied alone; answers what puts them back and so checks them. */
export async function withoutForeignKeys(client: Connection['client'], tables: readonly string[]): Promise<() => Promise<void>> {
  const keys = await client<{ on: string; name: string; definition: string }[]>`
    select conrelid::regclass::text as on, conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and confrelid::regclass::text in ${client([...tables])} order by 1, 2`
  for (const { on, name } of keys) await client.unsafe(`alter table ${on} drop constraint ${name}`)
  return async () => {
    for (const { on, name, definition } of keys) await client.unsafe(`alter table ${on} add constraint ${name} ${definition}`)
  }
}
