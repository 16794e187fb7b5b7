import { once } from 'node:events'
import type { Connection } from '@anwang/db/client'
import { connect } from '@anwang/db/client'

/** Bytes that are handed to a connection at a time. */
const CHUNK = 256 * 1024
/** Bytes that may wait for one table, so that the others go on. */
const WAITING = 16 * 1024 * 1024

type Writable = Awaited<ReturnType<ReturnType<Connection['client']>['writable']>>

/** A table that takes lines; text beyond a chunk waits for the connection. */
export interface Sink {
  readonly full: boolean
  put(line: string): void
  /** Hands on what waits. */
  drain(): Promise<void>
}

/** Lines of one byte per character. */
function sinkOf(stream: Writable): Sink & { end(): Promise<void> } {
  let text = ''
  let failed: Error | null = null
  stream.on('error', (error: Error) => (failed = error))
  const drain = async () => {
    if (failed) throw failed
    if (text === '') return
    const chunk = Buffer.from(text, 'latin1')
    text = ''
    if (!stream.write(chunk) && stream.writableLength > WAITING) await once(stream, 'drain')
  }
  return {
    get full() {
      return text.length >= CHUNK
    },
    put(line) {
      text += line
    },
    drain,
    async end() {
      await drain()
      stream.end()
      await once(stream, 'finish')
    },
  }
}

export interface TableLoad {
  readonly sink: Sink
  /** Ends the lines, makes the indexes again and commits. */
  finish(): Promise<void>
}

/**
 * Empties a table and fills it by COPY in one transaction: nothing of it goes through the log (wal_level minimal), and rows
 * are frozen as they come. As a superuser: COPY into a table whose row security is forced is refused to everybody else, and
 * triggers and foreign keys do not run. Plain indexes are made anew afterwards; `indexed` is told of each.
 */
export async function loadTable(url: string, table: string, columns: readonly string[], indexed: (name: string) => void, empty = true): Promise<TableLoad> {
  const { client, close } = connect(url, { max: 1, connection: { session_replication_role: 'replica', maintenance_work_mem: '1GB', synchronous_commit: 'off' } })
  await client`begin`
  const indexes = empty ? await client<{ name: string; definition: string }[]>`
    select c.relname as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = ${table}::regclass and not exists (select from pg_constraint k where k.conindid = i.indexrelid) order by 1` : []
  if (empty) await client.unsafe(`truncate ${table}`)
  for (const { name } of indexes) await client.unsafe(`drop index ${name}`)
  const stream = await client.unsafe(`copy ${table} (${columns.map((name) => `"${name}"`).join(', ')}) from stdin${empty ? ' with (freeze)' : ''}`).writable()
  const sink = sinkOf(stream)
  return {
    sink,
    async finish() {
      await sink.end()
      for (const { name, definition } of indexes) {
        await client.unsafe(definition)
        indexed(name)
      }
      await client`commit`
      await client.unsafe(`analyze ${table}`)
      await close()
    },
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
