import type { HazardEvent } from '@anwang/domain'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import { expect, it } from 'vitest'
import { inScope, oneOfIds, type Db } from './client.ts'
import { namedId, newId } from './ids.ts'
import { append, VersionConflict } from './ledger.ts'
import { refold } from './ledger/refold.ts'
import { foldAll } from './metrics/fold.ts'
import * as schema from './schema/index.ts'

const test = await testDatabase()
const db = (client: (typeof test)['app']): Db => drizzle(client, { casing: 'snake_case' })
const clock = fixedClock('2026-09-20')
const region = (path: string) => namedId(`region ${path}`)
const subjectId = newId()
const actorId = newId()

for (const [path, parent, level] of [['', null, 'COUNTRY'], ['41/', '', 'PROVINCE'], ['41/09/', '41/', 'CITY'], ['41/10/', '41/', 'CITY'], ['41/09/28/', '41/09/', 'COUNTY']] as const)
  await test.owner`insert into region ${test.owner({ id: region(path), parent_id: parent === null ? null : region(parent), level, kind: 'ADMINISTRATIVE', path, valid_from: '2000-01-01' })}`

const scope = (...paths: string[]) => ({ accountId: actorId, terms: [{ paths, sectors: null, subjectId: null }] })
const place = { subjectId, placeId: region('41/09/28/'), accountId: region('41/09/28/'), sectorId: null }
const at = (day: string) => new Date(`${day}T02:00:00Z`)
const registered: HazardEvent = {
  type: 'registered', occurredAt: at('2026-08-01'), source: 'WEB', actorId,
  payload: { ...place, number: 'H1', description: 'd', level: 'GENERAL', source: 'DEPARTMENT', foundOn: '2026-08-01', dueOn: '2026-08-16', inspectionId: null, shownOnly: false },
}

