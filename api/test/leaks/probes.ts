import { globalId } from '../../src/schema/nodes.ts'
import type { FieldArguments } from './selection.ts'
import { PLACES, type LeakWorld, type Records } from './world.ts'
import { regionId } from '@anwang/domain/regions'

const text = (value: string) => JSON.stringify(value)
const PERIOD = '"2026-Q3"'
/** The record's own key. */
const keyOf = (id: string): string => Buffer.from(id, 'base64url').toString('utf8').split(':')[1]!

/** What is asked with: what is one's own, and what is 南乐县's. */
export interface Probed {
  readonly own: Probe
  readonly foreign: Probe
  readonly regions: { readonly own: string; readonly foreign: string; readonly foreignStreet: string; readonly city: string }
  readonly sector: string
}
export interface Probe {
  readonly subject: string
  readonly hazard: string
  readonly version: number
  readonly inspection: string
  readonly number: string
  readonly name: string
  readonly phone: string
}

export function probed({ at }: LeakWorld): Probed {
  const probe = ({ subject, hazards, version, inspection, number, name, phone }: Records): Probe => ({ subject, hazard: hazards[0]!, version, inspection, number, name, phone })
  return {
    own: probe(at.own), foreign: probe(at.sibling), sector: at.own.sector,
    regions: { own: at.own.region, foreign: at.sibling.region, foreignStreet: globalId('Region', regionId(`${PLACES.sibling}101/`)), city: at.parent.region },
  }
}

/** Cursors at a record of 南乐县, one for each list, as its own office gets them. */
export interface Cursors {
  readonly hazards: string
  /** Of hazards by number. */
  readonly numbers: string
  readonly inspections: string
  readonly subjects: string
  readonly children: string
  readonly imports: string
}

const filters = ({ foreign, regions, own, sector }: Probed, foreignImport: string): string[] => [
  `{ import: ${text(foreignImport)} }`,
  `{ region: ${text(regions.foreign)} }`, `{ subject: ${text(foreign.subject)} }`, `{ search: ${text(foreign.number)} }`, `{ search: ${text(foreign.name)} }`,
  `{ accountable: ${text(regions.foreign)}, overdueOn: "2026-09-30" }`, '{ overdueOn: "2026-09-30" }', `{ accountable: ${text(regions.foreign)} }`, `{ accountable: ${text(regions.foreign)}, own: true }`,
  `{ sector: ${text(sector)}, region: ${text(regions.foreign)}, overdue: true }`, `{ region: ${text(regions.foreign)}, subject: ${text(own.subject)} }`,
]

/** Nested fields with arguments: the first is what is asked where one will do. */
export const nestedArguments = (world: Probed, at: Cursors, foreignImport: string): FieldArguments => {
  const hazards = ['', ...filters(world, foreignImport).map((filter) => `(filter: ${filter})`), `(after: ${text(at.hazards)})`]
  return {
    'Region.metrics': [`(period: ${PERIOD})`, `(period: ${PERIOD}, sector: ${text(world.sector)})`],
    'Region.score': [`(period: ${PERIOD})`, `(period: ${PERIOD}, basis: PUBLISHED)`],
    'Region.children': ['', `(after: ${text(at.children)})`],
    'Hazard.overdueDays': ['(on: "2026-09-30")'],
    'Region.hazards': hazards,
    'Region.subjects': ['', `(search: ${text(world.foreign.name)})`, `(sector: ${text(world.sector)})`, '(key: false, orderBy: { field: RISK_GRADE, direction: DESC })', `(after: ${text(at.subjects)})`],
    'Subject.hazards': hazards,
    'Subject.inspections': ['', `(after: ${text(at.inspections)})`],
    'Inspection.hazards': ['', `(after: ${text(at.numbers)})`],
    'Hazard.events': ['', `(after: ${text(at.hazards)})`],
    'IndicatorScore.records': ['', '(counted: NUMERATOR)', '(counted: LOST)', `(after: ${text(at.hazards)})`],
    'Ranking.entries': ['', `(after: ${text(at.children)})`],
    'Import.rows': ['', `(after: ${text(at.imports)})`],
    'Audit.events': ['', `(region: ${text(world.regions.foreign)})`, `(record: ${text(keyOf(world.foreign.hazard))})`, `(after: ${text(at.children)})`],
    'Audit.entries': ['', `(filter: { region: ${text(world.regions.foreign)} })`, `(filter: { search: ${text(world.foreign.number)} })`, `(after: ${text(at.subjects)})`],
  }
}

