import { foldAll, connect } from '@anwang/db'
import { compareAll } from '@anwang/db/metrics/recount'
import { regionId } from '@anwang/domain/regions'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startApi, type Client } from '../../../test/api.ts'
import { plantHazard, plantInspection, plantSubject, type PlantedSubject } from '../../../test/records.ts'
import { plantAccount, plantRegions, plantSector } from '../../../test/world.ts'
import { globalId } from '../../schema/nodes.ts'

const TODAY = '2026-10-20'
const db = await testDatabase()
const clock = fixedClock(TODAY)
const api = await startApi(db, clock)
await plantRegions(db, {
  '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' }, '41/09/': { name: '濮阳市', level: 'CITY' },
  '41/09/28/': { name: '濮阳县', level: 'COUNTY' }, '41/09/28/101/': { name: '柳屯镇', level: 'STREET' }, '41/09/23/': { name: '南乐县', level: 'COUNTY' },
})
const sector = await plantSector(db, '危险化学品')
const fire = await plantSector(db, '消防')
const firm = await plantSubject(db, '41/09/28/101/', { name: '柳屯化工', accountPath: '41/09/28/', sectorId: sector })
const foreign = await plantSubject(db, '41/09/23/', { name: '南乐铸造' })
await plantAccount(db, 'city', [{ role: 'COMMITTEE_OFFICE', path: '41/09/' }])
await plantAccount(db, 'county', [{ role: 'COMMITTEE_OFFICE', path: '41/09/28/' }])
await plantAccount(db, 'colleague', [{ role: 'COMMITTEE_OFFICE', path: '41/09/28/' }])
await plantAccount(db, 'bureau', [{ role: 'DEPARTMENT', path: '41/09/28/', sectors: [sector] }])
await plantAccount(db, 'leader', [{ role: 'LEADER', path: '41/09/28/' }])
await plantAccount(db, 'street', [{ role: 'STREET_WORKER', path: '41/09/28/101/' }])
await plantAccount(db, 'firm', [{ role: 'ENTERPRISE', path: '41/09/28/101/', subjectId: firm.id }])
await plantAccount(db, 'oversight', [{ role: 'OVERSIGHT', path: '41/09/' }])

type Name = 'city' | 'county' | 'colleague' | 'bureau' | 'leader' | 'street' | 'firm' | 'oversight'
const as = {} as Record<Name, Client>
beforeAll(async () => {
  for (const name of ['city', 'county', 'colleague', 'bureau', 'leader', 'street', 'firm', 'oversight'] as const) as[name] = await api.signInAs(name)
})
beforeEach(() => clock.set(TODAY))

let keys = 0
const FAILURE = '... on UserError { code message path } ... on Conflict { currentVersion }'
async function send(who: Name, name: string, input: object, language: 'zh' | 'en' = 'zh', fields = 'hazard { id version state level dueOn moves { kind viewerCan because primary } plan { fundsYuan } duplicateOf { id } sector { name } }') {
  const Name = name[0]!.toUpperCase() + name.slice(1)
  const { data, errors } = await as[who].query(
    `mutation($input: ${Name}Input!) { ${name}(input: $input) { __typename ... on ${Name}Payload { ${fields} } ${FAILURE} } }`,
    { input: { idempotencyKey: `key ${++keys}`, ...input } }, language)
  expect(errors).toBeUndefined()
  return data[name]
}
const move = (who: Name, name: string, hazard: { id: string; version: number }, more: object = {}) =>
  send(who, name, { hazard: hazard.id, expectedVersion: hazard.version, ...more }).then((result) => result.hazard ?? result)

const subject = (one: PlantedSubject) => globalId('Subject', one.id)
const register = async (who: Name, more: object = {}) =>
  (await send(who, 'registerHazard', { subject: subject(firm), source: 'DEPARTMENT', description: '储罐泄漏', level: 'GENERAL', ...more })).hazard

