import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { HazardDetails, HazardPayloads } from '../hazards/index.ts'
import type { InspectionDetails, InspectionFacts, InspectionPayloads } from '../inspections/index.ts'
import type { SubjectDetails, SubjectFacts, SubjectPayloads } from '../subjects/index.ts'
import { recordWithoutNumbers } from './index.ts'

const all = <T>(value: { readonly [K in keyof Required<T>]: Required<T>[K] }): T => value as T
const place = { subjectId: 'firm', placeId: 'here', accountId: 'there', sectorId: 'fire' }
const inspection = (text: string) => all<InspectionFacts>({
  number: 'JC-1', nature: 'ADMINISTRATIVE', ...place, startedOn: '2026-01-01', finishedOn: '2026-01-01', reinspection: false, findings: text, inspectors: [text], process: text, shownOnly: false,
  details: all<InspectionDetails>({ category: text, drawn: true, violations: 1, general: 1, major: 1, listed: 1, rectified: 1, documents: [{ name: text, count: 1 }], finesYuan: 1, finesPaidYuan: 1, note: text }),
})
const firm = (text: string) => all<SubjectFacts>({
  kind: 'ENTERPRISE', name: text, creditCode: null, ...place, riskGrade: null, status: 'OPERATING', key: false, supervisionModeSet: false, assigned: [], hazardSources: 0, hazardSourcesOnline: 0, standardized: false,
  details: all<SubjectDetails>({ address: text, category: text, industryCode: '2614', sectorText: text, size: text, employees: 1, employeesText: text, hazardSourceGrade: text, standardization: text, regulator: text, note: text }),
})
const details = (text: string) =>
  all<HazardDetails>({ measures: text, fundsYuan: 1, fundsText: text, contingency: text, rectifyingUnit: text, regulator: text, reinspectingUnit: text, progress: text, address: text, note: text })

/** A payload of each type with the text in every field that people write in: a type or a field that is added has to come here to compile. */
const payloads = (text: string) => ({
  hazard: {
    registered: all<HazardPayloads['registered']>({ ...place, number: 'YH-1', description: text, level: 'GENERAL', source: 'DEPARTMENT', foundOn: '2026-01-01', dueOn: '2026-01-16', inspectionId: null, shownOnly: false, details: details(text) }),
    ordered: { dueOn: '2026-01-16', document: 'RECTIFICATION_ORDER' }, long_deadline_approved: {},
    planned: { plan: all<HazardPayloads['planned']['plan']>({ responsiblePost: text, measures: text, fundsYuan: 1, dueOn: '2026-01-16', contingency: text }) },
    submitted: { onTheSpot: false, measures: text }, accepted: { onSite: true }, rejected: { dueOn: null }, extension_requested: { dueOn: '2026-01-16', controlMeasures: text },
    extension_decided: { granted: true, dueOn: '2026-01-16', byLevelAbove: true },
    corrected: all<HazardPayloads['corrected']>({ level: 'MAJOR', sectorId: null, subject: place, description: text, details: details(text) }),
    transferred: { placeId: 'here', accountId: 'there' }, void_requested: { duplicateOf: null }, void_countersigned: {}, void_refused: {}, revisited: { drawn: false, recurred: false }, reopened: { dueOn: '2026-01-16' },
    archived: {}, listed: { level: 'CITY', dueOn: '2026-01-16' }, delisted: {},
  } satisfies HazardPayloads,
  inspection: { recorded: inspection(text), corrected: inspection(text), withdrawn: {} } satisfies InspectionPayloads,
  subject: { registered: { ...firm(text), shownOnly: false }, changed: firm(text), transferred: { placeId: 'here', accountId: 'there' }, withdrawn: {} } satisfies SubjectPayloads,
})

const mobile = fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }).map(String)
const identity = fc.tuple(fc.integer({ min: 110_000, max: 659_999 }), fc.date({ min: new Date('1930-01-01'), max: new Date('2025-12-31'), noInvalidDate: true }), fc.integer({ min: 100, max: 999 }), fc.constantFrom('0', '7', 'X'))
  .map(([place, born, n, check]) => `${place}${born.toISOString().slice(0, 10).replaceAll('-', '')}${n}${check}`)
const words = fc.constantFrom('', '找王某', '电话：', '，', ' ', '；限三日', '（', '。')

it('an event of any type keeps no telephone or identity number, whatever text it was typed in', () =>
  fc.assert(fc.property(words, fc.oneof(mobile, identity), words, (before, number, after) => {
    const kept = JSON.stringify(recordWithoutNumbers(payloads(`${before}${number}${after}`)))
    expect(kept).not.toContain(number)
    expect(kept).toContain('号码略')
  })))

it('and nothing else of it changes', () =>
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('配', '电', '箱', '1', '2', ' ', '，') , maxLength: 6 }), (text) => {
    expect(recordWithoutNumbers(payloads(text))).toEqual(payloads(text))
  })))
