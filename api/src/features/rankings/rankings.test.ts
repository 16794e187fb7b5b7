import { openWorkbook } from '@anwang/documents/workbook'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { describe, expect, it } from 'vitest'
import { startApi } from '../../../test/api.ts'
import { foldFigures, plantAccount, plantAdjustment, plantFigures, plantOffice, plantRegions, type FigureSpec } from '../../../test/world.ts'
import { globalId } from '../../schema/nodes.ts'
import { regionId } from '@anwang/domain/regions'

const db = await testDatabase()
const today = '2026-10-20'
const api = await startApi(db, fixedClock(today))
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' },
  '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' },
  '41/90/': { name: '省直辖', level: 'CITY', code: '419000000000', transparent: true },
  '41/90/01/': { name: '济源市', level: 'COUNTY', code: '419001000000' },
  '41/09/': { name: '濮阳市', level: 'CITY', code: '410900000000' },
  '41/09/01/': { name: '甲县', level: 'COUNTY', code: '410901000000' },
  '41/09/02/': { name: '乙县', level: 'COUNTY', code: '410902000000' },
  '41/09/03/': { name: '丙县', level: 'COUNTY', code: '410903000000' },
  '41/09/04/': { name: '空县', level: 'COUNTY', code: '410904000000' },
  '41/09/05/': { name: '新县', level: 'COUNTY', code: '410905000000', validFrom: '2026-08-01' },
  '41/09/71/': { name: '工业园区', level: 'COUNTY', code: '410971000000', kind: 'FUNCTIONAL_ZONE' },
  '41/09/01/001/': { name: '甲镇', level: 'STREET', code: '410901001000' },
  '41/09/01/002/': { name: '乙镇', level: 'STREET', code: '410901002000' },
  '41/09/01/003/': { name: '丙镇', level: 'STREET', code: '410901003000' },
  '41/09/01/001/001/': { name: '甲社区', level: 'COMMUNITY', code: '410901001001' },
})
for (const path of ['41/', '41/09/']) await plantOffice(db, path, '2024-01-01', ['hazards', 'subjects'])
await plantAccount(db, 'province', [{ role: 'COMMITTEE_OFFICE', path: '41/' }])
await plantAccount(db, 'office', [{ role: 'COMMITTEE_OFFICE', path: '41/09/' }])
await plantAccount(db, 'leader', [{ role: 'LEADER', path: '41/09/' }])
await plantAccount(db, 'county', [{ role: 'COMMITTEE_OFFICE', path: '41/09/01/' }])
await plantAccount(db, 'auditor', [{ role: 'AUDITOR', path: '41/09/' }])
await plantAccount(db, 'firm', [{ role: 'ENTERPRISE', path: '41/09/01/', subjectId: '00000000-0000-7000-8000-000000000001' }])
const office = await api.signInAs('office')

/** Of ten majors and ten generals due, so many on time; all re-inspected. */
const hazards = (path: string, on: string, onTime: number): FigureSpec => ({
  path, on, figures: {
    due_major: 10, rectified_on_time_major: onTime, due_general: 10, due_general_scored: 10, rectified_on_time_general: onTime, rectified_on_time_general_scored: onTime,
    reinspection_due: 20, reinspection_due_scored: 20, reinspected_in_time: 20, reinspected_in_time_scored: 20, inspections: 1,
  },
})
const enterprises = (path: string): FigureSpec => ({ path, on: '2025-01-05', figures: { enterprises: 10, owned: 10, key_enterprises: 10, key_enterprises_placed: 10, hazard_sources: 10, hazard_sources_online: 10 } })
const places = ['41/09/01/001/', '41/09/01/002/', '41/09/01/003/', '41/09/02/', '41/09/03/', '41/09/05/', '41/09/71/']
await plantFigures(db, [
  ...places.map(enterprises),
  hazards('41/09/01/001/', '2026-08-01', 10), hazards('41/09/01/002/', '2026-08-01', 9), hazards('41/09/01/003/', '2026-08-01', 8),
  hazards('41/09/02/', '2026-08-01', 9), hazards('41/09/03/', '2026-08-01', 5), hazards('41/09/05/', '2026-08-01', 10), hazards('41/09/71/', '2026-08-01', 10),
  // The quarter before: 丙县 first, 甲县 last.
  hazards('41/09/01/001/', '2026-05-01', 5), hazards('41/09/02/', '2026-05-01', 9), hazards('41/09/03/', '2026-05-01', 10),
  { path: '41/09/', on: '2026-08-01', figures: { inspections: 4 } },
])