describe('the life of a hazard', () => {
  it('runs from registration to the archive, each step by whose move it is', async () => {
    let hazard = await register('county')
    expect(hazard).toMatchObject({ version: 1, state: 'REGISTERED', dueOn: '2026-11-04' })
    hazard = await move('county', 'orderRectification', hazard, { dueOn: '2026-10-30' })
    expect(hazard).toMatchObject({ version: 2, state: 'RECTIFYING', dueOn: '2026-10-30' })
    expect(hazard.moves[0]).toEqual({ kind: 'SUBMIT', viewerCan: false, primary: true, because: '由整改责任单位（企业或属地网格员）办理' })
    hazard = await move('firm', 'requestExtension', hazard, { dueOn: '2026-11-10', controlMeasures: '专人看守' })
    expect(await move('county', 'decideExtension', hazard, { granted: true })).toMatchObject({ __typename: 'Forbidden', code: 'LEVEL_ABOVE', message: '由濮阳县的上一级办理' })
    hazard = await move('city', 'decideExtension', hazard, { granted: true })
    expect(hazard).toMatchObject({ dueOn: '2026-11-10' })
    hazard = await move('firm', 'submitRectification', hazard, { measures: '已更换' })
    hazard = await move('county', 'reinspect', hazard, { accepted: false, reason: '仍有渗漏' })
    hazard = await move('firm', 'submitRectification', hazard, { measures: '已更换并试压' })
    hazard = await move('county', 'reinspect', hazard, { accepted: true })
    hazard = await move('county', 'archiveHazard', hazard)
    expect(hazard).toMatchObject({ version: 9, state: 'ARCHIVED' })
    hazard = await move('county', 'reopenHazard', hazard, { reason: '回头看发现反弹', revisit: true })
    expect(hazard).toMatchObject({ state: 'RECTIFYING', dueOn: '2026-11-04', version: 11 })
    const { data } = await as.county.query('query($id: ID!) { node(id: $id) { ... on Hazard { rounds { n } events { totalCount nodes { type actor facts { name value } } } } } }', { id: hazard.id })
    expect(data.node.rounds).toEqual([{ n: 1 }, { n: 2 }])
    expect(data.node.events.nodes.map((event: any) => [event.type, event.actor])).toEqual([
      ['registered', 'county'], ['ordered', 'county'], ['extension_requested', 'firm'], ['extension_decided', 'city'], ['submitted', 'firm'], ['rejected', 'county'],
      ['submitted', 'firm'], ['accepted', 'county'], ['archived', 'county'], ['revisited', 'county'], ['reopened', 'county']])
    expect(data.node.events.nodes[0].facts).toContainEqual({ name: 'sector', value: '危险化学品' })
    expect(data.node.events.nodes[3].facts).toEqual(expect.arrayContaining([{ name: 'granted', value: 'true' }, { name: 'dueOn', value: '2026-11-10' }, { name: 'byLevelAbove', value: 'true' }]))
  })

  it('a major needs a plan, an approval from above for a long deadline, and another post on site', async () => {
    let hazard = await register('county', { level: 'MAJOR', dueOn: '2026-12-31' })
    expect(await move('street', 'submitRectification', hazard, { measures: 'x' })).toMatchObject({ __typename: 'ValidationError', code: 'PLAN_FIRST' })
    const plan = { responsiblePost: '厂长', measures: '停用', fundsYuan: 30000, dueOn: '2026-12-20', contingency: '撤人' }
    expect(await move('firm', 'planRectification', hazard, { ...plan, contingency: ' ' })).toMatchObject({ code: 'REQUIRED', path: ['input', 'contingency'], message: '请填写应急预案' })
    expect(await move('firm', 'planRectification', hazard, { ...plan, fundsYuan: 1.5 })).toMatchObject({ code: 'BAD_AMOUNT', path: ['input', 'fundsYuan'] })
    hazard = await move('firm', 'planRectification', hazard, plan)
    expect(hazard.plan).toEqual({ fundsYuan: 30000 })
    hazard = await move('city', 'approveLongDeadline', hazard)
    hazard = await move('street', 'submitRectification', hazard, { measures: '已改造' })
    expect(await move('county', 'reinspect', hazard, { accepted: true })).toMatchObject({ code: 'ON_SITE_ONLY', path: ['input', 'onSite'] })
    expect(await move('county', 'reinspect', hazard, { accepted: true, onSite: true })).toMatchObject({ state: 'CLOSED' })
  })

  it('a major is listed at the level of the post that does, and delisted by that level or above', async () => {
    let hazard = await register('county', { level: 'MAJOR', dueOn: '2026-11-10' })
    hazard = await move('city', 'listHazard', hazard, { dueOn: '2026-11-01' })
    expect(await move('county', 'delistHazard', hazard, { reason: '已整改' })).toMatchObject({ __typename: 'Forbidden', code: 'DELISTER', message: '由挂牌的一级或其上级摘牌' })
    expect(await move('city', 'delistHazard', hazard)).toMatchObject({ code: 'REQUIRED', path: ['input', 'reason'] })
    hazard = await move('city', 'delistHazard', hazard, { reason: '改由县级督办' })
    expect(await move('street', 'listHazard', hazard, { dueOn: '2026-11-01' })).toMatchObject({ __typename: 'Forbidden', code: 'LISTER' })
    hazard = await move('county', 'listHazard', hazard, { dueOn: '2026-11-01' })
    const { data } = await as.county.query('query($id: ID!) { node(id: $id) { ... on Hazard { events { nodes { type facts { name value } } } } } }', { id: hazard.id })
    expect(data.node.events.nodes.at(-1)).toEqual({ type: 'listed', facts: expect.arrayContaining([{ name: 'level', value: 'COUNTY' }, { name: 'dueOn', value: '2026-11-01' }]) })
  })

  it('a revisit finds it closed for good, or opens a new round', async () => {
    let hazard = await register('county', { onTheSpotMeasures: '已更换' })
    hazard = await move('county', 'revisitHazard', hazard, { recurred: false })
    expect(hazard).toMatchObject({ state: 'CLOSED' })
    expect(await move('county', 'revisitHazard', hazard, { recurred: false, drawn: true })).toMatchObject({ code: 'LEVEL_ABOVE_ONLY' })
    expect(await move('county', 'revisitHazard', hazard, { recurred: true })).toMatchObject({ code: 'REQUIRED', path: ['input', 'reason'] })
    hazard = await move('city', 'revisitHazard', hazard, { recurred: true, drawn: true, reason: '反弹' })
    expect(hazard).toMatchObject({ state: 'RECTIFYING', dueOn: '2026-11-04' })
  })

  it('what another account of the same post submitted is not accepted by it', async () => {
    await plantAccount(db, 'both', [{ role: 'COMMITTEE_OFFICE', path: '41/09/28/' }, { role: 'STREET_WORKER', path: '41/09/28/101/' }])
    const both = await api.signInAs('both')
    const hazard = await register('county', { level: 'MAJOR', dueOn: '2026-10-30' })
    const planned = await move('firm', 'planRectification', hazard, { responsiblePost: '厂长', measures: '停用', fundsYuan: 0, dueOn: '2026-10-30', contingency: '撤人' })
    const { data } = await both.query(`mutation($input: SubmitRectificationInput!) { submitRectification(input: $input) { ... on SubmitRectificationPayload { hazard { id version } } ${FAILURE} } }`,
      { input: { idempotencyKey: 'both', hazard: planned.id, expectedVersion: planned.version, measures: '已改造' } })
    const submitted = data.submitRectification.hazard
    expect(await move('colleague', 'reinspect', submitted, { accepted: true, onSite: true })).toMatchObject({ __typename: 'ValidationError', code: 'ANOTHER_PERSON', message: '须由另一人办理' })
    expect(await move('city', 'reinspect', submitted, { accepted: true, onSite: true })).toMatchObject({ state: 'CLOSED' })
  })

  it('a void takes a second signature', async () => {
    const original = await register('county')
    const other = await register('county')
    expect(await move('county', 'requestVoid', other, { reason: '重复', duplicateOf: other.id })).toMatchObject({ code: 'DUPLICATE_OF_ITSELF', path: ['input', 'duplicateOf'] })
    let hazard = await move('county', 'requestVoid', other, { reason: '重复登记', duplicateOf: original.id })
    expect(await move('county', 'countersignVoid', hazard)).toMatchObject({ __typename: 'Forbidden', code: 'OWN_REQUEST' })
    hazard = await move('colleague', 'refuseVoid', hazard, { reason: '不是同一处' })
    hazard = await move('county', 'requestVoid', hazard, { reason: '确系重复', duplicateOf: original.id })
    expect(await move('leader', 'countersignVoid', hazard)).toMatchObject({ state: 'VOIDED', duplicateOf: { id: original.id }, moves: [] })
  })

  it('is corrected: sector, level, subject, description', async () => {
    const hazard = await register('county')
    const corrected = await move('county', 'correctHazard', hazard, { reason: '登记有误', sector: globalId('Sector', fire), level: 'MAJOR', description: '罐区泄漏' })
    expect(corrected).toMatchObject({ level: 'MAJOR', sector: { name: '消防' }, version: 2 })
    expect(await move('county', 'correctHazard', corrected, { reason: '换', subject: subject(foreign) })).toMatchObject({ __typename: 'NotFound', path: ['input', 'subject'] })
    expect(await move('county', 'correctHazard', corrected, { reason: ' ', level: 'GENERAL' })).toMatchObject({ code: 'REQUIRED', path: ['input', 'reason'] })
    // The bureau sees its own sector only.
    expect(await move('bureau', 'correctHazard', corrected, { reason: '退回', level: 'GENERAL' })).toMatchObject({ __typename: 'NotFound' })
    const another = await register('county')
    expect(await move('bureau', 'correctHazard', another, { reason: '不归我管', sector: globalId('Sector', fire) })).toMatchObject({ __typename: 'Forbidden', code: 'OUT_OF_SCOPE' })
  })
})

