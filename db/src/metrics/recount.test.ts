import { addDays, hazardContributions, inspectionContributions, metricNames, subjectContributions, type Contribution, type Day } from '@anwang/domain'
import { testDatabase } from '@anwang/testkit'
import fc from 'fast-check'
import postgres from 'postgres'
import { afterAll, expect, it } from 'vitest'
import { connect } from '../client.ts'
import { newId } from '../ids.ts'
import { append, type Append, type Folded } from '../ledger.ts'
import { fold, foldAll } from './fold.ts'
import { compareAll, recount, type Progress } from './recount.ts'
import { firms, FROM, histories, regions, sectorRows, type History } from './recount/histories.fixture.ts'
import { RULES, type Rules } from './recount/rules.ts'

const test = await testDatabase()
const { db, close } = connect(test.urls.worker)
const superuser = postgres(test.urls.super, { max: 1, onnotice: () => undefined })
afterAll(() => Promise.all([close(), superuser.end()]))
await test.owner`insert into region ${test.owner(regions)}`
await test.owner`insert into sector ${test.owner(sectorRows)}`

/** Events cannot be deleted; between two sets of histories the superuser starts with an empty ledger. */
async function empty(): Promise<void> {
  await superuser.begin(async (sql) => {
    await sql`set local session_replication_role = replica`
    await sql`truncate event, delta, delta_pending, rollup, rollup_day, hazard, round, inspection, subject`
  })
  await db.transaction((tx) => append(tx, firms))
}

const contributionsOf = ({ stream, fold }: Folded): Contribution[] =>
  stream === 'hazard' ? hazardContributions(fold) : stream === 'subject' ? subjectContributions(fold) : inspectionContributions(fold)

