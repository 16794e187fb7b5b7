import { testDatabase } from '@anwang/testkit'
import { sql } from 'drizzle-orm'
import type postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, type Tx } from '../client.ts'
import { newId } from '../ids.ts'
import { entriesOf, logs, type Log } from './canonical.ts'
import { recordAudit } from './record.ts'
import { headOf, sealer, sealRow, type Head } from './seal.ts'
import { continues, verifyLog, type Verified } from './verify.ts'

const test = await testDatabase()
const worker = connect(test.urls.worker)
const app = connect(test.urls.app)
const root = connect(test.urls.super, { max: 2 })
const region = newId()
afterAll(async () => {
  await Promise.all([worker.close(), app.close(), root.close()])
})

const writeEvent = (as: postgres.Sql | postgres.TransactionSql, type: string) => as`insert into event ${as({
  stream: 'hazard', stream_id: newId(), version: 1, type, schema: 1, region_id: region, path: '41/', actor_id: region, source: 'WEB', occurred_at: new Date(), payload: as.json({ text: '灭火器过期', n: 1.5 }),
})}`
const writers: Record<Log, () => Promise<unknown>> = {
  event: () => writeEvent(test.worker, 'registered'),
  audit: () => recordAudit(app.db, [{ kind: 'EXPORT', action: 'hazards.xlsx', rows: 3, details: { title: '濮阳县隐患', b: 1, a: [2] } }]),
}

beforeAll(async () => {
  await test.owner`insert into region ${test.owner({ id: region, level: 'PROVINCE', kind: 'ADMINISTRATIVE', path: '41/', valid_from: '2000-01-01' })}`
  await test.owner`insert into office ${test.owner({ id: newId(), region_id: region, path: '41/', name: '省安委办', go_live_on: '2025-01-01' })}`
  await test.owner`insert into account ${test.owner({ id: newId(), user_name: 'zhang', title: '审计员', title_en: 'Auditor', password_hash: '', home_id: region })}`
})