const fields = `level basis publication { id } region { name } own { region { name } metrics { inspections } } groups { name }
  entries(peerGroup: $group) { totalCount nodes { rank previousRank change tied comparable changedOn peerGroup unrankedBecause region { name } metrics { inspections } score { shown grade } history { period shown rank } } }`
const ask = async (variables: object, user = 'office', language: 'zh' | 'en' = 'zh') =>
  (await api.signInAs(user)).query(`query($region: ID, $code: String, $period: Period = "2026-Q3", $level: RegionLevel, $basis: RankingBasis, $group: PeerGroup) {
    ranking(region: $region, code: $code, period: $period, level: $level, basis: $basis) { ${fields} } }`, variables, language)
const city = { code: '410900000000' }

describe.each(['pending', 'folded', 'cached'])('%s', (state) => {
  it('ranks counties among counties, with the period before, and the rows add up', async () => {
    if (state === 'folded') await foldFigures(db, today)
    const { data, errors } = await ask(city)
    expect(errors).toBeUndefined()
    const { entries, own } = data.ranking
    expect(entries.nodes.map((one: any) => [one.region.name, one.rank, one.tied, one.previousRank, one.change, one.comparable, one.score?.shown])).toEqual([
      ['新县', 1, false, null, null, false, '100.00'],
      ['甲县', 2, true, 3, 1, true, entries.nodes[1].score.shown],
      ['乙县', 2, true, 2, 0, true, entries.nodes[1].score.shown],
      ['丙县', 4, false, 1, -3, true, entries.nodes[3].score.shown],
      ['空县', null, false, null, null, true, null],
      ['工业园区', null, false, null, null, true, '100.00'],
    ])
    expect(entries.nodes[4].unrankedBecause).toContain('不足')
    expect(entries.nodes[5]).toMatchObject({ peerGroup: 'FUNCTIONAL_ZONES', unrankedBecause: '不排名：同组少于三个' })
    expect(entries.nodes[3].history.map((point: any) => [point.period, point.rank])).toEqual([
      ['2025-Q2', 1], ['2025-Q3', 1], ['2025-Q4', 1], ['2026-Q1', 1], ['2026-Q2', 1], ['2026-Q3', 4]])
    const rows = entries.nodes.reduce((all: number, one: any) => all + one.metrics.inspections, own.metrics.inspections)
    const whole = (await office.query('{ region(code: "410900000000") { metrics(period: "2026-Q3") { inspections } } }')).data.region.metrics.inspections
    expect([own.metrics.inspections, rows]).toEqual([4, whole])
  })
})

it('ranks the streets of a county, one peer group at a time, in the language asked for', async () => {
  expect((await ask({ code: '410901000000' })).data.ranking.entries.nodes.map((one: any) => [one.region.name, one.rank])).toEqual([['甲镇', 1], ['乙镇', 2], ['丙镇', 3]])
  const zones = (await ask({ ...city, group: 'FUNCTIONAL_ZONES' }, 'leader', 'en')).data.ranking.entries
  expect(zones).toMatchObject({ totalCount: 1, nodes: [{ unrankedBecause: 'Unranked: fewer than three in the group' }] })
})

it('lists levels without a scheme without scores, formal layers never', async () => {
  expect((await ask({ code: '410901001000' })).data.ranking).toMatchObject({ level: 'COMMUNITY', entries: { nodes: [{ region: { name: '甲社区' }, rank: null, score: null, peerGroup: 'COMMUNITIES' }] } })
  expect((await ask({ code: '410900000000', level: 'COMMUNITY' })).data.ranking.entries.totalCount).toBe(1)
  expect((await ask({ code: '410000000000' }, 'province')).data.ranking.entries.nodes.map((one: any) => [one.region.name, one.peerGroup, one.score])).toEqual([['濮阳市', 'CITIES', null], ['济源市', 'COUNTIES', null]])
})

it('ranks all counties of a province as one group where asked to, without touching the ranking of the city', async () => {
  const all = (await ask({ code: '410000000000', level: 'COUNTY' }, 'province')).data.ranking.entries
  expect(all.totalCount).toBe(7)
  expect(all.nodes.filter((one: any) => one.rank !== null)).toHaveLength(4)
  const { statements } = await db.during(() => ask(city))
  expect(statements.filter((statement) => statement.includes('insert into score'))).toHaveLength(0)
})

it.each([
  ['county', city], ['auditor', city], ['firm', { code: '410901000000' }], ['office', {}], ['office', { code: '410000000000' }], ['office', { code: '411300000000' }],
])('%s may not see %j', async (user, variables) => {
  expect((await ask(variables, user)).data.ranking).toBeNull()
})

