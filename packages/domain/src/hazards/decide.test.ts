import { describe, expect, it } from 'vitest'
import { addDays, startOfDay, type Day } from '../time/index.ts'
import type { CommandOf, HazardCommand, HazardContext } from './commands.ts'
import { decide } from './decide.ts'
import { fieldNames, hazardErrors } from './errors.ts'
import { currentRound, foldHazard, type Hazard } from './fold.ts'
import { nextMoves } from './moves.ts'

type Extra = Partial<HazardContext>
const context = (day: Day, extra: Extra = {}): HazardContext => ({ actorId: 'worker', at: startOfDay(day), source: 'WEB', ...extra })
type Step = readonly [HazardCommand, Day, Extra?]
function play(...steps: Step[]): Hazard {
  let hazard: Hazard | null = null
  for (const [command, day, extra] of steps) {
    const result = decide(hazard, command, context(day, extra))
    if (!result.ok) throw new Error(`${command.type}: ${result.code}`)
    hazard = foldHazard(result.events, hazard)
  }
  return hazard!
}
const errorOf = (hazard: Hazard | null, command: HazardCommand, day: Day, extra?: Extra) => {
  const result = decide(hazard, command, context(day, extra))
  return result.ok ? 'ok' : [result.code, result.field].filter(Boolean).join(' ')
}

const register: CommandOf<'register'> = {
  type: 'register', number: 'YH-1', description: '配电箱未接地', level: 'GENERAL', source: 'DEPARTMENT', foundOn: '2026-03-01',
  inspectionId: null, subjectId: 's', placeId: 'A1', accountId: 'A', sectorId: 'fire',
}
const registerMajor = { ...register, level: 'MAJOR', dueOn: '2026-05-01' } as const
const plan = { responsiblePost: '厂长', measures: '停用改造', fundsYuan: 50_000, dueOn: '2026-04-20', contingency: '断电撤离' }
const order: Step = [{ type: 'order' }, '2026-03-02']
const submit: Step = [{ type: 'submit', measures: '已接地' }, '2026-03-10']
const accept: Step = [{ type: 'accept', onSite: true }, '2026-03-12', { actorId: 'chief' }]
const ask: Step = [{ type: 'requestExtension', dueOn: '2026-03-31', controlMeasures: '专人看守' }, '2026-03-16']
const askVoid: Step = [{ type: 'requestVoid', reason: '重复' }, '2026-03-05']

const fresh = play([register, '2026-03-01'])
const ordered = play([register, '2026-03-01'], order)
const submitted = play([register, '2026-03-01'], order, submit)
const closed = play([register, '2026-03-01'], order, submit, accept)
const asked = play([register, '2026-03-01'], order, ask)
const major = play([registerMajor, '2026-03-01'], order)
const planned = play([registerMajor, '2026-03-01'], order, [{ type: 'plan', plan }, '2026-03-03'])
const majorSubmitted = play([registerMajor, '2026-03-01'], order, [{ type: 'plan', plan }, '2026-03-03'], submit)
const listed = play([registerMajor, '2026-03-01'], [{ type: 'list', level: 'CITY', dueOn: '2026-04-01' }, '2026-03-02'])
const voiding = play([register, '2026-03-01'], askVoid)
const voided = play([register, '2026-03-01'], askVoid, [{ type: 'countersignVoid' }, '2026-03-06', { actorId: 'chief' }])
const imported: Extra = { source: 'IMPORT', importedOn: '2026-04-03', now: startOfDay('2026-04-03') }

