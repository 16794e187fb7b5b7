import { readFileSync } from 'node:fs'
import { openWorkbook } from '@anwang/documents/workbook'
import { buildSchema, extendSchema, getNamedType, isInterfaceType, isObjectType, parse, type GraphQLObjectType } from 'graphql'
import { describe, expect, it } from 'vitest'
import type { Answer, Client } from '../api.ts'
import { missingRules, routesServed } from './complete.ts'
import { askAll, attemptAll, questionsOf, Tally, type Matrix } from './matrix.ts'
import { mutationInputs, nestedArguments, probed, queryArguments, restPaths, type Cursors } from './probes.ts'
import { roles, routes, sees, targets, type Role } from './rules.ts'
import { Coverage, everything, otherWays } from './selection.ts'
import { leakWorld, MARK, type LeakWorld } from './world.ts'

const printed = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'))
/** The auditor first: the log has little in it yet. */
const ORDER: readonly Role[] = ['AUDITOR', ...roles.filter((role) => role !== 'AUDITOR')]

async function cursorsOf(nanle: Client): Promise<Cursors> {
  const { data } = await nanle.query(`{ hazards { pageInfo { endCursor } } numbers: hazards(orderBy: { field: NUMBER, direction: ASC }) { pageInfo { endCursor } } inspections { pageInfo { endCursor } }
    region(code: "410923000000") { subjects { pageInfo { endCursor } } children { pageInfo { endCursor } } } imports { pageInfo { endCursor } } }`)
  return {
    hazards: data.hazards.pageInfo.endCursor, inspections: data.inspections.pageInfo.endCursor, imports: data.imports.pageInfo.endCursor,
    numbers: data.numbers.pageInfo.endCursor, subjects: data.region.subjects.pageInfo.endCursor, children: data.region.children.pageInfo.endCursor,
  }
}

/** How much was written for places that none of the viewers reaches. */
const written = async ({ db }: LeakWorld) => {
  const there = (path: string) => db.owner.unsafe(`(${path} like '41/09/23/%' or ${path} like '42/%' or ${path} = '41/09/')`)
  return [
    ...await db.owner`select count(*)::int as events from event where ${there('path')}`, ...await db.owner`select count(*)::int as contacts from contact where ${there('path')}`,
    ...await db.owner`select count(*)::int as batches, string_agg(distinct state, ' ') as states from import_batch where ${there('path')}`,
    ...await db.owner`select count(*)::int as posts, count(valid_to)::int as ended from account_grant where ${there('path')}`,
    ...await db.owner`select count(*)::int as accounts from account a join region r on r.id = a.home_id where ${there('r.path')}`,
    ...await db.owner`select count(*)::int as sessions from session s join account a on a.id = s.account_id join region r on r.id = a.home_id where ${there('r.path')}`,
  ]
}

/** One instance of each type to which the roots do not reach deep enough. */
const WITNESSES: readonly [string, string, string][] = [
  ['Hazard', '{ hazards(first: 10) { nodes', '} }'], ['Inspection', '{ inspections { nodes', '} }'], ['Region', '{ region(code: "410928000000")', '}'], ['Score', '{ region(code: "410928000000") { score(period: "2026-Q3")', '} }'],
  ['IndicatorScore', '{ region(code: "410928000000") { score(period: "2026-Q3") { indicators', '} } }'], ['RankingEntry', '{ ranking(code: "410900000000", period: "2026-Q3") { entries { nodes', '} } }'],
  ['Ranking', '{ ranking(code: "410928000000", period: "2026-Q3")', '}'], ['OverdueGroup', '{ overdueGroups(by: SUBJECT)', '}'], ['Subject', '{ hazards(first: 10) { nodes { subject', '} } }'],
  ['HazardEvent', '{ hazards { nodes { events { nodes', '} } } }'], ['ImportSheet', '{ imports { nodes { sheets', '} } }'], ['ImportRow', '{ imports { nodes { rows { nodes', '} } } }'],
  ['ImportWrites', '{ imports { nodes { rows { nodes { writes', '} } } } }'], ['ImportedHazard', '{ imports { nodes { rows { nodes { writes { hazard', '} } } } } }'],
  ['RowProblem', '{ imports { nodes { rows { nodes { problems', '} } } } }'], ['Import', '{ imports { nodes', '} }'], ['RecordEdge', '{ region(code: "410928000000") { score(period: "2026-Q3") { indicators { records(counted: LOST) { edges', '} } } } }'],
  ['ImportAnswer', '{ imports { nodes { answers', '} } }'], ['ImportCounting', '{ imports { nodes { counting', '} } }'], ['ImportClosedPeriod', '{ imports { nodes { counting { closed', '} } } }'],
  ['InspectionDetails', '{ inspections { nodes { details', '} } }'], ['Post', '{ accounts { nodes { posts', '} } }'], ['RankingOwn', '{ ranking(code: "410928000000", period: "2026-Q3") { own', '} }'],
  ['Grant', '{ viewer { grants', '} }'], ['Audit', '{ audit', '}'], ['AuditEntry', '{ audit { entries { nodes', '} } }'],
  ['AuditedEvent', '{ audit { events { nodes', '} } }'], ['SystemState', '{ system', '}'],
  ['AuditDetail', '{ audit { entries { nodes { details', '} } } }'], ['AuditChain', '{ audit { chains', '} }'],
]