/** A query's field is asked with each of these. A field that is not here fails the matrix. */
export const queryArguments = (world: Probed, at: Cursors, foreignImport: string): Readonly<Record<string, readonly string[]>> => {
  const { regions, own, foreign } = world
  const hazards = filters(world, foreignImport)
  return {
    viewer: [''], office: [''], sectors: [''], demonstrationAccounts: [''], identityProvider: [''], accounts: ['', '(search: "nanle")', '(waiting: true)', `(after: ${text(Buffer.from('["a"]').toString('base64url'))})`], layouts: [''], proposals: ['', '(open: true)', `(after: ${text(Buffer.from('["00000000-0000-0000-0000-000000000001"]').toString('base64url'))})`],
    region: [`(code: "410923000000")`, `(id: ${text(regions.foreign)})`, `(code: "410928000000")`, `(id: ${text(regions.city)})`],
    regions: ['(search: "南乐")', `(search: "n", within: ${text(regions.foreign)})`, `(search: "县", after: ${text(at.children)})`],
    node: [...Object.values(foreign).filter((id) => typeof id === 'string' && id.length > 40), own.hazard, own.subject, own.inspection, regions.foreign, regions.own].map((id) => `(id: ${text(String(id))})`),
    hazards: ['', ...hazards.map((filter) => `(filter: ${filter})`), `(after: ${text(at.hazards)})`, '(orderBy: { field: OVERDUE_DAYS, direction: DESC }, first: 200)'],
    inspections: [
      '', `(filter: { region: ${text(regions.foreign)} })`, `(filter: { subject: ${text(foreign.subject)} })`, `(filter: { search: ${text(foreign.name)} })`,
      `(filter: { accountable: ${text(regions.foreign)}, reinspection: false })`, `(filter: { accountable: ${text(regions.foreign)}, own: true })`, `(filter: { accountable: ${text(regions.foreign)}, region: ${text(regions.own)} })`,
      `(filter: { sector: ${text(world.sector)} })`, '(orderBy: { field: NUMBER, direction: ASC }, first: 200)', `(after: ${text(at.inspections)})`,
    ],
    overdueGroups: ['REGION', 'SECTOR', 'SUBJECT'].flatMap((by) => [`(by: ${by})`, ...hazards.map((filter) => `(by: ${by}, filter: ${filter})`)]),
    ranking: [`(code: "410900000000", period: ${PERIOD})`, `(region: ${text(regions.foreign)}, period: ${PERIOD})`, `(code: "410928000000", period: ${PERIOD})`, `(region: ${text(regions.city)}, period: ${PERIOD}, basis: PUBLISHED)`],
    publications: [`(region: ${text(regions.foreign)})`, `(region: ${text(regions.city)})`, `(region: ${text(regions.city)}, after: ${text(at.children)})`],
    imports: ['', `(after: ${text(at.imports)})`], audit: [''], system: [''], personalData: [`(phone: ${text(foreign.phone)})`],
  }
}

