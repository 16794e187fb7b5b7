import { connect, inScope, type Scope, type ScopeTerm } from '@anwang/db'
import { addDays } from '@anwang/domain'
import { testDatabase } from '@anwang/testkit'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { aHazard, aSubject, plant } from '../../../test/records.ts'
import { plantRegions, plantSector } from '../../../test/world.ts'
import { hazardMatches, subjectMatches, type Root } from '../subjects/store/pages.ts'
import { subjectCounts, subjectPages, type SubjectQuery } from '../subjects/store/index.ts'
import { hazardCounts, hazardPages } from './store/index.ts'
import { overdueGroups } from './store/overdue.ts'
import type { HazardQuery, OrderField } from './store/query.ts'

const TODAY = '2026-10-20'
const test = await testDatabase()
const { db, close } = connect(test.urls.app, { max: 2 })
const TOWNS = ['41/09/28/101/', '41/09/28/102/', '41/09/23/101/', '41/02/01/101/', '42/01/02/101/', '42/']
const regions = [...new Set(['', ...TOWNS.flatMap((path) => path.split('/').slice(0, -1).map((_, i, parts) => `${parts.slice(0, i + 1).join('/')}/`))])]
const LEVELS = ['COUNTRY', 'PROVINCE', 'CITY', 'COUNTY', 'STREET'] as const
await plantRegions(test, Object.fromEntries(regions.map((path) => [path, { name: `R${path}`, level: LEVELS[path.split('/').length - 1]! }])))
const sectors = [await plantSector(test, '危险化学品'), await plantSector(test, '消防')]
const WORDS = ['灭火器过期', '配电箱未接地', '疏散通道堵塞', 'Valve A-7 氨气泄漏', '100%_储罐区\\泄漏']
const NAMES = ['柳屯化工有限公司', '消防器材商店', '文留百货', '龙华化工厂']

interface Planted {
  readonly id: string
  readonly number: string
  readonly description: string
  readonly path: string
  readonly sector: string | null
  readonly subject: { id: string; name: string; path: string; sector: string | null }
  readonly level: string
  readonly foundOn: string
  readonly dueOn: string
  readonly overdueFrom: string | null
  readonly overdueUntil: string | null
}
let all: Planted[] = []

beforeAll(async () => {
  const subjects = TOWNS.flatMap((path, t) => NAMES.map((name, n) => aSubject(path, { name, sectorId: sectors[(t + n) % 3] ?? null })))
  const hazards = subjects.flatMap((subject, s) => Array.from({ length: 14 }, (_, i) => {
    const found = addDays('2026-08-01', (s * 7 + i * 5) % 80)
    const due = addDays(found, (i * 3) % 20)
    const late = addDays(due, 2) > TODAY ? TODAY : addDays(due, 2)
    return aHazard(subject, found, { number: `YH-${s}-${i}`, description: WORDS[(s + i) % WORDS.length]!, dueOn: due, sectorId: sectors[(s + i) % 3] ?? null, level: i % 6 === 0 ? 'MAJOR' : 'GENERAL' },
      i % 4 !== 1 || found > late ? [] : [['submitted', i % 8 === 1 ? TODAY : late, { onTheSpot: false, measures: '已整改' }], ['accepted', TODAY, { onSite: true }]])
  }))
  await plant(test, [...subjects.map((one) => one.append), ...hazards.map((one) => one.append)])
  const rows = await test.owner<(Omit<Planted, 'subject'> & { subject: Planted['subject'] })[]>`select h.id, h.number, h.description, h.path, h.sector_id as sector, h.level, h.found_on::text as "foundOn", h.due_on::text as "dueOn",
    h.overdue_from::text as "overdueFrom", h.overdue_until::text as "overdueUntil", json_build_object('id', s.id, 'name', s.name, 'path', s.path, 'sector', s.sector_id) as subject from hazard h join subject s on s.id = h.subject_id`
  all = [...rows]
  return close
})