describe('refused or not', () => {
  it.each<[string, Hazard | null, HazardCommand, Day, string, Extra?]>([
    ['registered twice', fresh, register, '2026-03-01', 'ALREADY_REGISTERED'],
    ['worked before it is registered', null, submit[0], '2026-03-01', 'NOT_REGISTERED'],
    ['no description', null, { ...register, description: ' ' }, '2026-03-01', 'REQUIRED description'],
    ['found tomorrow', null, register, '2026-02-28', 'IN_FUTURE foundOn'],
    ['a year that no record has', null, { ...register, dueOn: '9999-12-31' }, '2026-03-01', 'BAD_DAY dueOn'],
    ['a major made general by the level itself', major, { type: 'correct', level: 'GENERAL', reason: '误判' }, '2026-03-04', 'LEVEL_ABOVE_ONLY level'],
    ['a major made general by the level above', major, { type: 'correct', level: 'GENERAL', reason: '误判' }, '2026-03-04', 'ok', { levelAbove: true }],
    ['no such day', null, { ...register, foundOn: '2026-02-30' }, '2026-03-01', 'BAD_DAY foundOn'],
    ['due before it was found', null, { ...register, dueOn: '2026-02-27' }, '2026-03-01', 'TOO_EARLY dueOn'],
    ['a major without deadline', null, { ...register, level: 'MAJOR' }, '2026-03-01', 'REQUIRED dueOn'],
    ['a major on the spot', null, { ...registerMajor, onTheSpot: { measures: 'm' } }, '2026-03-01', 'GENERAL_ONLY'],
    ['on the spot without measures', null, { ...register, onTheSpot: { measures: '' } }, '2026-03-01', 'REQUIRED measures'],
    ['happened after now', fresh, order[0], '2026-03-02', 'IN_FUTURE at', { now: startOfDay('2026-03-01') }],
    ['happened after the import', fresh, submit[0], '2026-04-04', 'IN_FUTURE at', { source: 'IMPORT', importedOn: '2026-04-03' }],
    ['a rectification order by an administrative inspection', fresh, { type: 'order', document: 'RECTIFICATION_ORDER' }, '2026-03-02', 'ok', { inspectionNature: 'ADMINISTRATIVE' }],
    ['a rectification order by a grid patrol', fresh, { type: 'order', document: 'RECTIFICATION_ORDER' }, '2026-03-02', 'WRONG_DOCUMENT document', { inspectionNature: 'GRID_PATROL' }],
    ['a notification by a grid patrol', fresh, { type: 'order', document: 'HAZARD_NOTIFICATION' }, '2026-03-02', 'ok', { inspectionNature: 'GRID_PATROL' }],
    ['ordered before it was found', fresh, order[0], '2026-02-28', 'TOO_EARLY at'],
    ['ordered to a day that has passed', fresh, { type: 'order', dueOn: '2026-03-01' }, '2026-03-02', 'TOO_EARLY dueOn'],
    ['ordered after the deadline to another day', fresh, { type: 'order', dueOn: '2026-03-30' }, '2026-03-17', 'DEADLINE_PASSED dueOn'],
    ['ordered after the deadline', fresh, { type: 'order' }, '2026-03-17', 'ok'],
    ['ordered twice', ordered, order[0], '2026-03-03', 'WRONG_STATE'],
    ['long deadline that is none', fresh, { type: 'approveLongDeadline' }, '2026-03-02', 'NOT_A_LONG_DEADLINE', { levelAbove: true }],
    ['long deadline by its own level', major, { type: 'approveLongDeadline' }, '2026-03-02', 'LEVEL_ABOVE_ONLY'],
    ['long deadline by the level above', major, { type: 'approveLongDeadline' }, '2026-03-02', 'ok', { levelAbove: true }],
    ['a plan for a general hazard', ordered, { type: 'plan', plan }, '2026-03-02', 'MAJOR_ONLY'],
    ['a plan without contingency', major, { type: 'plan', plan: { ...plan, contingency: '' } }, '2026-03-03', 'REQUIRED contingency'],
    ['a plan with half a yuan', major, { type: 'plan', plan: { ...plan, fundsYuan: 0.5 } }, '2026-03-03', 'BAD_AMOUNT fundsYuan'],
    ['a plan beyond the deadline', major, { type: 'plan', plan: { ...plan, dueOn: '2026-05-02' } }, '2026-03-03', 'PLAN_AFTER_DEADLINE dueOn'],
    ['a major submitted without plan', major, submit[0], '2026-03-10', 'PLAN_FIRST'],
    ['a major submitted with its plan', planned, submit[0], '2026-03-10', 'ok'],
    ['submitted before the finding', ordered, submit[0], '2026-02-28', 'TOO_EARLY at'],
    ['submitted without measures', ordered, { type: 'submit', measures: '' }, '2026-03-10', 'REQUIRED measures'],
    ['submitted without an order', fresh, submit[0], '2026-03-10', 'ok'],
    ['submitted twice', submitted, submit[0], '2026-03-11', 'WRONG_STATE'],
    ['accepted without submission', ordered, accept[0], '2026-03-12', 'WRONG_STATE'],
    ['accepted before the submission', submitted, accept[0], '2026-03-09', 'TOO_EARLY at'],
    ['a major accepted from the desk', majorSubmitted, { type: 'accept', onSite: false }, '2026-03-12', 'ON_SITE_ONLY onSite', { actorId: 'chief' }],
    ['a major accepted by who submitted', majorSubmitted, accept[0], '2026-03-12', 'ANOTHER_PERSON actorId'],
    ['a major accepted by the post that submitted', majorSubmitted, accept[0], '2026-03-12', 'ANOTHER_PERSON actorId', { actorId: 'chief', holdsSubmittersPost: true }],
    ['a major accepted', majorSubmitted, accept[0], '2026-03-12', 'ok', { actorId: 'chief' }],
    ['rejected without reason', submitted, { type: 'reject', reason: '' }, '2026-03-12', 'REQUIRED reason'],
    ['rejected without submission before the deadline', ordered, { type: 'reject', reason: '未动' }, '2026-03-15', 'BEFORE_DEADLINE'],
    ['rejected without submission at the deadline', ordered, { type: 'reject', reason: '未动' }, '2026-03-16', 'ok'],
    ['rejected with another deadline in time', submitted, { type: 'reject', reason: '未动', dueOn: '2026-03-20' }, '2026-03-16', 'ok'],
    ['rejected with another deadline after it passed', submitted, { type: 'reject', reason: '未动', dueOn: '2026-03-20' }, '2026-03-17', 'DEADLINE_PASSED dueOn'],
    ['extension asked on the last day', ordered, ask[0], '2026-03-16', 'ok'],
    ['extension asked too late', ordered, ask[0], '2026-03-17', 'DEADLINE_PASSED'],
    ['extension to an earlier day', ordered, { ...ask[0], dueOn: '2026-03-16' } as HazardCommand, '2026-03-10', 'NOT_LATER dueOn'],
    ['extension without control measures', ordered, { ...ask[0], controlMeasures: '' } as HazardCommand, '2026-03-10', 'REQUIRED controlMeasures'],
    ['a second extension', asked, ask[0], '2026-03-16', 'ONE_EXTENSION'],
    ['extension decided unasked', ordered, { type: 'decideExtension', granted: true }, '2026-03-16', 'NO_REQUEST'],
    ['extension decided late', asked, { type: 'decideExtension', granted: true }, '2026-04-20', 'ok', { levelAbove: true }],
    ['extension longer than asked', asked, { type: 'decideExtension', granted: true, dueOn: '2026-04-01' }, '2026-03-20', 'LATER_THAN_ASKED dueOn'],
    ['extension decided before it was asked', asked, { type: 'decideExtension', granted: true }, '2026-03-15', 'TOO_EARLY at'],
    ['corrected without reason', fresh, { type: 'correct', reason: '', level: 'MAJOR' }, '2026-03-02', 'REQUIRED reason'],
    ['corrected to the same', fresh, { type: 'correct', reason: '误', level: 'GENERAL', sectorId: 'fire' }, '2026-03-02', 'NOTHING_CHANGED'],
    ['a closed one made major', closed, { type: 'correct', reason: '误', level: 'MAJOR' }, '2026-03-20', 'REOPEN_FIRST level'],
    ['a listed one made general', listed, { type: 'correct', reason: '误', level: 'GENERAL' }, '2026-03-20', 'LISTED level'],
    ['moved nowhere', fresh, { type: 'transfer', placeId: 'A1', accountId: 'A' }, '2026-03-02', 'NOTHING_CHANGED'],
    ['void without reason', fresh, { type: 'requestVoid', reason: '' }, '2026-03-02', 'REQUIRED reason'],
    ['void asked twice', voiding, askVoid[0], '2026-03-06', 'VOID_PENDING'],
    ['void signed twice by one person', voiding, { type: 'countersignVoid' }, '2026-03-06', 'ANOTHER_PERSON actorId'],
    ['void signed by a second account of the post that asked', voiding, { type: 'countersignVoid' }, '2026-03-06', 'ANOTHER_PERSON actorId', { actorId: 'chief', holdsRequestersPost: true }],
    ['void signed unasked', fresh, { type: 'countersignVoid' }, '2026-03-06', 'NO_REQUEST'],
    ['void refused', voiding, { type: 'refuseVoid' }, '2026-03-06', 'ok'],
    ['worked while a void is pending', voiding, submit[0], '2026-03-10', 'ok'],
    ['worked after the void', voided, submit[0], '2026-03-10', 'WRONG_STATE'],
    ['voided again', voided, askVoid[0], '2026-03-10', 'WRONG_STATE'],
    ['drawn revisit by its own level', closed, { type: 'revisit', drawn: true, recurred: false }, '2026-04-01', 'LEVEL_ABOVE_ONLY'],
    ['revisited while open', ordered, { type: 'revisit', drawn: false, recurred: true }, '2026-04-01', 'WRONG_STATE'],
    ['reopened while open', submitted, { type: 'reopen', reason: '反弹' }, '2026-04-01', 'WRONG_STATE'],
    ['reopened before it was closed', closed, { type: 'reopen', reason: '反弹' }, '2026-03-11', 'TOO_EARLY at'],
    ['archived while open', submitted, { type: 'archive' }, '2026-04-01', 'WRONG_STATE'],
    ['a general hazard listed', ordered, { type: 'list', level: 'CITY', dueOn: '2026-05-01' }, '2026-03-05', 'MAJOR_ONLY'],
    ['listed at two levels', listed, { type: 'list', level: 'PROVINCE', dueOn: '2026-05-01' }, '2026-03-05', 'LISTED'],
    ['delisted while open without reason', listed, { type: 'delist' }, '2026-03-05', 'REQUIRED reason'],
    ['delisted, not listed', major, { type: 'delist', reason: '误' }, '2026-03-05', 'NOT_LISTED'],
    ['imported extension', ordered, ask[0], '2026-03-16', 'NOT_BY_IMPORT', imported],
    ['imported decision', asked, { type: 'decideExtension', granted: true }, '2026-03-20', 'NOT_BY_IMPORT', imported],
    ['imported deadline', fresh, { type: 'order', dueOn: '2026-03-20' }, '2026-03-02', 'NOT_BY_IMPORT dueOn', imported],
    ['imported level', fresh, { type: 'correct', reason: '误', level: 'MAJOR' }, '2026-03-02', 'NOT_BY_IMPORT level', imported],
    ['imported closure of a major', majorSubmitted, accept[0], '2026-03-12', 'NOT_BY_IMPORT', { ...imported, actorId: 'chief' }],
    ['imported closure of a general one', submitted, accept[0], '2026-03-12', 'ok', imported],
    ['imported submission of an unordered one', fresh, submit[0], '2026-03-10', 'ok', imported],
  ])('%s', (_, hazard, command, day, expected, extra) => expect(errorOf(hazard, command, day, extra)).toBe(expected))
})