it('shows a county its own streets', async () => {
  expect((await ask({ code: '410901000000' }, 'county')).data.ranking.entries.nodes).toMatchObject([{ rank: 1 }, { rank: 2 }, { rank: 3 }])
})

it('knows nothing published yet, and says so to every region below', async () => {
  for (const user of ['office', 'county']) {
    const { data, errors } = await ask({ ...city, basis: 'PUBLISHED' }, user)
    expect(errors).toBeUndefined()
    expect(data.ranking).toMatchObject({ basis: 'PUBLISHED', publication: null, own: null, entries: { totalCount: 0, nodes: [] } })
  }
  expect((await office.query(`{ publications(region: "${globalId('Region', regionId('41/09/'))}") { totalCount nodes { id } } }`)).data.publications).toEqual({ totalCount: 0, nodes: [] })
})

it.each([
  [{ ...city, period: '2026-09' }, 'period'],
  [{ ...city, period: '2026-01..2026-09' }, 'period'],
  [{ ...city, period: '2026-Q5' }, 'period'],
  [{ code: '4109' }, 'code'],
  [{ region: 'x' }, 'region'],
  [{ ...city, region: globalId('Region', regionId('41/09/')) }, 'region'],
  [{ ...city, basis: 'PUBLISHED', period: '2026-09' }, 'period'],
])('%j is BAD_USER_INPUT %s', async (variables, argument) => {
  expect((await ask(variables)).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }])
})

it('puts a vetoed county last, with its total still shown', async () => {
  await plantAdjustment(db, { path: '41/09/05/', kind: 'VETO', level: 'CONCEALED_INCIDENT', on: '2026-08-10', matter: '瞒报' })
  const { nodes } = (await ask(city)).data.ranking.entries
  expect(nodes.slice(0, 4).map((one: any) => [one.region.name, one.rank, one.score.grade])).toEqual([['甲县', 1, 'EXCELLENT'], ['乙县', 1, 'EXCELLENT'], ['丙县', 3, 'GOOD'], ['新县', 4, 'FAIL']])
})