describe('refusals', () => {
  it('say which version it is at, and in which words', async () => {
    const hazard = await register('county')
    await move('county', 'orderRectification', hazard, { dueOn: '2026-10-30' })
    expect(await move('county', 'correctHazard', hazard, { reason: 'x', description: 'y' }))
      .toEqual({ __typename: 'Conflict', code: 'VERSION', path: ['input', 'expectedVersion'], currentVersion: 2, message: '已有他人更新（当前版本 2），请刷新后再办' })
    const late = { hazard: hazard.id, expectedVersion: 2, dueOn: '2026-10-29', controlMeasures: 'z' }
    expect(await send('firm', 'requestExtension', late)).toMatchObject({ code: 'NOT_LATER', path: ['input', 'dueOn'], message: '整改期限应晚于现在的整改期限' })
    expect(await send('firm', 'requestExtension', late, 'en')).toMatchObject({ message: 'The deadline must be later than the deadline in force' })
  })

  it('of two writers of a version one wins; the same request sent twice is done once', async () => {
    const hazard = await register('county')
    const both = await Promise.all(['county', 'colleague'].map((who) => move(who as Name, 'orderRectification', hazard, { dueOn: '2026-10-28' })))
    expect(both.map((one) => one.__typename ?? 'done').toSorted()).toEqual(['Conflict', 'done'])
    const twice = { idempotencyKey: 'once', hazard: hazard.id, expectedVersion: 2, measures: '已改' }
    const results = await Promise.all([1, 2, 3].map(() => send('firm', 'submitRectification', twice)))
    expect(results.map((one) => one.hazard?.version)).toEqual([3, 3, 3])
    expect(await send('firm', 'submitRectification', { ...twice, measures: '别的' })).toMatchObject({ __typename: 'Conflict', code: 'IDEMPOTENCY_KEY_REUSED' })
  })

  it.each<[Name, string, string]>([['oversight', 'Forbidden', 'SUPERVISOR'], ['leader', 'Forbidden', 'SUPERVISOR'], ['street', 'Forbidden', 'SUPERVISOR'], ['firm', 'Forbidden', 'SUPERVISOR']])(
    '%s does not order a rectification', async (who, type, code) => {
      expect(await move(who, 'orderRectification', await register('county'), { dueOn: '2026-10-28' })).toMatchObject({ __typename: type, code })
    })

  it('a record outside the scope is not there', async () => {
    const { id } = await plantHazard(db, foreign, '2026-10-01')
    const there = { id: globalId('Hazard', id), version: 1 }
    expect(await move('county', 'orderRectification', there, { dueOn: '2026-10-28' })).toMatchObject({ __typename: 'NotFound', path: ['input', 'hazard'] })
    expect(await send('county', 'registerHazard', { subject: subject(foreign), source: 'DEPARTMENT', description: 'x', level: 'GENERAL' })).toMatchObject({ __typename: 'NotFound', path: ['input', 'subject'] })
  })

  it.each<[Name, object, string, string[] | null]>([
    ['county', { source: 'SELF_CHECK' }, 'SOURCE_NOT_YOURS', ['input', 'source']],
    ['firm', { source: 'DEPARTMENT' }, 'SOURCE_NOT_YOURS', ['input', 'source']],
    ['oversight', {}, 'NOT_YOURS', null],
    ['county', { description: ' ' }, 'REQUIRED', ['input', 'description']],
    ['county', { foundOn: '2026-10-21' }, 'IN_FUTURE', ['input', 'foundOn']],
    ['county', { foundOn: '2026-10-10', dueOn: '2026-10-09' }, 'TOO_EARLY', ['input', 'dueOn']],
    ['county', { level: 'MAJOR' }, 'REQUIRED', ['input', 'dueOn']],
    ['county', { onTheSpotMeasures: '' }, 'REQUIRED', ['input', 'onTheSpotMeasures']],
  ])('%s registers no hazard with %j: %s', async (who, more, code, path) => {
    expect(await send(who, 'registerHazard', { subject: subject(firm), source: 'DEPARTMENT', description: '泄漏', level: 'GENERAL', ...more })).toMatchObject({ code, path })
  })
})