const base: HazardQuery = {
  level: null, state: null, source: null, sectors: null, account: null, overdue: null, minOverdueDays: null, overdueOn: null, foundFrom: null, foundTo: null, dueFrom: null, dueTo: null,
  search: null, importId: null, ids: null, owner: null, today: TODAY, order: { field: 'FOUND_ON', descending: true }, after: null, limit: 7,
}
const shows = (terms: readonly ScopeTerm[], at: { path: string; sector: string | null; subject: string }) =>
  terms.some(({ paths, sectors: of, subjectId }) => paths.some((path) => at.path.startsWith(path)) && (of === null || (at.sector !== null && of.includes(at.sector))) && (subjectId === null || subjectId === at.subject))
const isOverdue = (one: Planted) => one.overdueFrom !== null && one.overdueFrom <= TODAY && (one.overdueUntil === null || one.overdueUntil > TODAY)
const holding = (term: string, ...texts: readonly string[]) => texts.some((text) => text.toLowerCase().includes(term.toLowerCase()))

const scopes: fc.Arbitrary<ScopeTerm[]> = fc.oneof(
  fc.constantFrom(...regions).map((path) => [{ paths: [path], sectors: null, subjectId: null }]),
  fc.tuple(fc.constantFrom(...regions), fc.constantFrom(...regions), fc.constantFrom(...sectors)).map(([a, b, sector]) => [{ paths: [a], sectors: [sector], subjectId: null }, { paths: [b], sectors: null, subjectId: null }]),
  fc.tuple(fc.constantFrom(...regions), fc.constantFrom(...sectors)).map(([path, sector]) => [{ paths: [path], sectors: [sector], subjectId: null }]),
  fc.nat(3).map((n) => [{ paths: [''], sectors: null, subjectId: all[n * 14]!.subject.id }]),
)
const terms = fc.constantFrom(null, null, '灭火器', '化工', '消防', '器', 'YH-1', 'valve a', '100%_', '泄漏', '没有这个')
const query = fc.record({
  root: fc.constantFrom(...regions), search: terms, overdue: fc.constantFrom(null, null, true, true, false), level: fc.constantFrom(null, null, 'MAJOR' as const), minOverdueDays: fc.constantFrom(null, null, null, 20),
  field: fc.constantFrom<OrderField>('DUE_ON', 'FOUND_ON', 'OVERDUE_DAYS', 'NUMBER'), descending: fc.boolean(), limit: fc.constantFrom(5, 50, 400), sector: fc.constantFrom(null, null, ...sectors),
})

type Asked = typeof query extends fc.Arbitrary<infer T> ? T : never

function naive(scope: readonly ScopeTerm[], asked: Asked): Planted[] {
  const late = (one: Planted) => (isOverdue(one) ? one.overdueFrom! : '9999-12-31')
  const keyOf = (one: Planted) => ({ DUE_ON: one.dueOn, FOUND_ON: one.foundOn, NUMBER: one.number, OVERDUE_DAYS: late(one) })[asked.field]
  const up = asked.field === 'OVERDUE_DAYS' ? asked.descending : !asked.descending
  return all.filter((one) => shows(scope, { ...one, subject: one.subject.id }) && one.path.startsWith(asked.root)
    && (asked.level === null || one.level === asked.level) && (asked.sector === null || one.sector === asked.sector)
    && (asked.overdue === null || isOverdue(one) === asked.overdue) && (asked.minOverdueDays === null || (isOverdue(one) && one.overdueFrom! <= addDays(TODAY, 1 - asked.minOverdueDays)))
    && (asked.search === null || holding(asked.search, one.number, one.description, ...(shows(scope, { ...one.subject, subject: one.subject.id }) ? [one.subject.name] : []))))
    .toSorted((a, b) => (keyOf(a) < keyOf(b) || (keyOf(a) === keyOf(b) && a.id < b.id) ? -1 : 1) * (up ? 1 : -1))
}

/** As a page of the interface asks: the roots are what the scope has of the region. */
const rootOf = (scope: readonly ScopeTerm[], path: string): Root => {
  const parts = scope.flatMap((term) => term.paths).flatMap((own) => (path.startsWith(own) ? [path] : own.startsWith(path) ? [own] : []))
  return { paths: [...new Set(parts)].filter((one) => !parts.some((other) => other !== one && one.startsWith(other))), owner: null }
}