describe('the second log', () => {
  it('takes who and where from the account, and keeps of an unknown name its beginning', async () => {
    await recordAudit(app.db, [
      { kind: 'SIGN_IN', action: 'session', userName: 'zhang' },
      { kind: 'SIGN_IN', action: 'session', userName: 'my-Passw0rd', refused: true, reason: 'UNKNOWN_USER', address: '10.0.0.1' },
    ])
    expect(await test.owner`select user_name, title, region_id, path, refused, abs(extract(epoch from now() - at)) < 60 as now from audit order by seq desc limit 2`).toEqual([
      { user_name: 'my…', title: null, region_id: region, path: '41/', refused: true, now: true },
      { user_name: 'zhang', title: '审计员', region_id: region, path: '41/', refused: false, now: true },
    ])
  })

  it.each([
    ['update', (as: postgres.Sql) => as`update audit set action = 'x'`], ['delete', (as: postgres.Sql) => as`delete from audit`], ['truncate', (as: postgres.Sql) => as`truncate audit`],
  ] as const)('lets nobody %s: the application and the worker may not, the owner is stopped', async (_, change) => {
    for (const as of [test.app, test.worker]) await expect(change(as)).rejects.toThrow(/permission denied/)
    await expect(change(test.owner)).rejects.toThrow(/append-only/)
  })

  it('lets nobody choose the number of an entry, or when it was: neither role may name them, the owner is stopped; sealing goes on', async () => {
    const far = '9223372036854775000'
    const entry = (as: postgres.Sql, column: string, value: string, overriding = '') => as.unsafe(`insert into audit (${column}, kind, refused, action, path, details) ${overriding} values (${value}, 'SIGN_IN', false, 'x', '', '{}')`)
    const event = (as: postgres.Sql, column: string, value: string, overriding = '') => as.begin(async (tx) => {
      await tx`select set_config('app.scope', '{(,)}', true)`
      return tx.unsafe(`insert into event (${column}, stream, stream_id, version, type, schema, region_id, path, actor_id, source, occurred_at, payload) ${overriding} values (${value}, 'hazard', gen_random_uuid(), 1, 'x', 1, '${region}', '41/', '${region}', 'WEB', now(), '{}')`)
    })
    for (const as of [test.app, test.worker]) {
      for (const to of [entry, event]) for (const seq of [far, '1', '-5']) await expect(to(as, 'seq', seq, 'overriding system value')).rejects.toThrow(/permission denied/)
      await expect(entry(as, 'at', 'now()')).rejects.toThrow(/permission denied/)
      await expect(event(as, 'recorded_at', 'now()')).rejects.toThrow(/permission denied/)
      for (const log of logs) await expect(as.unsafe(`select setval('${log}_seq_seq', ${far})`)).rejects.toThrow(/permission denied/)
    }
    // Another connection than one that drew numbers, too.
    for (const to of [entry, event]) for (const seq of [far, '1', '-5']) await expect(to(test.owner, 'seq', seq, 'overriding system value')).rejects.toThrow(/drawn, not given|not yet defined/)
    const seal = sealer(worker.db)
    await seal()
    for (const log of logs) {
      const before = (await headOf(worker.db, log))?.total ?? 0
      await writers[log]()
      await seal()
      expect(await headOf(worker.db, log)).toMatchObject({ total: before + 1 })
    }
  })

  it('numbers entries of one statement one by one, also out of another order', async () => {
    await test.owner.unsafe(`insert into audit (kind, refused, action, details) select 'EXPORT', false, 'many ' || n, '{}' from generate_series(1, 500) n order by n desc`)
    expect((await test.owner`select count(distinct seq)::int as n from audit where action like 'many %'`)[0]).toEqual({ n: 500 })
  })

  it('shows the application nothing until an auditor asks, and of the place asked for only', async () => {
    expect(await test.app`select 1 from audit`).toEqual([])
    const seen = (paths: string) => test.app.begin(async (as) => {
      await as`select set_config('app.audit', ${paths}, true)`
      return [(await as`select 1 from audit`).length > 0, (await as`select 1 from seal`).length > 0]
    })
    await sealer(worker.db)()
    expect([await seen('{}'), await seen(''), await seen('{["42/","420")}'), await seen('{["41/","410")}')]).toEqual([[false, false], [false, false], [false, true], [true, true]])
  })

  it('holds every grant, given, ended and withdrawn, whoever did it', async () => {
    const id = newId()
    await test.owner`insert into account_grant (id, account_id, role, region_id, path, valid_from) select ${id}, id, 'AUDITOR', home_id, '41/', '2026-01-01' from account where user_name = 'zhang'`
    await test.owner.begin(async (as) => {
      await as`select set_config('app.account', (select id::text from account where user_name = 'zhang'), true)`
      await as`update account_grant set valid_to = '2026-10-01' where id = ${id}`
    })
    await test.owner`delete from account_grant where id = ${id}`
    expect(await test.owner`select action, user_name, details->>'role' as role, details->>'to' as until from audit order by seq desc limit 3`).toEqual([
      { action: 'grant.withdrawn', user_name: null, role: 'AUDITOR', until: '2026-10-01' }, { action: 'grant.ended', user_name: 'zhang', role: 'AUDITOR', until: '2026-10-01' },
      { action: 'grant.given', user_name: null, role: 'AUDITOR', until: null },
    ])
  })

  it('lets nobody touch a seal', async () => {
    await expect(test.worker`update seal set sha256 = ''`).rejects.toThrow(/permission denied/)
    await expect(test.owner`delete from seal`).rejects.toThrow(/sealed/)
    await expect(test.owner`truncate seal`).rejects.toThrow(/sealed/)
  })
})

