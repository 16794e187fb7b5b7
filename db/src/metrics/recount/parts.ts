import { sql } from 'drizzle-orm'
import type { Queryable } from '../../client.ts'
import { saying } from './progress.ts'

/** Some streams, each whole: those whose ids lie between two, both included. */
export interface Part {
  readonly from: string
  readonly to: string
}

/** Events at a time: what one part needs stays in memory, whatever the country holds. */
export const PART = 250_000

const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** All streams in parts of about `size` events, by the index of their ids. One part at least. */
export async function partsOf(tx: Queryable, size = PART): Promise<readonly Part[]> {
  const until = `coalesce((select stream_id from event where stream_id >= f.stream_id order by stream_id offset ${size - 1} limit 1), '${LAST}')`
  const rows = await tx.execute<{ from: string; to: string }>(sql.raw(`
    with recursive part(from_id, to_id) as (
      select f.stream_id, ${until} from (select stream_id from event order by stream_id limit 1) f
      union all
      select f.stream_id, ${until} from part p cross join lateral (select stream_id from event where stream_id > p.to_id order by stream_id limit 1) f
    ) select from_id as "from", to_id as "to" from part`))
  return rows.length > 0 ? [...rows] : [{ from: LAST, to: LAST }]
}

/** Rows of `part(from_id, to_id, said)`; each says so when it begins. */
export const partsText = (parts: readonly Part[]): string => `
(select from_id, to_id, ${saying('events', 'n', String(parts.length))} as said
  from (values ${parts.map(({ from, to }, n) => `(${n + 1}, '${from}'::uuid, '${to}'::uuid)`).join(', ')}) v(n, from_id, to_id)) part`

/** Of the event's stream, within the part. */
export const WITHIN = 'stream_id between part.from_id and part.to_id'