async function textOf(bytes: Uint8Array): Promise<string> {
  const parts: unknown[] = []
  for (const sheet of (await openWorkbook(bytes)).sheets) for await (const row of sheet.rows()) parts.push(row.cells)
  return JSON.stringify(parts)
}

const seconds = { timeout: 120_000 }

/** The matrix over the printed schema; then every field, argument and route once more, in every way that names something of 南乐县. */
export function leakMatrix(title: string, { onlyRows = false } = {}): void {
  describe(title, async () => {
    const world = await leakWorld()
    const probe = probed(world)
    const [county, nanle] = [world.viewers.COMMITTEE_OFFICE, await world.api.signInAs('nanle')]
    const cursors = await cursorsOf(nanle)
    const foreignImport = world.at.sibling.import
    const nested = nestedArguments(probe, cursors, foreignImport)
    const coverage = new Coverage(printed)
    const tally = new Tally()
    const matrix: Matrix = { world, schema: printed, nested, tally, onlyRows, asked: (document) => coverage.add(document) }
    const questions = await questionsOf(matrix)
    const secrets = targets.filter((at) => !sees.records('COMMITTEE_OFFICE', at)).flatMap((at) => world.at[at].secrets)
    const nothingOf = (hidden: readonly string[], text: string) => expect(hidden.filter((secret) => text.includes(secret))).toEqual([])
    const ask = async (document: string): Promise<Answer> => {
      coverage.add(document)
      const answer = await county.query(document)
      // A cursor of another list is refused; whatever else is asked must be answered, or nothing was tried.
      expect({ document, errors: answer.errors?.filter(({ extensions }) => extensions.argument !== 'after') ?? [] }).toEqual({ document, errors: [] })
      nothingOf(secrets, JSON.stringify(answer))
      return answer
    }

    it('every field, query, mutation, role and route has a rule', () => {
      expect([...missingRules(printed), ...routesServed().missing]).toEqual([])
    })

    it('what is added without a rule is refused by name', () => {
      const more = extendSchema(printed, parse(`extend type Hazard { witness: String } extend type Query { secrets(of: ID!): [Hazard!]! } extend type Mutation { undo(input: HazardFilter): Boolean }
        extend enum Role { MAYOR } extend input HazardFilter { firm: ID } type Note { text: String } extend type HazardEdge { of: String } extend type RegisterHazardPayload { code: String }`))
      const found = missingRules(more)
      for (const name of ['Hazard.witness', 'Query.secrets', 'Mutation.undo', 'Note.text', 'HazardEdge.of', 'RegisterHazardPayload.code', 'the role MAYOR'])
        expect(found).toEqual(expect.arrayContaining([expect.stringContaining(name)]))
      expect(found).toHaveLength(7)
      expect(new Coverage(more, coverage).missingArguments()).toEqual(expect.arrayContaining(['Query.secrets(of)', 'HazardFilter.firm']))
    })

    it.each(ORDER)('%s reads by the rule book, whatever is asked and however it is named', seconds, async (role) => {
      const before = tally.surprises.length
      await askAll(matrix, questions.wholes, questions.asks, role)
      expect(tally.surprises.slice(before)).toEqual([])
    })

    const query = printed.getQueryType()!
    const roots = queryArguments(probe, cursors, foreignImport)
    it.each(Object.values(query.getFields()).map((field) => [field.name, field] as const))('Query.%s with every argument', seconds, async (name, field) => {
      const variants = name === 'node' ? [...roots['node']!, ...[foreignImport, world.at.own.import].map((id) => `(id: ${JSON.stringify(id)})`)] : roots[name]
      if (!variants) throw new Error(`no arguments for Query.${name}: give it a line in api/test/leaks/probes.ts`)
      const type = getNamedType(field.type)
      for (const args of variants) {
        if (!isObjectType(type) && !isInterfaceType(type)) throw new Error(`Query.${name} answers no object`)
        const selections = isInterfaceType(type)
          ? printed.getPossibleTypes(type).map((one) => `{ __typename ... on ${one.name} ${everything(printed, one, 1, nested)} }`)
          : [everything(printed, type, 1, nested)]
        for (const selection of selections) await ask(`{ ${name}${args} ${selection} }`)
      }
    })

    it.each(WITNESSES)('%s with every argument', seconds, async (name, before, after) => {
      const type = printed.getType(name) as GraphQLObjectType
      for (const selection of [everything(printed, type, 1, nested), ...otherWays(printed, type, nested)]) await ask(`${before} ${selection} ${after}`)
    })

    it.each(roles)('exports and files hold nothing that is hidden from %s', seconds, async (role) => {
      const paths = restPaths(probe, foreignImport)
      const client = world.viewers[role]
      for (const [route, path] of routesServed().all.flatMap((one) => (paths[one] ?? []).map((path) => [one, path] as const))) {
        const kind = routes[route]!
        const hidden = targets.filter((at) => !sees[kind === 'own' ? 'records' : kind](role, at)).flatMap((at) => world.at[at].secrets)
        const response = await client.fetch(path)
        const bytes = new Uint8Array(await response.arrayBuffer())
        // Whoever asked for something by its id is told of in the log, with the id.
        nothingOf(kind === 'log' ? hidden.filter((secret) => secret.includes(MARK)) : hidden, path.includes('.xlsx') && response.status === 200 ? await textOf(bytes) : new TextDecoder().decode(bytes))
      }
      expect(routesServed().all.filter((route) => !paths[route])).toEqual([])
    })

    it.each(ORDER)('%s changes by the rule book, whatever is named, and nothing elsewhere', seconds, async (role) => {
      const [before, there] = [tally.surprises.length, await written(world)]
      await attemptAll(matrix, role)
      expect(tally.surprises.slice(before)).toEqual([])
      expect(await written(world)).toEqual(there)
    })

    const inputs = mutationInputs(probe, foreignImport)
    it.each(Object.values(printed.getMutationType()!.getFields()).map((field) => [field.name, field] as const))('Mutation.%s with every input', seconds, async (name, field) => {
      if (!inputs[name]) throw new Error(`no inputs for Mutation.${name}: give it a line in api/test/leaks/probes.ts`)
      const before = await written(world)
      for (const [i, input] of inputs[name].entries()) {
        const document = `mutation { ${name}(input: { idempotencyKey: "${title} ${i}", ${input} }) ${everything(printed, getNamedType(field.type), 1, nested)} }`
        coverage.add(document)
        const answer = await county.query(document)
        nothingOf(secrets, JSON.stringify(answer))
        // Without its policy it may fail on a fact before row security is asked, or be stopped by that as if by a bug.
        const refused = onlyRows ? !answer.data?.[name]?.__typename.endsWith('Payload') : ['Forbidden', 'NotFound'].includes(answer.data[name].__typename)
        expect({ input, refused }).toEqual({ input, refused: true })
      }
      expect(await written(world)).toEqual(before)
    })

    it('every field, and every argument that can name something, was asked for', () => {
      for (const type of Object.values(printed.getTypeMap()).filter(isObjectType)) {
        // All lists are made by one function, whose fields are asked for above.
        if (/(Connection|Edge)$/.test(type.name)) for (const field of ['cursor', 'node', 'edges', 'nodes', 'pageInfo', 'totalCount']) coverage.fields.add(`${type.name}.${field}`)
      }
      expect(coverage.missingFields()).toEqual([])
      expect(coverage.missingArguments()).toEqual([])
    })

    it('counts its cells, without a surprise', () => {
      process.stdout.write(`leak matrix, ${title}: ${tally.cells.size} cells (${tally.coordinates.size} fields, queries and mutations × ${roles.length} roles × ${targets.length} targets × code, id, cursor, search), ${tally.surprises.length} surprises\n`)
      expect(tally.surprises).toEqual([])
      expect(tally.cells.size).toBeGreaterThan(onlyRows ? 20_000 : 50_000)
    })

    if (onlyRows) it('nothing but row security held it back', async () => {
      for (const table of ['hazard', 'subject', 'inspection', 'round', 'event', 'contact']) await world.db.owner.unsafe(`create policy none on ${table} to anwang_app using (true)`)
      const { hazards, number } = world.at.sibling
      const open = await county.query(`{ hazards(first: 200) { nodes { number } } node(id: ${JSON.stringify(hazards[0])}) { ... on Hazard { number subject { name contacts { name } } } } }`)
      expect(secrets.filter((secret) => JSON.stringify(open).includes(secret))).not.toEqual([])
      expect(open.data.hazards.nodes.map((one: { number: string }) => one.number)).toContain(number)
      const order = await county.query(`mutation { orderRectification(input: { idempotencyKey: "open", hazard: ${JSON.stringify(hazards[0])}, expectedVersion: 2, dueOn: "2026-08-15" }) { __typename ... on UserError { code } } }`)
      expect(order.data.orderRectification).toMatchObject({ __typename: 'ValidationError' })
    })
  })
}