it('the default deadline is fifteen days, on the spot the day found, and all is done at once', () => {
  expect(currentRound(fresh)).toMatchObject({ dueOn: '2026-03-16', firstDueOn: '2026-03-16' })
  const result = decide(null, { ...register, onTheSpot: { measures: '当场接地' } }, context('2026-03-03'))
  const hazard = foldHazard(result.ok ? result.events : [])!
  expect(hazard).toMatchObject({ state: 'CLOSED', version: 3, registeredOn: '2026-03-03' })
  expect(currentRound(hazard)).toMatchObject({ dueOn: '2026-03-01', acceptedOn: '2026-03-01', submissions: [{ on: '2026-03-01', onTheSpot: true }] })
})

it('a reopened major needs a deadline and a plan of its own', () => {
  const again = play([registerMajor, '2026-03-01'], order, [{ type: 'plan', plan }, '2026-03-03'], submit, accept)
  expect(errorOf(again, { type: 'reopen', reason: '反弹' }, '2026-06-01')).toBe('REQUIRED dueOn')
  const result = decide(again, { type: 'reopen', reason: '反弹', dueOn: '2026-07-01', revisit: { drawn: false } }, context('2026-06-01'))
  const reopened = foldHazard(result.ok ? result.events : [], again)!
  expect(reopened).toMatchObject({ state: 'RECTIFYING', plan: null, revisits: [{ recurred: true }] })
  expect(errorOf(reopened, submit[0], '2026-06-10')).toBe('PLAN_FIRST')
})