/** Inputs, without the key of idempotency, that name what is 南乐县's: all must be refused. A mutation that is not here fails the matrix. */
export const mutationInputs = (world: Probed, importId: string): Readonly<Record<string, readonly string[]>> => {
  const { regions, own, foreign } = world
  const there = `hazard: ${text(foreign.hazard)}, expectedVersion: ${foreign.version}`
  const here = `hazard: ${text(own.hazard)}, expectedVersion: ${own.version}`
  const inspection = `nature: SUPERVISORY, startedOn: "2026-10-19", inspectors: [{ post: "甲", name: "乙" }], process: "查", summary: "有", findings: [{ description: "漏", level: GENERAL, sector: ${text(world.sector)}, onTheSpotMeasures: "补" }]`
  const firm = `kind: ENTERPRISE, name: "新厂", creditCode: "", sector: ${text(world.sector)}, contacts: [{ role: "PRINCIPAL", name: "丙", phone: "10000000009" }]`
  const proposal = `proposal: ${text(globalId('Proposal', '00000000-0000-0000-0000-000000000001'))}`
  const account = `account: ${text(globalId('Account', '00000000-0000-0000-0000-000000000001'))}`
  return {
    endSession: [`session: ${text(globalId('Session', '00000000-0000-0000-0000-000000000001'))}`],
    inviteAccount: [`userName: "newcomer", title: "新来的", titleEn: "Newcomer", home: ${text(regions.foreign)}`, `userName: "newcomer", title: "新来的", home: ${text(regions.own)}`],
    renewInvitation: [account], leaveOffice: [account], signOutAccount: [account], resetSecondFactor: [account], unbindIdentity: [account], unlockAccount: [account], eraseAccount: [account],
    countersignProposal: [proposal], returnProposal: [`${proposal}, reason: "否"`], withdrawProposal: [proposal],
    givePost: [`${account}, role: COMMITTEE_OFFICE, region: ${text(regions.own)}, sectors: [${text(world.sector)}]`, `${account}, role: ENTERPRISE, creditCode: "91410923MA0000000X"`],
    endPost: [`post: ${text(globalId('Post', '00000000-0000-0000-0000-000000000001'))}`],
    erasePersonalData: [`phone: ${text(foreign.phone)}, ground: UNLAWFUL, expected: 1`, `contact: ${text(globalId('Contact', '00000000-0000-0000-0000-000000000001'))}, ground: UNLAWFUL, expected: 1`],
    registerSubject: [`${firm}, region: ${text(regions.foreign)}`],
    changeSubject: [`subject: ${text(foreign.subject)}, expectedVersion: 1, reason: "改", ${firm}`, `subject: ${text(own.subject)}, expectedVersion: 1, region: ${text(regions.foreignStreet)}`],
    registerHazard: [
      `subject: ${text(foreign.subject)}, source: DEPARTMENT, description: "漏", level: GENERAL, sector: ${text(world.sector)}, onTheSpotMeasures: "补"`,
      `subject: ${text(own.subject)}, source: DEPARTMENT, description: "漏", level: GENERAL, inspection: ${text(foreign.inspection)}`,
    ],
    recordInspection: [`subject: ${text(foreign.subject)}, ${inspection}`],
    orderRectification: [`${there}, dueOn: "2026-10-30"`],
    approveLongDeadline: [there],
    planRectification: [`${there}, responsiblePost: "厂长", measures: "停", fundsYuan: 1, dueOn: "2026-08-10", contingency: "撤"`],
    submitRectification: [`${there}, measures: "改"`],
    reinspect: [`${there}, accepted: false, reason: "未改"`, `${there}, accepted: true, onSite: true`],
    requestExtension: [`${there}, dueOn: "2026-11-30", controlMeasures: "看"`],
    decideExtension: [`${there}, granted: true, reason: "可"`],
    correctHazard: [`${there}, reason: "错", description: "别的"`, `${here}, reason: "错", subject: ${text(foreign.subject)}`, `${there}, reason: "错", sector: ${text(world.sector)}`],
    requestVoid: [`${there}, reason: "错"`, `${here}, reason: "重", duplicateOf: ${text(foreign.hazard)}`],
    countersignVoid: [there],
    refuseVoid: [`${there}, reason: "否"`],
    reopenHazard: [`${there}, reason: "反弹", dueOn: "2026-11-30"`],
    archiveHazard: [there],
    revisitHazard: [`${there}, recurred: false`, `${there}, recurred: true, reason: "反弹", dueOn: "2026-11-30"`],
    listHazard: [`${there}, dueOn: "2026-11-30"`],
    delistHazard: [`${there}, reason: "错"`],
    mapImport: [`import: ${text(importId)}, sheets: [{ name: "表", layout: "hazards", columns: [{ field: "number", index: 0 }] }], answers: [{ sheet: "表", field: "firm", value: "*", answer: "new" }]`],
    confirmImport: [`import: ${text(importId)}`],
    discardImport: [`import: ${text(importId)}`],
    verifyAudit: [''],
    withdrawImport: [`import: ${text(importId)}, reason: "错"`],
  }
}

/** What answers beside /graphql with records: paths that name what is 南乐县's. A route that is not here fails the matrix. */
export const restPaths = ({ regions, foreign }: Probed, importId: string): Readonly<Record<string, readonly string[]>> => {
  const asked = (...filters: object[]) => filters.map((filter) => `filter=${encodeURIComponent(JSON.stringify(filter))}`)
  const hazards = asked({}, { region: regions.foreign }, { subject: foreign.subject })
  const subjects = asked({}, { region: regions.foreign })
  const inspections = asked({}, { region: regions.foreign }, { accountable: regions.foreign, reinspection: false }, { subject: foreign.subject })
  // A workbook says what was searched for, and so holds what the caller typed: names are searched for in the other form.
  const named = asked({ search: foreign.name }, { search: foreign.number })
  return {
    '/export/subjects.xlsx': subjects.map((query) => `/export/subjects.xlsx?${query}`),
    '/export/subjects.csv': [...subjects, ...named].map((query) => `/export/subjects.csv?${query}`),
    '/export/inspections.xlsx': inspections.map((query) => `/export/inspections.xlsx?${query}`),
    '/export/inspections.csv': [...inspections, ...named].map((query) => `/export/inspections.csv?${query}`),
    '/export/hazards.xlsx': hazards.map((query) => `/export/hazards.xlsx?${query}`),
    '/export/hazards.csv': [...hazards, ...named].map((query) => `/export/hazards.csv?${query}`),
    '/export/ranking.xlsx': [`/export/ranking.xlsx?region=${regions.foreign}&period=2026-Q3`, `/export/ranking.xlsx?region=${regions.city}&period=2026-Q3`],
    '/export/audit.xlsx': ['/export/audit.xlsx', `/export/audit.xlsx?filter=${encodeURIComponent(JSON.stringify({ region: regions.foreign }))}`],
    '/imports/:id/refused.xlsx': [`/imports/${importId}/refused.xlsx`],
    '/templates/:name': ['/templates/hazards.xlsx'],
    '/healthz': [], '/readyz': [], '/session': ['/session'], '/session/code': [], '/session/password': [], '/session/second-factor': [], '/session/oidc': [], '/session/oidc/return': [], '/invitation': [], '/invitation/accept': [], '/imports': [],
  }
}
