import { isDeepStrictEqual } from 'node:util'
import { foldHazard, foldInspection, foldSubject, type Hazard } from '@anwang/domain'
import { sql, type SQL } from 'drizzle-orm'
import type { Queryable } from '../client.ts'
import type { StreamName } from '../ledger.ts'
import { hazardRow, inspectionRow, roundRows, subjectRow, type Paths } from './rows.ts'

type StoredEvent = { streamId: string; type: string; occurredAt: string; source: string; actorId: string; importedOn: string | null; reason: string | null; payload: never }

const makers = {
  hazard: { fold: foldHazard, row: hazardRow },
  inspection: { fold: foldInspection, row: inspectionRow },
  subject: { fold: foldSubject, row: subjectRow },
} as const

/** Streams that are read, folded and compared at a time. */
const BATCH = 2000

const asEvent = ({ type, occurredAt, source, actorId, importedOn, reason, payload }: StoredEvent) =>
  ({ type, occurredAt: new Date(occurredAt), source, actorId, ...(importedOn && { importedOn }), ...(reason && { reason }), payload }) as never

const ids = (list: readonly string[]): SQL => sql`(select value::uuid from json_array_elements_text(${JSON.stringify(list)}::json))`

/**
 * Folds every stream anew from its events and writes the rows that differ. As the owner or the worker, in the caller's
 * transaction; answers how many streams were read and how many rows were wrong.
 */
export async function refold(tx: Queryable, progress: (streams: number) => void = () => undefined): Promise<{ streams: number; wrong: number }> {
  const paths = new Map((await tx.execute<{ id: string; path: string }>(sql`select id, path from region`)).map(({ id, path }) => [id, path]))
  const path: Paths = (id) => paths.get(id)!
  let streams = 0
  let wrong = 0
  for (const stream of ['subject', 'inspection', 'hazard'] as const) {
    for (let after = '00000000-0000-0000-0000-000000000000', more = true; more;) {
      const batch = await tx.execute<{ id: string; fold: unknown }>(sql`select id, fold from ${sql.identifier(stream)} where id > ${after} order by id limit ${BATCH}`)
      more = batch.length === BATCH
      after = batch.at(-1)?.id ?? after
      wrong += await refoldBatch(tx, stream, batch, path)
      progress((streams += batch.length))
    }
  }
  return { streams, wrong }
}

async function refoldBatch(tx: Queryable, stream: StreamName, batch: readonly { id: string; fold: unknown }[], path: Paths): Promise<number> {
  const events = new Map<string, StoredEvent[]>()
  for (const event of await tx.execute<StoredEvent>(sql`select stream_id as "streamId", type, occurred_at as "occurredAt", source, actor_id as "actorId",
    imported_on as "importedOn", reason, payload from event where stream_id in ${ids(batch.map(({ id }) => id))} order by stream_id, version`)) {
    const list = events.get(event.streamId)
    if (list) list.push(event)
    else events.set(event.streamId, [event])
  }
  const { fold, row } = makers[stream]
  const wrong = batch.flatMap(({ id, fold: kept }) => {
    const made = fold((events.get(id) ?? []).map(asEvent))
    return made === null || isDeepStrictEqual(JSON.parse(JSON.stringify(made)), kept) ? [] : [{ id, made }]
  })
  if (wrong.length === 0) return 0
  const rows = wrong.map(({ id, made }) => row(id, made as never, path))
  const set = sql.join(Object.keys(rows[0]!).filter((name) => name !== 'id').map((name) => sql`${sql.identifier(name)} = r.${sql.identifier(name)}`), sql`, `)
  await tx.execute(sql`update ${sql.identifier(stream)} t set ${set} from json_populate_recordset(null::${sql.identifier(stream)}, ${JSON.stringify(rows)}::json) r where t.id = r.id`)
  if (stream === 'hazard') {
    await tx.execute(sql`delete from round where hazard_id in ${ids(wrong.map(({ id }) => id))}`)
    const rounds = wrong.flatMap(({ id, made }) => roundRows(id, made as Hazard, path))
    const columns = sql.raw(Object.keys(rounds[0]!).join(', '))
    await tx.execute(sql`insert into round (${columns}) select ${columns} from json_populate_recordset(null::round, ${JSON.stringify(rounds)}::json)`)
  }
  return wrong.length
}
