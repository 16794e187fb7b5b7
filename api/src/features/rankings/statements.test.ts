import { fixedClock, testDatabase } from '@anwang/testkit'
import { regionId } from '@anwang/domain/regions'
import { scorePeerGroup, type MemberInput, type SchemeData, type Source } from '@anwang/domain/scoring'
import { describe, expect, it } from 'vitest'
import { startApi } from '../../../test/api.ts'
import { foldFigures, plantAccount, plantFigures, plantOffice, plantRegions, type RegionSpec } from '../../../test/world.ts'
import { globalId } from '../../schema/nodes.ts'

const db = await testDatabase()
const today = '2026-10-20'
const api = await startApi(db, fixedClock(today))
const part = (n: number) => String(n + 100)

const city = (code: string, counties: number): readonly [string, Record<string, RegionSpec>] => {
  const path = `41/${code}/`
  return [path, Object.fromEntries([
    [path, { name: code, level: 'CITY' as const, code: `41${code}00000000` }],
    ...Array.from({ length: counties }, (_, c) => [
      [`${path}${part(c)}/`, { name: `县${c}`, level: 'COUNTY' as const }],
      ...Array.from({ length: 4 }, (_, s) => [`${path}${part(c)}/${part(s)}/`, { name: `镇${s}`, level: 'STREET' as const }] as const),
    ] as const).flat(),
  ])]
}
const cities = [city('09', 8), city('13', 150), city('15', 150)]
await plantRegions(db, { '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' }, ...Object.assign({}, ...cities.map(([, regions]) => regions)) })
for (const [path, regions] of cities) {
  await plantOffice(db, path, '2025-01-01')
  await plantFigures(db, Object.entries(regions).filter(([, spec]) => spec.level === 'STREET').map(([street], i) => ({
    path: street, on: '2026-08-01', figures: { ...(Math.floor(i / 4) % 10 !== 3 && { due_major: 10, rectified_on_time_major: i % 11 }), due_general: 10, due_general_scored: 10, rectified_on_time_general_scored: 9, reinspection_due_scored: 10, reinspected_in_time_scored: 10, enterprises: 10, owned: 9 },
  })))
}
await plantOffice(db, '', '2025-01-01', ['hazards', 'subjects'])
await plantAccount(db, 'province', [{ role: 'COMMITTEE_OFFICE', path: '41/' }])
await plantAccount(db, 'ministry', [{ role: 'COMMITTEE_OFFICE', path: '' }])

const ofCity = `query($code: String!) { ranking(code: $code, period: "2026-Q3", level: COUNTY) { scheme { name } entries(first: 200) { totalCount nodes { rank
  score { total shown grade indicators { indicator { number name } numerator denominator ratio points shown maxPoints clause } }
  region { name children(first: 200) { nodes { name score(period: "2026-Q3") { total shown } } } } } } } }`
const ofCountry = `query($first: Int!, $after: String, $group: PeerGroup) { ranking(period: "2026-Q3", level: COUNTY) { scheme { name } entries(first: $first, after: $after, peerGroup: $group) {
  totalCount pageInfo { hasNextPage endCursor } nodes { rank previousRank tied region { code name } score { exact shown grade } } } } }`

async function asker(user: string) {
  const viewer = await api.signInAs(user)
  return async (operation: string, variables: object) => {
    const { result, statements } = await db.during(() => viewer.query(operation, variables))
    expect(result.errors).toBeUndefined()
    return { count: statements.length, answer: result.data.ranking }
  }
}
/** Whether a score was written again, by the transaction that wrote it. */
const writers = async (): Promise<string> => JSON.stringify(await db.owner`select region_id, xmin::text from score order by region_id, group_id, period`)

it.each([['410900000000', 8], ['411300000000', 150]])('%s: the counties with all items and their streets with totals, by two statements', async (code, counties) => {
  const ask = await asker('province')
  const asked = async () => {
    const found = await ask(ofCity, { code })
    const { nodes } = found.answer.entries
    expect(nodes).toHaveLength(counties)
    expect(nodes[0].score.indicators).toHaveLength(18)
    expect(nodes.every((one: any) => one.region.children.nodes.length === 4 && one.region.children.nodes.every((street: any) => street.score.total !== null))).toBe(true)
    return found
  }
  const cold = await asked()
  // The first of a process reads each scheme once for either role, and the items.
  expect(cold.count).toBeLessThanOrEqual(20)
  await foldFigures(db, today)
  const folded = await asked()
  expect(folded.count).toBeLessThanOrEqual(9)
  const written = await writers()
  const warm = await asked()
  expect(warm.count).toBeLessThanOrEqual(2)
  expect([folded.answer, warm.answer]).toEqual([cold.answer, cold.answer])
  expect(await writers()).toBe(written)
})