describe('what commits late', () => {
  it('is waited for: neither left out nor sealed behind what came after it', async () => {
    const seal = sealer(worker.db)
    await seal()
    const before = (await headOf(worker.db, 'event'))?.uptoSeq ?? 0
    const go = Promise.withResolvers<void>()
    const written = Promise.withResolvers<void>()
    const slow = test.worker.begin(async (as) => {
      await writeEvent(as, 'slow')
      written.resolve()
      await go.promise
    })
    await written.promise
    await writeEvent(test.owner, 'quick')
    await seal()
    await seal()
    expect((await headOf(worker.db, 'event'))?.uptoSeq ?? 0).toBe(before)
    go.resolve()
    await slow
    await seal()
    const [last] = await test.worker`select seqs from seal where log = 'event' order by n desc limit 1`
    expect(await test.worker`select type from event where seq = any(${last!['seqs']}) order by seq`).toMatchObject([{ type: 'slow' }, { type: 'quick' }])
    expect((await verifyLog(worker.db, 'event')).findings).toEqual([])
  })

  it('is taken up later where a stream of short writers never pauses', async () => {
    const seal = sealer(worker.db)
    let stop = false
    const busy = [0, 1, 2].map(async () => { while (!stop) await writeEvent(test.worker, 'busy') })
    let sealed = 0
    for (let i = 0; i < 20; i++) sealed += await seal()
    stop = true
    await Promise.all(busy)
    sealed += await seal()
    expect(sealed).toBeGreaterThan(0)
    const [row] = await test.worker`select (select count(*) from event)::int as all, (select sum(cardinality(seqs)) from seal where log = 'event')::int as sealed`
    expect(row!['sealed']).toBe(row!['all'])
    expect((await verifyLog(worker.db, 'event')).findings).toEqual([])
  })
})

it('of several workers one seals at a time, and their seals are one chain', async () => {
  for (let round = 0; round < 5; round++) {
    await Promise.all([writers.event(), writers.audit(), writers.event()])
    await Promise.all([sealer(worker.db)(), sealer(worker.db)(), sealer(root.db)()])
  }
  await sealer(worker.db)()
  for (const log of ['event', 'audit'] as const) {
    const { entries, findings } = await verifyLog(worker.db, log)
    const [{ n }] = await test.worker<[{ n: number }]>`select count(*)::int as n from ${test.worker(log)}`
    expect([findings, entries]).toEqual([[], n])
  }
})