describe('pages, counts and groups are those of a plain list', () => {
  it('of hazards: random filters, orders, sizes and posts', () =>
    fc.assert(fc.asyncProperty(scopes, query, async (scope, asked) => {
      const roots = [rootOf(scope, asked.root)]
      if (roots[0]!.paths.length === 0) return
      const expected = naive(scope, asked)
      const given: HazardQuery = { ...base, search: asked.search, overdue: asked.overdue, level: asked.level && [asked.level], sectors: asked.sector === null ? null : [asked.sector], minOverdueDays: asked.minOverdueDays, order: { field: asked.field, descending: asked.descending }, limit: asked.limit }
      const whole = scope.every((term) => term.sectors === null && term.subjectId === null)
      const [ids, count, grouped] = await inScope(db, { accountId: null, terms: scope } satisfies Scope, async (tx) => {
        const matches = asked.search === null ? null : await hazardMatches(tx, asked.search, roots, scope.flatMap((term) => term.paths))
        const found: string[] = []
        for (let after: HazardQuery['after'] = null; ;) {
          const page: readonly { id: string; sort_key: string }[] = (await hazardPages(tx, roots, { ...given, after }, matches))[0]!
          found.push(...page.map(({ id }) => id))
          if (page.length < asked.limit) break
          after = [page.at(-1)!.sort_key, page.at(-1)!.id]
        }
        const groups = asked.overdue === false ? null : await overdueGroups(tx, roots[0]!, { ...given, limit: 1 }, 'SECTOR')
        return [found, (await hazardCounts(tx, roots, given, matches, whole))[0], groups?.map((group) => [group.key, group.count])] as const
      }, 'read')
      expect(ids).toEqual(expected.map(({ id }) => id))
      expect(count).toBe(expected.length)
      if (grouped) expect(new Map(grouped as [string | null, number][])).toEqual(new Map([...Map.groupBy(expected.filter(isOverdue), (one) => one.sector)].map(([sector, list]) => [sector, list.length])))
    }), { numRuns: 150 }), 120_000)

  it('of subjects', () =>
    fc.assert(fc.asyncProperty(scopes, fc.constantFrom(...regions), terms, async (scope, path, term) => {
      const roots = [rootOf(scope, path)]
      if (roots[0]!.paths.length === 0) return
      const subjects = [...new Map(all.map(({ subject }) => [subject.id, subject])).values()]
      const expected = subjects.filter((one) => shows(scope, { ...one, subject: one.id }) && one.path.startsWith(path) && (term === null || holding(term, one.name)))
        .toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)) || (a.id < b.id ? -1 : 1))
      const given: SubjectQuery = { kind: null, status: null, riskGrade: null, sectors: null, key: null, search: term, order: { field: 'NAME', descending: false }, after: null, limit: 400 }
      const whole = scope.every((one) => one.sectors === null && one.subjectId === null)
      const [ids, count] = await inScope(db, { accountId: null, terms: scope }, async (tx) => {
        const matches = term === null ? null : await subjectMatches(tx, term, roots)
        return [(await subjectPages(tx, roots, given, matches))[0]!.map(({ id }) => id), (await subjectCounts(tx, roots, given, matches, whole))[0]] as const
      }, 'read')
      expect(ids).toEqual(expected.map(({ id }) => id))
      expect(count).toBe(expected.length)
    }), { numRuns: 60 }), 60_000)
})

it('a search tells nothing of what lies beyond the scope, whatever range it is asked for', async () => {
  const found = await inScope(db, { accountId: null, terms: [{ paths: ['41/09/23/'], sectors: null, subjectId: null }] }, (tx) =>
    Promise.all([hazardMatches(tx, '化工', [{ paths: [''], owner: null }], ['']), subjectMatches(tx, '化工', [{ paths: [''], owner: null }])]), 'read')
  const here = all.filter((one) => one.path.startsWith('41/09/23/'))
  expect(found[0].ids!.toSorted()).toEqual(here.filter((one) => holding('化工', one.subject.name)).map(({ id }) => id).toSorted())
  expect(found[1].ids).toHaveLength(2)
})