describe('the counties of the country', () => {
  it('are a page of what is stored, by two statements; after a change by eight, and no score is written again that stayed the same', async () => {
    const ask = await asker('ministry')
    const first = await ask(ofCountry, { first: 50 })
    expect(first.answer.entries).toMatchObject({ totalCount: 308, pageInfo: { hasNextPage: true } })
    const written = await writers()
    const warm = await ask(ofCountry, { first: 50 })
    expect(warm).toEqual({ count: warm.count, answer: first.answer })
    expect(warm.count).toBeLessThanOrEqual(2)

    await plantFigures(db, [{ path: '41/09/100/100/', on: '2026-09-01', figures: { inspections: 1 } }])
    for (const state of ['pending', 'folded']) {
      const changed = await ask(ofCountry, { first: 50 })
      expect([state, changed.answer]).toEqual([state, first.answer])
      expect(changed.count).toBeLessThanOrEqual(8)
      expect(await writers()).toBe(written)
      expect((await ask(ofCountry, { first: 50 })).count).toBeLessThanOrEqual(2)
      await foldFigures(db, today)
    }
    const last = first.answer.entries.nodes.findLastIndex((one: any) => one.rank === 1)
    await plantFigures(db, [{ path: '41/13/249/100/', on: '2026-09-01', figures: { due_major: 100, rectified_on_time_major: 100 } }])
    const better = await ask(ofCountry, { first: 50 })
    expect(better.answer.entries.nodes).not.toEqual(first.answer.entries.nodes)
    expect(better.count).toBeLessThanOrEqual(8)
    expect(last).toBeLessThan(49)
  })

  it('come page by page as they come all at once, and a page after none of them is refused', async () => {
    const ask = await asker('ministry')
    const all: unknown[] = []
    let after: string | null = null
    do {
      const { answer } = await ask(ofCountry, { first: 90, after })
      all.push(...answer.entries.nodes)
      after = answer.entries.pageInfo.hasNextPage ? answer.entries.pageInfo.endCursor : null
    } while (after !== null)
    expect(all).toHaveLength(308)
    const halves = [await ask(ofCountry, { first: 200 }), await ask(ofCountry, { first: 200, after: (await ask(ofCountry, { first: 200 })).answer.entries.pageInfo.endCursor })]
    expect(all).toEqual(halves.flatMap(({ answer }) => answer.entries.nodes))
    expect((await ask(ofCountry, { first: 50, group: 'COUNTIES' })).answer.entries).toMatchObject({ totalCount: 308, nodes: all.slice(0, 50) })
    expect((await ask(ofCountry, { first: 50, group: 'FUNCTIONAL_ZONES' })).answer.entries).toMatchObject({ totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } })
    const elsewhere = Buffer.from(JSON.stringify([regionId('41/09/')])).toString('base64url')
    const { errors } = await (await api.signInAs('ministry')).query(ofCountry, { first: 50, after: elsewhere })
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'after' } }])
  })

  it('have the items that the whole group gives them, though none are stored', async () => {
    const items = `{ ranking(period: "2026-Q3", level: COUNTY) { entries(first: 200) { nodes { region { id } score { exact indicators { indicator { number } shown ratio atPeersMean lost } groups { shown } } } } } }`
    const { answer } = await (await asker('ministry'))(items, {})
    const group = await db.owner<{ input: MemberInput; result: unknown; data: SchemeData; sources: Source[] }[]>`
      select i.input, s.result, v.data, b.sources from score_input i join score s using (region_id, group_id, period, scheme_version_id) join board b using (group_id, period, scheme_version_id) join scheme_version v on v.id = b.scheme_version_id
      where b.path = '' and period = '2026-Q3'`
    expect(group).toHaveLength(308)
    expect(group.every(({ result }) => result === null)).toBe(true)
    const expected = new Map(scorePeerGroup(group[0]!.data, group.map(({ input }) => input), new Set(group[0]!.sources)).map((one) => [globalId('Region', one.memberId), one]))
    expect(answer.entries.nodes.some((one: any) => one.score.indicators.some((item: any) => item.atPeersMean))).toBe(true)
    for (const { region, score } of answer.entries.nodes) {
      const whole = expected.get(region.id)!
      expect(score).toEqual({
        exact: whole.total?.exact ?? null, groups: whole.groups.map(({ points }) => ({ shown: points?.shown ?? null })),
        indicators: whole.indicators.map((one) => ({ indicator: { number: one.number }, shown: one.points?.shown ?? null, ratio: one.ratio?.number ?? null, atPeersMean: one.atPeersMean, lost: one.lost?.number ?? null })),
      })
    }
  })
})
