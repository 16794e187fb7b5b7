import { connect } from '@anwang/db/client'
import { refold } from '@anwang/db/ledger/refold'
import { rebuild } from '@anwang/db/metrics/rebuild'
import { compareAll } from '@anwang/db/metrics/recount'
import { testDatabase } from '@anwang/testkit'
import { afterAll, expect, it } from 'vitest'
import { generate } from './generate.ts'

const db = await testDatabase()
const again = await testDatabase()
const today = '2026-10-12'
const SIZES = { hazards: 3000, subjects: 200, months: 7, today, seed: 'a test', whole: false, log: () => undefined }

const shape = async () => (await db.owner<{ text: string }[]>`
  select pg_get_indexdef(indexrelid) as text from pg_index where indrelid::regclass::text in ('region', 'region_label', 'subject', 'inspection', 'hazard', 'round', 'event', 'delta', 'delta_pending', 'rollup')
  union all select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint where contype = 'f' order by 1`).map(({ text }) => text)

const before = await shape()
const run = ({ urls }: typeof db) => generate({ ...SIZES, ownerUrl: urls.owner, appUrl: urls.app, workerUrl: urls.worker, superUrl: urls.super })
const made = await run(db)
const worker = connect(db.urls.worker, { max: 1 })
afterAll(() => worker.close())

it('makes as many as it was asked for, over the months asked for', async () => {
  const [counts] = await db.worker`select (select count(*)::int from hazard) as hazards, (select count(*)::int from subject) as subjects, (select count(*)::int from inspection) as inspections,
    (select count(*)::int from event) as events, (select count(*)::int from delta) + (select count(*)::int from delta_pending) as deltas, (select min(found_on)::text from hazard) as first, (select max(found_on)::text from hazard) as last,
    (select max(occurred_at) <= '2026-10-12T16:00:00Z' from event) as past, (select count(*)::int from hazard where level = 'MAJOR') > 0 as majors,
    (select count(*)::int from hazard where overdue_until is null and overdue_from <= ${today}) > 0 as overdue`
  expect(counts).toMatchObject({ hazards: 3000, subjects: 200, inspections: made.inspections, past: true, majors: true, overdue: true, last: today })
  expect(counts!['first'] < '2026-04-10').toBe(true)
  // A subject's registration and its suspension are events too, each with a delta of its own.
  expect(counts!['events'] - made.events).toBeGreaterThanOrEqual(200)
  expect(counts!['deltas'] - made.deltas).toBeGreaterThanOrEqual(200)
})

it('writes figures that a recount of the events finds again, and deltas that make the same rollups', async () => {
  const kept = await compareAll(worker.db, today)
  expect(kept).toMatchObject({ differing: 0, differences: [] })
  expect(kept.cells).toBeGreaterThan(5000)
  expect(await worker.db.transaction((tx) => rebuild(tx))).toBe(0)
  expect(await compareAll(worker.db, today)).toMatchObject({ cells: kept.cells, differing: 0 })
})

it('writes rows that are the folds of their events', async () => {
  expect(await worker.db.transaction((tx) => refold(tx))).toEqual({ streams: 3000 + 200 + made.inspections, wrong: 0 })
  const [round] = await db.worker`select count(*)::int as wrong from round r full join (
      select id, ord::int as n, (x->>'dueOn')::date as due_on, (x->>'acceptedOn')::date as accepted_on from hazard, jsonb_array_elements(fold->'rounds') with ordinality e(x, ord)) f
    on f.id = r.hazard_id and f.n = r.n where r.due_on is distinct from f.due_on or r.accepted_on is distinct from f.accepted_on`
  expect(round).toEqual({ wrong: 0 })
})

it('leaves indexes and foreign keys as they were', async () => expect(await shape()).toEqual(before))

it('makes the same of the same seed', async () => {
  await run(again)
  const digest = ({ worker: sql }: typeof db) => sql`select (select md5(string_agg(h::text, '' order by id)) from hazard h) as hazards,
    (select md5(string_agg(concat_ws(' ', stream_id, version, type, payload, actor_id), '' order by stream_id, version)) from event) as events, (select md5(string_agg(d::text, '' order by id)) from delta d) as deltas`
  expect(await digest(again)).toEqual(await digest(db))
})