describe('the workbook', () => {
  const sheet = async (user: string, query: string, language = 'zh') => {
    const response = await (await api.signInAs(user)).fetch(`/export/ranking.xlsx?${query}`, { headers: { 'accept-language': language } })
    if (response.status !== 200) return { status: response.status, body: await response.json() as { argument?: string }, rows: [] }
    const book = await openWorkbook(new Uint8Array(await response.arrayBuffer()))
    const rows: unknown[][] = []
    for await (const row of book.sheets[0]!.rows()) rows.push([...row.cells])
    return { status: 200, name: decodeURIComponent(response.headers.get('content-disposition') ?? ''), rows }
  }
  const region = globalId('Region', regionId('41/09/'))

  it('says what the page says in the same words, zones apart, and the rows add up', async () => {
    const { rows, name } = await sheet('office', `region=${region}&period=2026-Q3`)
    expect(name).toContain('濮阳市各县（区）2026-Q3排名（实时未审定）.xlsx')
    expect(rows.slice(0, 4).map((row) => row.filter((cell) => cell != null))).toMatchObject([['濮阳市各县（区）考核排名 · 实时（未审定）'], ['口径', '实时（未审定）'], ['期间', '2026年第三季度'], ['数据截至', expect.stringMatching(/^2026-10-20 \d\d:\d\d$/)]])
    const head = rows.findIndex((row) => row[0] === '位次')
    expect(rows.slice(0, head).find((row) => row[0] === '未启用')?.[1]).toContain('权重由在用指标分摊')
    expect(rows[head]!.slice(0, 5)).toEqual(['位次', '区县', '总得分', '等次', '较上季'])
    const at = (heading: string) => rows[head + 1]!.findIndex((cell) => String(cell).startsWith(heading))
    const shown = (await ask(city)).data.ranking.entries.nodes.map((one: any) => [one.rank, one.region.name, one.score.shown === null ? null : Number(one.score.shown)])
    const names = shown.map((one: any) => one[1])
    const listed = rows.slice(head + 2).filter((row) => names.includes(row[1])).map((row) => row.slice(0, 3).map((cell) => cell ?? null))
    expect(listed).toEqual(shown)
    expect(rows.findIndex((row) => row[0] === '功能区（不排名）')).toBe(rows.findIndex((row) => row[1] === '工业园区') - 1)
    const line = (of: string) => rows.find((row) => row[1] === of)!
    const inspections = at('检查（家次）')
    expect([line('本级（市直）')[inspections], line('合计')[inspections]]).toEqual([4, 11])
    expect(line('合计')[inspections]).toBe(rows.slice(head + 2).filter((row) => row[1] !== '合计').reduce((sum, row) => sum + (typeof row[inspections] === 'number' ? row[inspections] as number : 0), 0))
    expect(line('新县').at(-1)).toContain('瞒报')
    const subtotals = rows[head + 1]!.flatMap((cell, i) => (cell === '小计' ? [i] : []))
    const adjustments = rows[head]!.indexOf('加减分')
    const row = line('丙县')
    expect([...subtotals, adjustments].reduce((sum, i) => sum + Number(row[i]), 0)).toBeCloseTo(Number(row[2]), 1)
    expect(rows[head]![subtotals[0]!]).toMatch(/（满分[\d.]+）$/)
  })

  it('holds the ranking against what the page compares with: the differences are of what is shown', async () => {
    const of = async (compare: string, period = '2026-Q3') => {
      const { rows } = await sheet('office', `region=${region}&period=${period}${compare && `&compare=${compare}`}`)
      const head = rows.findIndex((row) => row[0] === '位次')
      const column = (heading: string) => rows[head + 1]!.indexOf(heading)
      const lines = new Map(rows.slice(head + 2).filter((row) => row[2] != null).map((row) => [row[1], row]))
      return { rows, head, lines, total: column('总得分差'), places: column('位次变化') }
    }
    const [now, before] = [await of('previous'), await of('', '2026-Q2')]
    expect(now.rows[now.head]!.slice(4, 6)).toEqual(['对比2026年第二季度', null])
    expect(now.rows.find((row) => row[0] === '对比')?.[1]).toBe('2026年第二季度')
    expect(before.rows[before.head]![4]).toBe('较上季')
    let compared = 0
    for (const [name, row] of now.lines) {
      const earlier = before.lines.get(name)
      if (!earlier) { expect([row[now.total] ?? null]).toEqual([null]); continue }
      compared += 1
      expect(row[now.total]).toBeCloseTo(Number(row[2]) - Number(earlier[2]), 6)
      const gained = Number(earlier[0]) - Number(row[0])
      if (row[0] != null && earlier[0] != null) expect(row[now.places]).toBe(gained === 0 ? '位次不变' : gained > 0 ? `上升${gained}位` : `下降${-gained}位`)
    }
    expect(compared).toBeGreaterThan(0)
    expect((await sheet('office', `region=${region}&period=2026-Q3&compare=ever`)).body).toMatchObject({ argument: 'compare' })

    // From August 乙县 is another county: neither of the earlier ones says anything about it, on the page or here.
    await db.owner`insert into region_succession ${db.owner({ from_id: regionId('41/09/04/'), to_id: regionId('41/09/02/'), on: '2026-08-15' })}`
    const entry = (await ask(city)).data.ranking.entries.nodes.find((one: any) => one.region.name === '乙县')
    expect(entry).toMatchObject({ comparable: false, changedOn: '2026-08-15', previousRank: null })
    for (const compare of ['previous', 'lastYear']) {
      const { lines, total, places } = await of(compare)
      expect([lines.get('乙县')![total] ?? null, lines.get('乙县')![places]]).toEqual([null, '不可比'])
      expect(lines.get('丙县')![places]).not.toBe('不可比')
    }
    const { lines, total } = await of('previous', '2026-Q2')
    expect(lines.get('乙县')![total] ?? null).not.toBeNull()
    await db.owner`delete from region_succession`
  })

  it.each([
    ['county', `region=${region}&period=2026-Q3`, 404, undefined], ['office', `region=${region}&period=2026-09`, 400, 'period'], ['office', `region=x&period=2026-Q3`, 400, 'region'],
    ['office', `region=${region}`, 400, 'period'], ['office', `region=${region}&period=2026-Q3&level=TOWN`, 400, 'level'],
  ])('%s %s: %d', async (user, query, status, argument) => {
    expect(await sheet(user, query)).toMatchObject({ status, body: argument === undefined ? {} : { argument } })
  })
})

it('reads no members for who may not see them, and none too deep to be one table', async () => {
  await plantAccount(db, 'ministry', [{ role: 'COMMITTEE_OFFICE', path: '' }])
  await api.signInAs('county')
  const { result, statements } = await db.during(async () => (await api.signInAs('county')).query('{ ranking(period: "2026-Q3", level: COMMUNITY) { entries { totalCount } } }'))
  expect(result).toEqual({ data: { ranking: null } })
  expect(statements.filter((one) => one.includes('with recursive')).length).toBeLessThanOrEqual(1)
  expect((await ask({ level: 'STREET' }, 'ministry')).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'level' } }])
  expect((await ask({ level: 'COUNTY' }, 'ministry')).data.ranking.entries.totalCount).toBe(7)
})
