import { sql } from 'drizzle-orm'
import type { Queryable } from '../../client.ts'
import { saying } from './progress.ts'

/** Some streams, each whole: those whose ids lie after `from`, up to `to`. Parts follow each other without a gap. */
export interface Part {
  readonly from: string
  readonly to: string
}

/** Events at a time: what one part needs stays in memory. */
export const PART = 250_000

const FIRST = '00000000-0000-0000-0000-000000000000'
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** All streams in parts of about `size` events, by the index of their ids. One part at least. */
export async function partsOf(tx: Queryable, size = PART): Promise<readonly Part[]> {
  const until = `coalesce((select stream_id from event where stream_id >= f.stream_id order by stream_id offset ${size - 1} limit 1), '${LAST}')`
  const rows = await tx.execute<{ to: string }>(sql.raw(`
    with recursive part(from_id, to_id) as (
      select f.stream_id, ${until} from (select stream_id from event order by stream_id limit 1) f
      union all
      select f.stream_id, ${until} from part p cross join lateral (select stream_id from event where stream_id > p.to_id order by stream_id limit 1) f
    ) select to_id as "to" from part order by 1`))
  const ends = rows.length > 0 ? rows.map(({ to }) => to) : [LAST]
  return ends.map((to, i) => ({ from: ends[i - 1] ?? FIRST, to: i === ends.length - 1 ? LAST : to }))
}

/** Rows of `part(from_id, to_id, said)`; each says so when it begins. */
export const partsText = (parts: readonly Part[]): string => `
(select from_id, to_id, ${saying('events', 'n', String(parts.length))} as said
  from (values ${parts.map(({ from, to }, n) => `(${n + 1}, '${from}'::uuid, '${to}'::uuid)`).join(', ')}) v(n, from_id, to_id)) part`

/** Of the event's stream, within the part. */
export const WITHIN = 'stream_id > part.from_id and stream_id <= part.to_id'