const keyed = (rows: readonly Contribution[]) => {
  const sums = new Map<string, number>()
  for (const c of rows) {
    const key = `${c.regionId} ${c.sectorId} ${c.countsOn} ${c.effectiveOn} ${c.metric}`
    sums.set(key, (sums.get(key) ?? 0) + c.amount)
  }
  return Object.fromEntries([...sums].filter(([, sum]) => sum !== 0).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** What the ledger holds, folded or not. */
async function written(): Promise<Contribution[]> {
  const rows = await test.worker<(Contribution & { metric: string })[]>`
    select d.region_id as "regionId", d.sector_id as "sectorId", d.counts_on::text as "countsOn", d.effective_on::text as "effectiveOn",
      m.key as metric, m.value::float8 as amount
    from (select * from delta union all select * from delta_pending) d
    cross join lateral jsonb_each_text(to_jsonb(d) - array['id', 'region_id', 'path', 'sector_id', 'counts_on', 'effective_on']) m where m.value is not null`
  return [...rows]
}

/** Writes histories in three rounds, all streams in one transaction; `between` runs after each. */
async function write(all: readonly History[], between: (round: number) => Promise<void>): Promise<Folded[]> {
  const streams = all.map((history) => ({ history, id: newId(), folded: null as Folded | null }))
  for (let round = 0; round < 3; round++) {
    const due = streams.flatMap((one) => {
      const { appends, stream } = one.history
      const part = (n: number) => Math.ceil((appends.length * n) / 3)
      const events = appends.slice(part(round), part(round + 1)).flat()
      return events.length === 0 ? [] : [{ one, append: { stream, id: one.id, before: one.folded?.fold ?? null, events } as Append }]
    })
    const folded = await db.transaction((tx) => append(tx, due.map((d) => d.append)))
    due.forEach(({ one }, i) => (one.folded = folded[i]!))
    await between(round)
  }
  return streams.map((one) => one.folded!)
}

const clocks = fc.array(fc.nat({ max: 420 }), { minLength: 6, maxLength: 6 }).map((days): Day[] => [...days.toSorted((a, b) => a - b).map((n) => addDays(FROM, n - 20)), '2031-01-01'])

let compared = 0

/** What differs, on any of the days, when the histories are written and folded alone; recounted whole and in parts of `part` events. */
async function differing(batch: readonly History[], days: readonly Day[], part: number): Promise<string[]> {
  await empty()
  const found: string[] = []
  const compare = async (today: Day, size?: number) => {
    const { differences, cells } = await compareAll(db, today, size === undefined ? {} : { part: size })
    compared += cells
    for (const d of differences.filter((one) => one.own || !one.path))
      found.push(`on ${today}: ${d.path || 'country'} ${d.own ? 'own' : 'whole'} ${d.month} ${d.sectorId ?? 'all sectors'} ${d.metric}: kept ${d.kept}, recounted ${d.recounted}`)
  }
  const folded = await write(batch, async (round) => {
    await (round === 1 ? fold(db, days[round]!, 20) : foldAll(db, days[round]!))
    await compare(days[round]!)
  })
  expect(keyed(await written())).toEqual(keyed(folded.flatMap(contributionsOf)))
  for (const today of days.slice(3)) await compare(today)
  await foldAll(db, days.at(-1)!)
  await compare(days.at(-1)!)
  await compare(days.at(-1)!, part)
  return found
}

const shown = ({ stream, appends }: History) => appends.flat().map((e) => `${stream} ${e.type} ${e.occurredAt.toISOString()} ${e.importedOn ?? ''} ${JSON.stringify(e.payload)}`)

/** The shortest history that differs by itself. */
async function culprit(batch: readonly History[], days: readonly Day[], part: number): Promise<string> {
  for (const history of batch.toSorted((a, b) => a.appends.length - b.appends.length)) {
    const found = await differing([history], days, part)
    if (found.length > 0) return [...shown(history), ...found.slice(0, 12)].join('\n')
  }
  return 'none by itself'
}

it('rollups and pending deltas equal the recount of the events, on any day', async () => {
  await fc.assert(fc.asyncProperty(fc.array(histories, { minLength: 50, maxLength: 50 }), clocks, fc.integer({ min: 20, max: 200 }), async (batch, days, part) => {
    if ((await differing(batch, days, part)).length > 0) throw new Error(await culprit(batch, days, part))
  }), { numRuns: 12, endOnFailure: true, reporter: ({ failed, seed, errorInstance, numRuns }) => {
    if (failed) throw new Error(`seed ${seed}, run ${numRuns}: ${(errorInstance as Error).message}`)
  } })
  expect(compared).toBeGreaterThan(10_000)
}, 300_000)

const spoiled: readonly (readonly [string, Partial<Rules>])[] = [
  ['the last day of a deadline is late', { inTime: 'submitted_on < scored_due_on' }],
  ['a day late is in time', { inTime: 'submitted_on <= scored_due_on + 1' }],
  ['a rejected submission still holds', { stillUndecided: `decision is distinct from 'accepted'` }],
  ['extensions are ignored', { extensionMoves: 'false' }],
  ['an extension by the same level moves the scored deadline', { extensionMoves: 'asked_on <= first_scored_on' }],
  ['an extension asked too late moves it', { extensionMoves: 'above' }],
  ['a void leaves the past', { counted: 'true' }],
  ['pending is due', { pending: 'false' }],
  ['a late entry is pending', { pending: 'undecided_on <= scored_due_on' }],
  ['no cap of thirty days', { firstScored: 'first_due_on' }],
  ['a cap that the level above cannot lift', { firstScored: 'least(first_due_on, started_on + 30)' }],
  ['a transfer is lost', { transferHolds: 'false' }],
  ['a corrected subject keeps earlier transfers', { transferHolds: 'true' }],
  ['source classes swapped', { scoredSource: `not (${RULES.scoredSource})` }],
  ['the re-inspection limit a day early', { reinspectionLimit: RULES.reinspectionLimit.replace('10', '9') }],
  ['the re-inspection limit from the deadline alone', { reinspectionLimit: 'scored_due_on + 10' }],
  ['a late import is on time', { lateEntry: 'false' }],
  ['days of UTC', { day: 'occurred_at::date' }],
  ['a day late is no day overdue', { overdueUntil: 'rectified_on' }],
  ['overdue on the last day', { overdueFrom: 'due_on' }],
  ['an import is late on the 5th', { lateEntry: RULES.lateEntry.replace('>', '>=') }],
]

/** The metrics that hazards, subjects and inspections give; the histories are of use only if they reach all of them. */
const told = metricNames.slice(0, metricNames.indexOf('standardization_target')).toSorted()

it('notices every spoiled rule', async () => {
  await empty()
  const sample = fc.sample(histories, { seed: 410_900, numRuns: 400 })
  const days = Array.from({ length: 16 }, (_, n) => addDays(FROM, 420 - 24 * n))
  await write(sample, async () => { await foldAll(db, FROM) })
  for (const today of days) expect((await compareAll(db, today)).differing).toBe(0)
  const metrics = new Set<string>()
  for (const today of days) for (const { metric } of await db.transaction((tx) => recount(tx, today))) metrics.add(metric)
  expect([...metrics].toSorted()).toEqual(told)

  const unnoticed: string[] = []
  for (const [name, rule] of spoiled) {
    let noticed = 0
    for (const today of days) if (noticed === 0) noticed = (await compareAll(db, today, { rules: { ...RULES, ...rule }, limit: 1 })).differing
    if (noticed === 0) unnoticed.push(name)
  }
  expect(unnoticed).toEqual([])
}, 120_000)

it('recounts the same in parts, finds the same in them, and says how far it is', async () => {
  await empty()
  await write(fc.sample(histories, { seed: 7, numRuns: 60 }), async () => { await foldAll(db, FROM) })
  const today = addDays(FROM, 200)
  await foldAll(db, today)
  await test.worker`update rollup set hazards_found_general = hazards_found_general + 1 where own`
  await test.worker`delete from rollup where path = '41/09/' and not own`
  const ordered = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).toSorted()
  const recounted = (part: number) => db.transaction((tx) => recount(tx, today, { part }))
  const whole = await compareAll(db, today)
  expect(whole.differing).toBeGreaterThan(100)
  for (const part of [1, 10, 100]) {
    const said: Progress[] = []
    expect(await compareAll(db, today, { part, every: 1, tell: (progress) => said.push(progress) })).toEqual(whole)
    expect(said.every(({ part: n, of }) => n >= 1 && n <= of)).toBe(true)
    expect(new Set(said.map(({ phase }) => phase)).size).toBeGreaterThan(0)
    expect(ordered(await recounted(part))).toEqual(ordered(await recounted(1_000_000)))
  }
  const period = { from: '2026-03-01', until: '2026-06-01' } as const
  expect(await compareAll(db, today, { part: 50, period })).toEqual(await compareAll(db, today, { period }))
})