it('writes event, row and delta together, one winner for a version, and folds to every ancestor', async () => {
  const id = newId()
  const [folded] = await inScope(db(test.app), scope('41/09/'), async (tx) => {
    await append(tx, [{ stream: 'subject', id: subjectId, before: null, events: [{
      type: 'registered', occurredAt: at('2026-01-01'), source: 'WEB', actorId,
      payload: { kind: 'ENTERPRISE', name: '甲公司', creditCode: null, placeId: place.placeId, accountId: place.accountId, sectorId: null,
        riskGrade: null, status: 'OPERATING', key: false, supervisionModeSet: false, assigned: [], hazardSources: 0, hazardSourcesOnline: 0, standardized: false, shownOnly: false },
    }] }])
    return append(tx, [{ stream: 'hazard', id, before: null, events: [registered] }])
  })
  expect(folded?.fold.version).toBe(1)
  const order = (actor: string) => inScope(db(test.app), { ...scope('41/09/28/'), accountId: actor }, (tx) => append(tx, [{
    stream: 'hazard', id, before: folded!.fold as never,
    events: [{ type: 'ordered', occurredAt: at('2026-08-02'), source: 'WEB', actorId: actor, payload: { dueOn: '2026-08-20', document: 'RECTIFICATION_ORDER' } }],
  }]))
  const outcomes = await Promise.allSettled([order(newId()), order(newId())])
  expect(outcomes.map((o) => o.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(outcomes.find((o) => o.status === 'rejected')).toMatchObject({ reason: expect.any(VersionConflict) })

  expect(await foldAll(db(test.worker), clock.today())).toBeGreaterThan(0)
  const rows = await test.worker`select path, sum(due_general)::int as due, sum(hazards_found_general)::int as found from rollup where not own and sector_id = '00000000-0000-0000-0000-000000000000' group by path order by path`
  expect(rows.map((r) => [r['path'], r['due'], r['found']])).toEqual(['', '41/', '41/09/', '41/09/28/'].map((path) => [path, 1, 1]))
})

it('writes all of an append by one statement, and nothing of it where a region is not there', async () => {
  const id = newId()
  const ordered: HazardEvent = { type: 'ordered', occurredAt: at('2026-08-02'), source: 'WEB', actorId, payload: { dueOn: '2026-08-20', document: 'RECTIFICATION_ORDER' } }
  const gone = new Error('taken back')
  const { result, statements } = await test.during(() => inScope(db(test.app), scope('41/'), async (tx) => {
    const [first] = await append(tx, [{ stream: 'hazard', id, before: null, events: [registered] }])
    await append(tx, [{ stream: 'hazard', id, before: first!.fold as never, events: [ordered] }, { stream: 'hazard', id: newId(), before: null, events: [registered, ordered] }])
    throw gone
  }).catch((error: unknown) => error))
  expect(result).toBe(gone)
  expect(statements).toHaveLength(2)
  const nowhere = { ...registered, payload: { ...registered.payload, placeId: newId() } } as HazardEvent
  await expect(append(db(test.owner), [{ stream: 'hazard', id, before: null, events: [nowhere] }])).rejects.toMatchObject({ code: '23502', column_name: 'path' })
  expect(await test.owner`select 1 from event where stream_id = ${id}`).toHaveLength(0)
})

it('sees nothing without a scope or outside of it, and no event can be changed by anybody', async () => {
  const count = (...paths: string[]) => inScope(db(test.app), scope(...paths), async (tx) => (await tx.select().from(schema.hazard)).length)
  expect(await count('41/')).toBe(1)
  expect(await count('41/10/')).toBe(0)
  expect(await count()).toBe(0)
  expect(await test.app`select * from hazard`).toHaveLength(0)
  expect(await test.app`select * from region`).toHaveLength(0)
  await expect(test.owner`update event set reason = 'x'`).rejects.toThrow('append-only')
  await expect(test.owner`truncate event`).rejects.toThrow('append-only')
})

it('makes a row anew from its events, and finds only what differs', async () => {
  const worker = db(test.worker)
  expect(await worker.transaction((tx) => refold(tx))).toEqual({ streams: 2, wrong: 0 })
  const [before] = await test.owner`select to_jsonb(h) as row from hazard h`
  await test.owner`update hazard set state = 'CLOSED', due_on = '2020-01-01', fold = fold || '{"state": "CLOSED"}'`
  await test.owner`update round set scored_due_on = '2020-01-01'`
  expect(await worker.transaction((tx) => refold(tx))).toEqual({ streams: 2, wrong: 1 })
  const [after] = await test.owner`select to_jsonb(h) as row from hazard h`
  expect(after).toEqual(before)
  expect((await test.owner`select scored_due_on::text as due from round`)[0]!['due']).toBe('2026-08-20')
})

it('takes no figure beside the writer\'s scope, and none under another region\'s path', async () => {
  const put = (own: string, id: string, path: string) => inScope(db(test.app), scope(...(own === 'nothing' ? [] : [own])), (tx) => tx.insert(schema.deltaPending).values({
    id: newId(), regionId: region(id), path, countsOn: '2026-09-01', effectiveOn: '2026-09-01', inspections: 1 } as never))
  await expect(put('41/09/28/', '41/10/', '41/10/')).rejects.toMatchObject({ cause: { code: '42501' } })
  await expect(put('41/09/28/', '41/10/', '41/09/28/')).rejects.toMatchObject({ cause: { code: '42501' } })
  await expect(put('nothing', '41/09/28/', '41/09/28/')).rejects.toMatchObject({ cause: { code: '42501' } })
  // What the city manages itself is recorded by the county too.
  await put('41/09/28/', '41/09/', '41/09/')
  await test.owner`delete from delta_pending`
})

it('counts a record at an ancestor of its place, or refuses it', async () => {
  await expect(test.owner`update hazard set account_path = '41/10/' where path like '41/09/%'`).rejects.toMatchObject({ constraint_name: 'hazard_accountable' })
})

it('shows contacts to a department only of the firms of its sectors', async () => {
  const sector = newId()
  await test.owner`insert into sector (id, name, name_en, position) values (${sector}, '消防', 'Fire', 1)`
  await test.owner`insert into contact (id, owner_kind, owner_id, path, role, name, phone) values (${newId()}, 'subject', ${subjectId}, '41/09/28/', '主要负责人', '甲', '10000000001')`
  const seen = (sectors: string[] | null) => inScope(db(test.app), { accountId: actorId, terms: [{ paths: ['41/09/'], sectors, subjectId: null }] }, async (tx) => (await tx.select().from(schema.contact)).length)
  expect([await seen(null), await seen([sector])]).toEqual([1, 0])
  await test.owner`update subject set sector_id = ${sector} where id = ${subjectId}`
  expect(await seen([sector])).toBe(1)
})

it('leaves telephone and identity numbers out of event, row and fold, whoever typed them where', async () => {
  const id = newId()
  const text = '找王某13912345678，身份证410928197501011234'
  const submitted: HazardEvent = { type: 'submitted', occurredAt: at('2026-08-02'), source: 'WEB', actorId, reason: text, payload: { onTheSpot: true, measures: text } }
  await append(db(test.owner), [{ stream: 'hazard', id, before: null, events: [{ ...registered, payload: { ...registered.payload, number: 'H2', description: text } } as HazardEvent, submitted] }])
  const kept = JSON.stringify([await test.owner`select payload, reason from event where stream_id = ${id}`, await test.owner`select description, fold from hazard where id = ${id}`])
  expect(kept).not.toMatch(/13912345678|410928197501011234/)
  expect(kept.match(/找王某（号码略），身份证（号码略）/g)!.length).toBeGreaterThanOrEqual(5)
})

it('finds records of a list of ids by their index under row security, not by reading the table', async () => {
  const plan = await inScope(db(test.app), scope('41/'), async (tx) => {
    await tx.execute(sql`set local enable_seqscan = off`)
    return tx.execute<{ 'QUERY PLAN': string }>(sql`explain select id, path from region where id in ${oneOfIds([place.placeId, place.accountId])}`)
  })
  expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/Index Cond: \(id = /)
})

it('writes the same rows one at a time as many at a time', async () => {
  const ids = [newId(), newId(), newId()] as const
  const both: HazardEvent[] = [registered, { ...registered, occurredAt: at('2026-08-02'), type: 'submitted', payload: { onTheSpot: false, measures: 'm' } }]
  const events = (id: string, list: HazardEvent[]) => ({ stream: 'hazard' as const, id, before: null, events: list })
  await append(db(test.owner), [events(ids[0], both)])
  await append(db(test.owner), [events(ids[1], both), events(ids[2], both)])
  const rows = (table: string, key: string) => ids.map(async (id) => (await test.owner<{ rows: unknown }[]>`
    select json_agg(to_jsonb(t) - ${key}::text - 'seq' - 'recorded_at' order by to_jsonb(t) ->> 'version') as rows from ${test.owner(table)} t where ${test.owner(key)} = ${id}`)[0]!.rows)
  for (const [table, key] of [['hazard', 'id'], ['round', 'hazard_id'], ['event', 'stream_id']] as const) {
    const [one, other, third] = await Promise.all(rows(table, key))
    expect(one).not.toBeNull()
    expect(other).toEqual(one)
    expect(third).toEqual(one)
  }
})

it('writes a single event onto a record as it writes those of several records', async () => {
  const ids = [newId(), newId(), newId()] as const
  const submitted: HazardEvent = { ...registered, occurredAt: at('2026-08-02'), type: 'submitted', payload: { onTheSpot: false, measures: 'm' } }
  const first = (id: string) => ({ stream: 'hazard' as const, id, before: null, events: [registered] })
  const then = (id: string, before: unknown) => ({ stream: 'hazard' as const, id, before: before as never, events: [submitted] })
  const [alone] = await append(db(test.owner), [first(ids[0])])
  await append(db(test.owner), [then(ids[0], alone!.fold)])
  const together = await append(db(test.owner), [first(ids[1]), first(ids[2])])
  await append(db(test.owner), [then(ids[1], together[0]!.fold), then(ids[2], together[1]!.fold)])
  for (const [table, key] of [['hazard', 'id'], ['round', 'hazard_id'], ['event', 'stream_id']] as const) {
    const [one, other, third] = await Promise.all(ids.map(async (id) => (await test.owner<{ rows: unknown }[]>`
      select json_agg(to_jsonb(t) - ${key}::text - 'seq' - 'recorded_at' order by to_jsonb(t) ->> 'version') as rows from ${test.owner(table)} t where ${test.owner(key)} = ${id}`)[0]!.rows))
    expect(one).not.toBeNull()
    expect([other, third]).toEqual([one, one])
  }
})

it('takes a delta at a region by its own path, within the scope or above it, and none beside it or without a scope', async () => {
  const insert = sql`insert into delta_pending (id, region_id, path, counts_on, effective_on, inspections)`
  const takes = (of: ReturnType<typeof scope> | null, id: string, path: string) => {
    const values = sql`values (${newId()}, ${id}, ${path}, '2026-09-20', '2026-09-20', 1)`
    const done = of === null ? db(test.app).execute(sql`${insert} ${values}`) : inScope(db(test.app), of, (tx) => tx.execute(sql`${insert} ${values}`))
    return done.then(() => true, (error: { cause?: { code?: string } }) => (error.cause?.code === '42501' ? false : Promise.reject(error)))
  }
  const city = scope('41/09/')
  for (const path of ['41/09/28/', '41/09/', '41/', '']) expect([path, await takes(city, region(path), path)]).toEqual([path, true])
  expect(await takes(city, region('41/10/'), '41/10/')).toBe(false)
  expect(await takes(city, region('41/10/'), '41/09/')).toBe(false)
  expect(await takes(city, newId(), '41/09/')).toBe(false)
  expect(await takes(scope(), region('41/09/'), '41/09/')).toBe(false)
  expect(await takes(null, region('41/09/'), '41/09/')).toBe(false)
})