it('what a ledger states beside the figures is kept from the start, and later only what was not stated before', () => {
  const stated = play([{ ...register, details: { fundsYuan: 500, note: '' } }, '2026-03-01'])
  expect(stated.details).toEqual({ fundsYuan: 500 })
  expect(fresh).not.toHaveProperty('details')
  const added = play([{ ...register, details: { fundsYuan: 500 } }, '2026-03-01'], [{ type: 'correct', reason: '台账补充', details: { fundsYuan: 800, regulator: '县应急管理局' } }, '2026-03-02'])
  expect(added.details).toEqual({ fundsYuan: 500, regulator: '县应急管理局' })
  expect(errorOf(added, { type: 'correct', reason: '台账补充', details: { fundsYuan: 900 } }, '2026-03-03')).toBe('NOTHING_CHANGED')
})

describe('whose move it is', () => {
  it.each<[string, Hazard, string[]]>([
    ['registered', fresh, ['order SUPERVISOR', 'submit RECTIFIER 2026-03-16']],
    ['in rectification', ordered, ['submit RECTIFIER 2026-03-16']],
    ['a major without plan', major, ['plan RECTIFIER 2026-05-01']],
    ['submitted', submitted, ['accept SUPERVISOR 2026-03-20', 'reject SUPERVISOR 2026-03-20']],
    ['submitted again after a rejection', play([register, '2026-03-01'], order, submit, [{ type: 'reject', reason: '未改好' }, '2026-03-11'], [submit[0], '2026-03-12']), ['accept SUPERVISOR', 'reject SUPERVISOR']],
    ['extension asked', asked, ['submit RECTIFIER 2026-03-16', 'decideExtension LEVEL_ABOVE']],
    ['void asked', voiding, ['order SUPERVISOR', 'submit RECTIFIER 2026-03-16', 'countersignVoid SECOND_SIGNATORY', 'refuseVoid SECOND_SIGNATORY']],
    ['closed', closed, ['archive SUPERVISOR']],
    ['voided', voided, []],
  ])('%s', (_, hazard, expected) => expect(nextMoves(hazard, '2026-03-10').filter((move) => move.expected)
    .map(({ command, by, dueOn }) => [command, by, dueOn].filter(Boolean).join(' '))).toEqual(expected))
})

it('errors speak both languages and name the field', () => {
  for (const { zh, en } of Object.values(hazardErrors)) expect([/\p{Script=Han}/u.test(zh), /^[A-Z]/.test(en)]).toEqual([true, true])
  expect(decide(null, { ...register, foundOn: addDays('2026-03-01', 1) }, context('2026-03-01'))).toMatchObject({
    message: { zh: '发现日期不能晚于今天', en: 'The day found lies in the future' },
  })
  expect(fieldNames['dueOn']).toEqual({ zh: '整改期限', en: 'deadline' })
})
