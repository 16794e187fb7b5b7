import { fixedClock, testDatabase } from '@anwang/testkit'
import { Kind, OperationTypeNode, parse } from 'graphql'
import { describe, expect, it, vi } from 'vitest'
import { documentsIn } from '../../web/documents.ts'
import { startApi } from '../test/api.ts'
import { plantCities, today, type City } from '../test/screens/world.ts'

vi.setConfig({ testTimeout: 60_000 })
const db = await testDatabase()
const worlds = await plantCities(db)
const api = await startApi(db, fixedClock(today))
const cities = await worlds(api)

interface Screen {
  /** Statements at most, transaction and scope apart: the figure reached. */
  readonly most: number
  readonly variables?: (city: City) => object
  readonly as?: 'office' | 'secadmin' | 'sysadmin' | 'auditor' | 'enterprise'
  /** What is shown does not grow with what there is, or fills its page in both. */
  readonly fixed?: true
}

const period = '2026-Q3'
const months = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`m${i}`, `2026-${String((i % 12) + 1).padStart(2, '0')}`]))
const page = { first: 50, after: null }

const screens: Readonly<Record<string, Screen>> = {
  RegionsFound: { most: 6, variables: ({ region }) => ({ search: '柳屯', home: region }), fixed: true },
  RegionsNear: { most: 3, variables: ({ region }) => ({ id: region }) },
  Everything: { most: 12, variables: ({ region }) => ({ search: '柳屯', home: region }), fixed: true },
  Session: { most: 5, fixed: true },
  RegionOfAddress: { most: 4, variables: ({ code }) => ({ code }), fixed: true },
  OwnAccount: { most: 7, fixed: true },
  WaysToSignIn: { most: 1, fixed: true },
  Accounts: { most: 7, as: 'secadmin', variables: () => page },
  SectorsToGive: { most: 2, as: 'secadmin', fixed: true },
  Proposals: { most: 4, as: 'secadmin', variables: () => ({ open: true, ...page }) },
  Audit: { most: 5, as: 'auditor', variables: () => page, fixed: true },
  AuditedEvents: { most: 8, as: 'auditor', variables: () => page, fixed: true },
  SystemState: { most: 3, as: 'sysadmin', fixed: true },
  FilterName: { most: 2, variables: ({ subject }) => ({ id: subject }), fixed: true },
  Hazards: { most: 7, variables: ({ region }) => ({ filter: { region }, ...page }) },
  HazardByNumber: { most: 3, variables: ({ hazardNumber }) => ({ search: hazardNumber }), fixed: true },
  Dossier: { most: 13, variables: ({ hazard }) => ({ id: hazard }) },
  OwnSubject: { most: 3, as: 'enterprise', variables: ({ region }) => ({ home: region }), fixed: true },
  Registrable: { most: 2, variables: ({ subject }) => ({ id: subject }), fixed: true },
  Sectors: { most: 2, fixed: true },
  ImportPage: { most: 3, variables: ({ import: id }) => ({ id }), fixed: true },
  ImportRows: { most: 4, variables: ({ import: id }) => ({ id, ...page }) },
  Imports: { most: 3, variables: () => page, fixed: true },
  InspectionPage: { most: 8, variables: ({ inspection }) => ({ id: inspection }) },
  Inspections: { most: 7, variables: ({ region }) => ({ filter: { region }, ...page }) },
  Inspected: { most: 2, variables: ({ subject }) => ({ id: subject }), fixed: true },
  OverdueGroups: { most: 5, variables: ({ region }) => ({ filter: { accountable: region, overdue: true }, by: 'REGION' }) },
  OverdueList: { most: 7, variables: ({ region }) => ({ filter: { accountable: region, overdue: true }, orderBy: { field: 'OVERDUE_DAYS', direction: 'DESC' }, ...page }) },
  Overview: { most: 13, variables: ({ region }) => ({ region, period, previous: '2026-Q2', previousSpan: '2026-04-01/2026-04-20', lastYear: '2025-Q3', scored: true }) },
  Months: { most: 3, variables: ({ region }) => ({ region, ...months }), fixed: true },
  Ranking: { most: 6, variables: ({ region }) => ({ region, period, basis: 'LIVE', figures: true }) },
  ComparedRanking: { most: 2, variables: ({ region }) => ({ region, period, basis: 'LIVE' }) },
  FiguresBelow: { most: 6, variables: ({ region }) => ({ region, period: '2026-07-11/2026-08-10' }) },
  OwnScore: { most: 4, variables: ({ county }) => ({ region: county, period, basis: 'LIVE' }), fixed: true },
  Why: { most: 4, variables: ({ county }) => ({ region: county, period, number: [4] }), fixed: true },
  WhyRecords: { most: 8, variables: ({ county }) => ({ region: county, period, number: [4], counted: 'LOST', after: null }) },
  SubjectToChange: { most: 6, variables: ({ subject }) => ({ id: subject }) },
  PersonFound: { most: 4, variables: ({ phone }) => ({ phone }), fixed: true },
  SubjectPage: { most: 14, variables: ({ subject }) => ({ id: subject }) },
  SubjectsFound: { most: 5, variables: ({ region }) => ({ home: region, search: '柳屯' }) },
  Subjects: { most: 6, variables: ({ region }) => ({ region, ...page }) },
}

const queries = documentsIn(new URL('../../web/src', import.meta.url).pathname)
  .filter(({ text }) => parse(text).definitions.some((one) => one.kind === Kind.OPERATION_DEFINITION && one.operation === OperationTypeNode.QUERY))

it('each query of the pages has its figure here', () => expect(queries.map(({ name }) => name).toSorted()).toEqual(Object.keys(screens).toSorted()))

/** What is asked for at one time is loaded together or apart, as it happens to come: the fewest of some tries count. */
const TRIES = 3

describe.each(queries)('$name', ({ name, text }) => {
  it('sends no more statements than it did, and the same where there is ten times as much', async () => {
    const { most, variables = () => ({}), as = 'office', fixed } = screens[name]!
    const ask = async (city: City) => {
      const client = await api.signInAs(`${city.name} ${as}`)
      const tries: { statements: string[]; size: number }[] = []
      for (let n = 0; n <= TRIES; n++) {
        // As after a change of some region: what the process kept of all of them is read again.
        await db.owner`update scoring_basis set n = n + 1 where changed = 'region_label'`
        const { result: { data, errors }, statements } = await db.during(() => client.query(text, variables(city)))
        expect(errors).toBeUndefined()
        tries.push({ statements, size: JSON.stringify(data).length })
      }
      // The first may find scores that are to be made.
      const [fewest] = tries.slice(1).toSorted((a, b) => a.statements.length - b.statements.length)
      return { count: fewest!.statements.length, size: fewest!.size }
    }
    const [few, many] = [await ask(cities[0]), await ask(cities[1])]
    // Two loaders that come in one turn are one statement, else two; a query per node would be dozens.
    expect(Math.abs(many.count - few.count)).toBeLessThanOrEqual(1)
    expect([few.count, many.count].filter((count) => count > most)).toEqual([])
    if (!fixed) expect(many.size).toBeGreaterThan(few.size * 1.5)
  })
})
