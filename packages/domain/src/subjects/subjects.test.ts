import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { startOfDay, type Day } from '../time/index.ts'
import { subjectContributions, foldSubject, type Subject } from './contributions.ts'
import { creditCodeProblem, normalizeCreditCode, withCheckCharacter } from './creditCode.ts'
import { decideSubject, type SubjectCommand, type SubjectContext } from './decide.ts'
import { responsibilities, type SubjectEvent, type SubjectFacts } from './events.ts'

describe('unified social credit code', () => {
  it.each([
    ['91350100M000100Y43', null],
    ['911100007109250324', null],
    ['91350100M000100Y44', 'CHECK_CHARACTER'],
    ['91530100M000100Y43', 'CHECK_CHARACTER'],
    ['9135010OM000100Y43', 'CHARACTER'],
    ['91350100M000100I43', 'CHARACTER'],
    ['91A50100M000100Y43', 'CHARACTER'],
    ['91350100m000100y43', 'CHARACTER'],
    ['91350100M000100Y4', 'LENGTH'],
    ['', 'LENGTH'],
  ])('%s: %s', (code, problem) => expect(creditCodeProblem(code)?.code ?? null).toBe(problem))

  it('is normalized from what people type', () =>
    expect(normalizeCreditCode(' ９１350100ｍ000100 Y43\n')).toBe('91350100M000100Y43'))

  const body = fc.tuple(
    fc.constantFrom('91', '92', '93', '11'), fc.integer({ min: 100_000, max: 999_999 }).map(String),
    fc.array(fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY'), { minLength: 9, maxLength: 9 }).map((list) => list.join('')),
  ).map((parts) => parts.join(''))
  it('any one wrong character is found out', () =>
    fc.assert(fc.property(body, fc.nat({ max: 17 }), fc.constantFrom(...'0123456789'), (b, i, other) => {
      const code = withCheckCharacter(b)
      expect(creditCodeProblem(code)).toBeNull()
      const wrong = code.slice(0, i) + other + code.slice(i + 1)
      expect(creditCodeProblem(wrong) === null).toBe(wrong === code)
    })))
})

const facts: SubjectFacts = {
  kind: 'ENTERPRISE', name: '龙泰化工有限公司', creditCode: null, placeId: 'A1', accountId: 'A', sectorId: 'chemical', riskGrade: 'RED',
  status: 'OPERATING', key: true, supervisionModeSet: false, assigned: [], hazardSources: 2, hazardSourcesOnline: 1, standardized: false,
}
const context = (day: Day, more: Partial<SubjectContext> = {}): SubjectContext => ({ actorId: 'x', at: startOfDay(day), source: 'WEB', ...more })
const registered = decideSubject(null, { type: 'register', facts }, context('2026-01-10'))
const subject = foldSubject(registered.ok ? registered.events : [])!
const registeredPlain = decideSubject(null, { type: 'register', facts: { ...facts, key: false, hazardSources: 0, hazardSourcesOnline: 0 } }, context('2026-01-10'))
const plain = foldSubject(registeredPlain.ok ? registeredPlain.events : [])!

describe('what may happen to a subject', () => {
  type Case = [string, Subject | null, SubjectCommand, Partial<SubjectContext> & { on?: Day }, string | null, string?]
  it.each<Case>([
    ['registered twice', subject, { type: 'register', facts }, {}, 'ALREADY_REGISTERED'],
    ['changed before it is registered', null, { type: 'change', changes: { key: false } }, {}, 'NOT_REGISTERED'],
    ['without a name', null, { type: 'register', facts: { ...facts, name: ' ' } }, {}, 'REQUIRED', 'name'],
    ['a wrong credit code', null, { type: 'register', facts: { ...facts, creditCode: '91350100M000100Y44' } }, {}, 'BAD_CREDIT_CODE', 'creditCode'],
    ['more online than there are', null, { type: 'register', facts: { ...facts, hazardSourcesOnline: 3 } }, {}, 'MORE_ONLINE_THAN_SOURCES', 'hazardSourcesOnline'],
    ['half a hazard source', null, { type: 'register', facts: { ...facts, hazardSources: 1.5 } }, {}, 'BAD_COUNT', 'hazardSources'],
    ['tomorrow', null, { type: 'register', facts }, { now: startOfDay('2026-01-31') }, 'IN_FUTURE', 'at'],
    ['before its registration', subject, { type: 'change', changes: { name: '龙泰' } }, { on: '2026-01-09' }, 'TOO_EARLY', 'at'],
    ['the same again', subject, { type: 'change', changes: { name: facts.name, assigned: [] } }, {}, 'NOTHING_CHANGED'],
    ['off the list of key enterprises', subject, { type: 'change', changes: { key: false } }, {}, 'CONSENT_REQUIRED', 'key'],
    ['closed while on the list', subject, { type: 'change', changes: { status: 'CLOSED' } }, {}, 'CONSENT_REQUIRED', 'status'],
    ['fewer hazard sources', subject, { type: 'change', changes: { hazardSources: 1 } }, {}, 'CONSENT_REQUIRED', 'hazardSources'],
    ['no enterprise any more', subject, { type: 'change', changes: { kind: 'SITE' } }, {}, 'CONSENT_REQUIRED', 'kind'],
    ['no enterprise any more, with consent', subject, { type: 'change', changes: { kind: 'SITE' } }, { consent: true }, null],
    ['closed though not a key one', plain, { type: 'change', changes: { status: 'CLOSED' } }, {}, 'CONSENT_REQUIRED', 'status'],
    ['suspended', plain, { type: 'change', changes: { status: 'SUSPENDED' } }, {}, null],
    ['more hazard sources than there are', null, { type: 'register', facts: { ...facts, hazardSources: 2_147_483_647 } }, {}, 'BAD_COUNT', 'hazardSources'],
    ['stated beside the facts', subject, { type: 'change', changes: { details: { address: '工业路1号' } } }, {}, null],
    ['off the list with consent', subject, { type: 'change', changes: { key: false } }, { consent: true }, null],
    ['online', subject, { type: 'change', changes: { hazardSourcesOnline: 2 } }, {}, null],
    ['moved nowhere', subject, { type: 'transfer', placeId: 'A1', accountId: 'A' }, {}, 'NOTHING_CHANGED'],
    ['moved', subject, { type: 'transfer', placeId: 'B1', accountId: 'B' }, {}, null],
    ['withdrawn without a reason', subject, { type: 'withdraw', reason: '' }, { consent: true }, 'REQUIRED', 'reason'],
    ['withdrawn', subject, { type: 'withdraw', reason: '重复' }, { consent: true }, null],
  ])('%s', (_, before, command, { on = '2026-02-01', ...more }, code, field) => {
    const result = decideSubject(before, command, context(on, more))
    expect(result.ok ? null : result.code).toBe(code)
    if (!result.ok) expect(result.field).toBe(field)
  })
})

describe('stocks of the register', () => {
  const play = (...steps: [Day, SubjectCommand][]) => {
    let folded: Subject | null = subject
    const events: SubjectEvent[] = []
    for (const [day, command] of steps) {
      const result = decideSubject(folded, command, context(day, { consent: true }))
      if (!result.ok) throw new Error(result.code)
      events.push(...result.events)
      folded = foldSubject(result.events, folded)
    }
    return folded
  }
  const sum = (folded: Subject | null, metric: string, until: Day, region?: string) => subjectContributions(folded)
    .filter((row) => row.metric === metric && row.countsOn < until && (region === undefined || row.regionId === region))
    .reduce((total, row) => total + row.amount, 0)

  it.each<[string, Subject | null, string, Day, number, string?]>([
    ['from the day registered', subject, 'enterprises', '2026-01-11', 1],
    ['not before', subject, 'enterprises', '2026-01-10', 0],
    ['nobody responsible', subject, 'owned', '2026-06-01', 0],
    ['all five responsible', play(['2026-02-01', { type: 'change', changes: { assigned: responsibilities } }]), 'owned', '2026-02-02', 1],
    ['a key enterprise without its mode', subject, 'key_enterprises_placed', '2026-06-01', 0],
    ['its hazard sources', subject, 'hazard_sources', '2026-06-01', 2],
    ['those online', subject, 'hazard_sources_online', '2026-06-01', 1],
    ['something stated beside the facts', play(['2026-02-01', { type: 'change', changes: { details: { employees: 12 } } }]), 'enterprises', '2026-06-01', 1],
    ['closed', play(['2026-02-01', { type: 'change', changes: { status: 'CLOSED' } }]), 'enterprises', '2026-06-01', 0],
    ['closed, before', play(['2026-02-01', { type: 'change', changes: { status: 'CLOSED' } }]), 'enterprises', '2026-02-01', 1],
    ['moved, there', play(['2026-02-01', { type: 'transfer', placeId: 'B1', accountId: 'B' }]), 'enterprises', '2026-02-02', 1, 'B'],
    ['moved, here', play(['2026-02-01', { type: 'transfer', placeId: 'B1', accountId: 'B' }]), 'enterprises', '2026-02-02', 0, 'A'],
    ['moved, here before', play(['2026-02-01', { type: 'transfer', placeId: 'B1', accountId: 'B' }]), 'enterprises', '2026-02-01', 1, 'A'],
    ['withdrawn: never was', play(['2026-02-01', { type: 'withdraw', reason: '重复' }]), 'enterprises', '2026-01-20', 0],
  ])('%s', (_, folded, metric, until, expected, region) => expect(sum(folded, metric, until, region)).toBe(expected))
})