describe('an inspection', () => {
  const whole = {
    subject: subject(firm), nature: 'ADMINISTRATIVE', startedOn: '2026-10-19', process: '查看罐区，询问当班人员',
    inspectors: [{ post: '县应急局执法一组', name: '王某' }, { post: '县应急局执法一组' }], findings: [{ description: '储罐泄漏', level: 'GENERAL' }],
  }
  const FIELDS = 'inspection { id number findings process inspectors contacts { name } hazards { nodes { id } } } hazards { number state source foundOn inspection { id } subject { name } }'
  const record = (who: Name, more: object) => send(who, 'recordInspection', { ...whole, ...more }, 'zh', FIELDS)

  it('is recorded with what it found, which counts where it was found', async () => {
    const { inspection, hazards } = await record('county', { findings: [...whole.findings, { description: '未戴安全帽', level: 'GENERAL', onTheSpotMeasures: '已佩戴' }] })
    expect(inspection).toMatchObject({ number: expect.stringMatching(/^JC-20261019-[0-9A-Z]{7}$/), findings: '发现隐患2处：储罐泄漏；未戴安全帽', inspectors: ['县应急局执法一组', '县应急局执法一组'], contacts: [{ name: '王某' }] })
    expect(hazards).toMatchObject([{ state: 'REGISTERED', source: 'DEPARTMENT', foundOn: '2026-10-19', inspection: { id: inspection.id } }, { state: 'CLOSED' }])
    const { data } = await as.county.query('{ inspections(filter: { search: "未戴安全帽", from: "2026-10-19", to: "2026-10-19" }) { totalCount nodes { nature contacts { name } hazards { totalCount } } } }')
    expect(data.inspections).toEqual({ totalCount: 1, nodes: [{ nature: 'ADMINISTRATIVE', contacts: [{ name: '王**' }], hazards: { totalCount: 2 } }] })
    const [event] = await db.owner`select payload::text as payload from event where stream = 'inspection' and payload->>'number' = ${inspection.number}`
    expect(event!['payload']).not.toContain('王某')
  })

  it.each<[Name, object, string, string[] | null]>([
    ['county', { inspectors: [] }, 'INSPECTORS_REQUIRED', ['input', 'inspectors']],
    ['county', { inspectors: [{ post: '甲' }, { post: ' ' }] }, 'INSPECTORS_REQUIRED', ['input', 'inspectors', '1', 'post']],
    ['county', { inspectors: [{ post: '甲' }] }, 'TWO_OFFICERS', ['input', 'inspectors']],
    ['county', { process: ' ' }, 'PROCESS_REQUIRED', ['input', 'process']],
    ['county', { findings: [] }, 'FINDINGS_REQUIRED', ['input', 'findings']],
    ['county', { nature: 'GRID_PATROL' }, 'NATURE_NOT_YOURS', ['input', 'nature']],
    ['county', { finishedOn: '2026-10-18' }, 'ENDS_BEFORE_START', ['input', 'finishedOn']],
    ['county', { startedOn: '2026-10-21' }, 'IN_FUTURE', ['input', 'finishedOn']],
    ['county', { findings: [...whole.findings, { description: '泄漏', level: 'MAJOR' }] }, 'REQUIRED', ['input', 'findings', '1', 'dueOn']],
    ['leader', {}, 'NOT_YOURS', null],
    ['county', { subject: subject(foreign) }, 'NOT_FOUND', ['input', 'subject']],
  ])('%s: %j is refused: %s', async (who, more, code, path) => {
    const before = await db.owner`select count(*)::int as n from event`
    expect(await record(who, more)).toMatchObject({ code, path })
    expect(await db.owner`select count(*)::int as n from event`).toEqual(before)
  })

  it('without a hazard says so in words; an enterprise records its own check', async () => {
    expect((await record('firm', { nature: 'SELF_CHECK', inspectors: [{ post: '安全员', name: '李某' }], findings: [], summary: '未发现事故隐患' })).inspection).toMatchObject({ findings: '未发现事故隐患', inspectors: ['安全员'] })
  })

  it("its hazards are ordered by the document that its nature allows", async () => {
    const inspection = await plantInspection(db, firm, '2026-10-01')
    const { id } = await plantHazard(db, firm, '2026-10-12', { inspectionId: inspection })
    await move('county', 'orderRectification', { id: globalId('Hazard', id), version: 1 }, { dueOn: '2026-10-28' })
    expect(await db.owner`select payload from event where stream_id = ${id} and type = 'ordered'`).toEqual([{ payload: { dueOn: '2026-10-28', document: 'RECTIFICATION_ORDER' } }])
  })
})