describe.each(['event', 'audit'] as const)('%s, changed by the superuser', (log) => {
  const table = sql.identifier(log)
  const changed = log === 'event' ? sql`payload = '{}'` : sql`rows = 1`
  let seqs: number[] = []
  let gap = 0
  let anchored: Head[] = []

  /** What is found after a superuser did something, which is undone again. */
  async function tampering(work: (tx: Tx) => Promise<unknown>, outside: readonly Head[] = []) {
    const undo = Symbol('undo')
    let found: Verified | null = null
    await root.db.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`)
      await work(tx)
      found = await verifyLog(tx, log, outside)
      throw undo
    }).catch((error: unknown) => { if (error !== undo) throw error })
    return found!.findings.map(({ kind, seq, n }) => [kind, seq, n])
  }
  /** Puts copies of entries under other numbers. */
  async function put(tx: Tx, from: readonly number[], to: readonly number[], { moved }: { moved: boolean }) {
    const which = sql.raw(`array[${from.join(',')}]`)
    await tx.execute(sql`create temp table held on commit drop as select * from ${table} where seq = any(${which})`)
    if (moved) await tx.execute(sql`delete from ${table} where seq = any(${which})`)
    await tx.execute(sql`update held set seq = (${sql.raw(`array[${to.join(',')}]`)})[array_position(${which}, seq::int)]`)
    if (!moved) await tx.execute(log === 'event' ? sql`update held set stream_id = gen_random_uuid()` : sql`update held set at = at + interval '1 second'`)
    await tx.execute(sql`insert into ${table} overriding system value select * from held`)
  }

  beforeAll(async () => {
    const seal = sealer(worker.db)
    await seal()
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 4; i++) await writers[log]()
      // A number that was taken and not used.
      const [{ n }] = await test.owner<[{ n: string }]>`select nextval(pg_get_serial_sequence(${log}, 'seq')) as n`
      if (round === 1) gap = Number(n)
      await seal()
    }
    const rows = await root.db.execute<{ seq: string }>(sql`select seq from ${table} order by seq desc limit 12`)
    seqs = rows.map(({ seq }) => Number(seq)).toReversed()
    anchored = [(await headOf(worker.db, log))!]
  })

  it('is whole before', async () => {
    expect(await verifyLog(worker.db, log, anchored)).toMatchObject({ log, n: anchored[0]!.n, entries: anchored[0]!.total, findings: [] })
  })
  it('altered', async () => expect(await tampering((tx) => tx.execute(sql`update ${table} set ${changed} where seq = ${seqs[5]!}`))).toEqual([['ALTERED', seqs[5], null]]))
  it('deleted', async () => expect(await tampering((tx) => tx.execute(sql`delete from ${table} where seq = ${seqs[5]!}`))).toEqual([['DELETED', seqs[5], null]]))
  it('reordered: two changed places, within a seal and across seals; one went elsewhere', async () => {
    for (const [a, b] of [[seqs[4]!, seqs[5]!], [seqs[1]!, seqs[9]!]] as const)
      expect(await tampering((tx) => put(tx, [a, b], [b, a], { moved: true }))).toEqual([['REORDERED', a, null], ['REORDERED', b, null]])
    expect(await tampering((tx) => put(tx, [seqs[1]!], [gap], { moved: true }))).toEqual([['REORDERED', gap, null]])
  })
  it('inserted, also before the first', async () => {
    for (const at of [gap, -5]) expect(await tampering((tx) => put(tx, [seqs[3]!], [at], { moved: false }))).toEqual([['INSERTED', at, null]])
  })
  it('cut off: the entries; with their seals; with seals made anew', async () => {
    const { n } = anchored[0]!
    expect(await tampering((tx) => tx.execute(sql`delete from ${table} where seq >= ${seqs[10]!}`))).toEqual([['CUT_OFF', seqs[10], null]])
    expect(await tampering((tx) => tx.execute(sql`delete from ${table}`))).toMatchObject([['CUT_OFF', expect.any(Number), null]])
    const withSeals = async (tx: Tx) => {
      await tx.execute(sql`delete from ${table} where seq >= ${seqs[8]!}`)
      await tx.execute(sql`delete from seal where log = ${log} and n = ${n}`)
    }
    expect(await tampering(withSeals)).toEqual([])
    expect(await tampering(withSeals, anchored)).toEqual([['CUT_OFF', null, n]])
    const anew = async (tx: Tx) => {
      await tx.execute(sql`delete from seal where log = ${log}`)
      await tx.execute(sql`update ${table} set ${changed} where seq = ${seqs[2]!}`)
      const entries = await entriesOf(tx, log, Number.MIN_SAFE_INTEGER, seqs.at(-1)!, 100_000)
      await tx.execute(sealRow({ log, n, uptoSeq: seqs.at(-1)!, total: entries.length, entries, prevSha256: null, at: new Date().toISOString() }))
    }
    expect(await tampering(anew, anchored)).toContainEqual(['REMADE', null, n])
  })
  it('the chain itself', async () => {
    const { n } = anchored[0]!
    expect(await tampering((tx) => tx.execute(sql`delete from seal where log = ${log} and n = ${n - 1}`))).toContainEqual(['SEAL', null, n])
    expect(await tampering((tx) => tx.execute(sql`update seal set at = at + interval '1 day' where log = ${log} and n = ${n}`))).toEqual([['SEAL', null, n]])
  })
})

it('keeps finding a chain that was cut off and sealed again to the same number, also once its new head was kept', async () => {
  const log = 'audit'
  const one = () => writers[log]()
  const seal = sealer(worker.db)
  await one()
  await seal()
  const kept = [(await headOf(worker.db, log))!]
  await root.client.begin(async (as) => {
    await as`set local session_replication_role = replica`
    await as`delete from audit where seq = (select max(seq) from audit)`
    await as`delete from seal where log = ${log} and n = ${kept[0]!.n}`
  })
  await one()
  await seal()
  const remade = (await headOf(worker.db, log))!
  expect(remade.n).toBe(kept[0]!.n)
  for (const heads of [kept, [...kept, remade], [remade, ...kept]]) {
    expect((await verifyLog(worker.db, log, heads)).findings.map(({ kind, n }) => [kind, n])).toContainEqual(['REMADE', remade.n])
    expect(await continues(worker.db, log, heads)).toBe(false)
  }
  expect([await continues(worker.db, log, [remade]), await continues(worker.db, log, []), await continues(worker.db, log, [{ ...remade, n: remade.n + 1 }])]).toEqual([true, true, false])
})