describe('a subject', () => {
  const FIELDS = 'subject { id version name creditCode supervisedAt status key accountable { name } sector { name } contacts { name phone } viewerCanChange recordableNatures }'
  const street = globalId('Region', regionId('41/09/28/101/'))

  it('is registered and changed', async () => {
    const { subject: made } = await send('county', 'registerSubject', {
      kind: 'ENTERPRISE', name: ' 柳屯加油站 ', region: street, supervisedAt: 'COUNTY', sector: globalId('Sector', sector), creditCode: '9141 0928ma4000000f', key: true, contacts: [{ role: 'PRINCIPAL', name: '张三', phone: '10000000002' }],
    }, 'zh', FIELDS)
    expect(made).toMatchObject({ version: 1, name: '柳屯加油站', supervisedAt: 'COUNTY', accountable: { name: '濮阳县' }, sector: { name: '危险化学品' }, contacts: [{ name: '张三', phone: '10000000002' }], viewerCanChange: true })
    const change = (who: Name, more: object) => send(who, 'changeSubject', { subject: made.id, expectedVersion: made.version, ...more }, 'zh', FIELDS)
    expect(await change('county', { key: false })).toMatchObject({ code: 'CONSENT_REQUIRED', path: ['input', 'key'] })
    expect(await change('street', { status: 'SUSPENDED' })).toMatchObject({ __typename: 'Forbidden' })
    expect(await change('county', { supervisedAt: 'CITY' })).toMatchObject({ __typename: 'Forbidden' })
    expect(await change('county', { hazardSourcesOnline: 1 })).toMatchObject({ code: 'MORE_ONLINE_THAN_SOURCES', path: ['input', 'hazardSourcesOnline'] })
    expect(await change('county', { region: globalId('Region', regionId('41/09/23/')) })).toMatchObject({ __typename: 'Forbidden' })
    expect((await change('city', { key: false, supervisedAt: 'CITY', status: 'SUSPENDED', reason: '停产整顿' })).subject).toMatchObject({ version: 2, key: false, supervisedAt: 'CITY', status: 'SUSPENDED' })
    expect(await change('city', { name: '别名' })).toMatchObject({ __typename: 'Conflict', currentVersion: 2 })
  })

  it.each<[Name, object, string, string[] | null]>([
    ['county', { name: ' ' }, 'REQUIRED', ['input', 'name']],
    ['county', { creditCode: '123' }, 'BAD_CREDIT_CODE', ['input', 'creditCode']],
    ['county', { supervisedAt: 'COMMUNITY' }, 'NO_SUCH_LEVEL', ['input', 'supervisedAt']],
    ['county', { supervisedAt: 'CITY' }, 'NOT_YOURS', null],
    ['county', { region: globalId('Region', regionId('41/09/23/')) }, 'NOT_YOURS', null],
    ['bureau', { sector: globalId('Sector', fire) }, 'NOT_YOURS', null],
    ['oversight', {}, 'NOT_YOURS', null],
  ])('%s does not register %j: %s', async (who, more, code, path) => {
    expect(await send(who, 'registerSubject', { kind: 'ENTERPRISE', name: '新厂', region: street, ...more }, 'zh', FIELDS)).toMatchObject({ code, path })
  })
})

const worker = connect(db.urls.worker, { max: 1 })
afterAll(() => worker.close())

it('after all of this the figures are those of the events, folded or not', async () => {
  expect(await compareAll(worker.db, TODAY)).toMatchObject({ differing: 0 })
  await foldAll(worker.db, TODAY)
  const { cells, differing } = await compareAll(worker.db, TODAY)
  expect([cells > 50, differing]).toEqual([true, 0])
})
