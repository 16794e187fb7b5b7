import { globSync, readFileSync } from 'node:fs'
import { openWorkbook } from '@anwang/documents/workbook'
import { buildSchema, getNamedType, isInterfaceType, isObjectType, type GraphQLObjectType } from 'graphql'
import { describe, expect, it } from 'vitest'
import type { Answer, Client } from '../api.ts'
import { mutationInputs, nestedArguments, queryArguments, restPaths, type Cursors } from './probes.ts'
import { Coverage, everything, otherWays } from './selection.ts'
import { leakWorld, type LeakWorld } from './world.ts'

const printed = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'))
const API = new URL('../../src/', import.meta.url)
/** Types that everybody signed in may read: of them no node is foreign. */
const OPEN = new Set(['Region', 'Sector', 'SchemeVersion', 'Indicator', 'Publication', 'Organization'])
const RECORDS = new Set(['Hazard', 'Subject', 'Inspection', 'Import'])

async function cursorsOf(nanle: Client): Promise<Cursors> {
  const { data } = await nanle.query(`{ hazards { pageInfo { endCursor } } numbers: hazards(orderBy: { field: NUMBER, direction: ASC }) { pageInfo { endCursor } } inspections { pageInfo { endCursor } }
    region(code: "410923000000") { subjects { pageInfo { endCursor } } children { pageInfo { endCursor } } } }`)
  const imports = printed.getQueryType()!.getFields()['imports'] ? (await nanle.query('{ imports { pageInfo { endCursor } } }')).data.imports.pageInfo.endCursor : null
  return {
    hazards: data.hazards.pageInfo.endCursor, inspections: data.inspections.pageInfo.endCursor,
    numbers: data.numbers.pageInfo.endCursor, subjects: data.region.subjects.pageInfo.endCursor, children: data.region.children.pageInfo.endCursor, imports: imports ?? '',
  }
}

/** A ledger with one row, uploaded by an office; '' while imports are not served. */
async function uploaded(client: Client, name: string): Promise<string> {
  if (!printed.getType('Import')) return ''
  const body = `隐患编号,单位名称,隐患描述,发现日期\r\n1,${name},配电箱未接地,2026-10-01\r\n`
  const response = await client.fetch(`/imports?fileName=${encodeURIComponent(`${name}.csv`)}`, { method: 'POST', headers: { 'x-anwang': '1', 'content-type': 'application/octet-stream' }, body })
  return ((await response.json()) as { id?: string }).id ?? ''
}

interface Prepared {
  readonly world: LeakWorld
  readonly county: Client
  readonly cursors: Cursors
  readonly foreignImport: string
  readonly ownImport: string
}

async function prepare(): Promise<Prepared> {
  const world = await leakWorld()
  const [county, nanle] = [await world.api.signInAs('county'), await world.api.signInAs('nanle')]
  const foreignImport = await uploaded(nanle, world.foreign.name)
  const ownImport = await uploaded(county, world.own.name)
  return { world, county, cursors: await cursorsOf(nanle), foreignImport, ownImport }
}

/** Counts of records at a place that the viewer may not see. */
function countsIn(value: unknown, path: string[] = []): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => {
    const here = [...path, key]
    const counted = (key === 'totalCount' && path.some((step) => /hazards|inspections|subjects|records|rows/.test(step))) || (key === 'count' && path[0] === 'overdueGroups')
    return counted && typeof item === 'number' && item > 0 ? [here.join('.')] : countsIn(item, here)
  })
}

/** Every field of the printed schema, asked by a viewer of 濮阳县 in every way that names something of 南乐县. */
export function leakMatrix(title: string, { onlyRows = false } = {}): void {
  describe(title, async () => {
    const { world, county, cursors, foreignImport, ownImport } = await prepare()
    const coverage = new Coverage(printed)
    const nested = nestedArguments(world, cursors, foreignImport)
    const secrets = foreignImport ? [...world.secrets, foreignImport] : world.secrets
    const expectNothing = (text: string) => expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
    const ask = async (document: string): Promise<Answer> => {
      coverage.add(document)
      const answer = await county.query(document)
      // A cursor of another list is refused; whatever else is asked must be answered, or nothing was tried.
      expect({ document, errors: answer.errors?.filter(({ extensions }) => extensions.argument !== 'after') ?? [] }).toEqual({ document, errors: [] })
      expectNothing(JSON.stringify(answer))
      return answer
    }
    const query = printed.getQueryType()!
    const roots = queryArguments(world, cursors, foreignImport)
    const ids = { ...(foreignImport && { foreign: foreignImport }), ...(ownImport && { own: ownImport }) }

    for (const field of Object.values(query.getFields())) {
      const variants = field.name === 'node' ? [...roots['node']!, ...Object.values(ids).map((id) => `(id: ${JSON.stringify(id)})`)] : roots[field.name]
      it(`Query.${field.name}`, async () => {
        if (!variants) throw new Error(`the leak matrix does not ask for Query.${field.name}`)
        const type = getNamedType(field.type)
        for (const args of variants) {
          if (!isObjectType(type) && !isInterfaceType(type)) throw new Error(`Query.${field.name} answers no object`)
          const selections = isInterfaceType(type)
            ? printed.getPossibleTypes(type).map((one) => `{ __typename ... on ${one.name} ${everything(printed, one, 1, nested)} }`)
            : [everything(printed, type, 2, nested)]
          for (const selection of selections) {
            const { data } = await ask(`{ ${field.name}${args} ${selection} }`)
            const foreign = [world.regions.foreign, '410923000000', ...Object.values(world.foreign)].some((id) => typeof id === 'string' && args.includes(id))
            if (foreign && data && !['region', 'ranking', 'regions', 'publications'].includes(field.name)) expect(countsIn(data)).toEqual([])
          }
        }
      })
    }

    it('a region outside the scope shows its place in the directory, and no record, count or figure', async () => {
      const { data } = await ask(`{ region(code: "410923000000") ${everything(printed, printed.getType('Region') as GraphQLObjectType, 0, nested)} }`)
      expect(data.region).toMatchObject({ name: '南乐县' })
      for (const name of ['hazards', 'subjects']) {
        for (const args of nested[`Region.${name}`]!) expect(countsIn((await ask(`{ region(code: "410923000000") { ${name}${args} { totalCount nodes { id } } } }`)).data)).toEqual([])
      }
      const { data: figures } = await ask('{ region(code: "410923000000") { metrics(period: "2026-Q3") { hazardsFoundGeneral hazardsFoundMajor inspections overdueOpen enterprises } } }')
      for (const amount of Object.values(figures.region.metrics ?? {})) expect(amount).toBe(0)
    })

    /** One instance of each type to which the roots do not reach deep enough. */
    const witnesses: [string, string, string][] = [
      ['Hazard', '{ hazards(first: 10) { nodes', '} }'], ['Subject', `{ node(id: ${JSON.stringify(world.own.subject)}) { ... on Subject`, '} }'],
      ['Inspection', '{ inspections { nodes', '} }'], ['Region', '{ region(code: "410928000000")', '}'], ['Score', '{ region(code: "410928000000") { score(period: "2026-Q3")', '} }'],
      ['IndicatorScore', '{ region(code: "410928000000") { score(period: "2026-Q3") { indicators', '} } }'], ['RankingEntry', '{ ranking(code: "410900000000", period: "2026-Q3") { entries { nodes', '} } }'],
      ['Ranking', '{ ranking(code: "410928000000", period: "2026-Q3")', '}'], ['OverdueGroup', '{ overdueGroups(by: SUBJECT)', '}'],
      ['HazardEvent', '{ hazards { nodes { events { nodes', '} } } }'], ['ImportSheet', '{ imports { nodes { sheets', '} } }'], ['ImportRow', '{ imports { nodes { rows { nodes', '} } } }'],
      ['ImportWrites', '{ imports { nodes { rows { nodes { writes', '} } } } }'], ['ImportedHazard', '{ imports { nodes { rows { nodes { writes { hazard', '} } } } } }'],
      ['RowProblem', '{ imports { nodes { rows { nodes { problems', '} } } } }'], ['Import', '{ imports { nodes', '} }'], ['RecordEdge', '{ region(code: "410928000000") { score(period: "2026-Q3") { indicators { records(counted: LOST) { edges', '} } } } }'], ['Grant', '{ viewer { grants', '} }'], ['Audit', '{ audit', '}'], ['AuditEntry', '{ audit { entries { nodes', '} } }'],
      ['AuditDetail', '{ audit { entries { nodes { details', '} } } }'], ['AuditChain', '{ audit { chains', '} }'],
    ]
    it.each(witnesses.filter(([type]) => printed.getType(type)))('%s', async (name, before, after) => {
      const type = printed.getType(name) as GraphQLObjectType
      for (const selection of [everything(printed, type, 1, nested), ...otherWays(printed, type, nested)]) await ask(`${before} ${selection} ${after}`)
    })
    it.each(Object.values(printed.getTypeMap()).filter(isObjectType).filter((type) => /(Connection|Edge)$/.test(type.name)).map((type) => type.name))('%s', (name) => {
      const type = printed.getType(name) as GraphQLObjectType
      const shape = Object.values(type.getFields()).map((field) => field.name).toSorted()
      // All connections are made by one function; that of one is asked for above, and what an edge has beside.
      const common = name.endsWith('Edge') ? ['cursor', 'node'] : ['edges', 'nodes', 'pageInfo', 'totalCount']
      expect(shape).toEqual(expect.arrayContaining(common))
      for (const field of common) coverage.fields.add(`${name}.${field}`)
    })

    const inputs = mutationInputs(world, foreignImport)
    for (const field of Object.values(printed.getMutationType()?.getFields() ?? {})) {
      it(`Mutation.${field.name}`, async () => {
        if (!inputs[field.name]) throw new Error(`the leak matrix does not try Mutation.${field.name}`)
        const before = await written(world)
        for (const [i, input] of inputs[field.name]!.entries()) {
          const { data } = await ask(`mutation { ${field.name}(input: { idempotencyKey: "${title} ${i}", ${input} }) ${everything(printed, getNamedType(field.type), 1, nested)} }`)
          expect({ input, refused: ['Forbidden', 'NotFound'].includes(data[field.name].__typename) }).toEqual({ input, refused: true })
        }
        expect(await written(world)).toEqual(before)
      })
    }

    it('every type with ids is known to be open or a record', () => {
      const node = printed.getType('Node')
      if (!isInterfaceType(node)) throw new Error('no Node')
      expect(printed.getPossibleTypes(node).map((type) => type.name).filter((name) => !OPEN.has(name) && !RECORDS.has(name))).toEqual([])
    })

    it('every field, and every argument that can name a record, was asked for', () => {
      expect(coverage.missingFields()).toEqual([])
      expect(coverage.missingArguments()).toEqual([])
    })

    it('exports and files hold nothing of it, and every route is known', async () => {
      const paths = restPaths(world, foreignImport)
      const routes = globSync('**/*.ts', { cwd: API }).filter((file) => !file.endsWith('.test.ts')).flatMap((file) =>
        [...readFileSync(new URL(file, API), 'utf8').matchAll(/\bapp\.(?:get|post|put|patch|delete|all)\('([^']+)'/g)].map((match) => match[1]!))
      expect(routes.filter((route) => !paths[route])).toEqual([])
      for (const path of routes.flatMap((route) => paths[route]!)) {
        const response = await county.fetch(path)
        const bytes = new Uint8Array(await response.arrayBuffer())
        if (path.includes('.xlsx') && response.status === 200) expectNothing(await textOf(bytes))
        else expectNothing(new TextDecoder().decode(bytes))
      }
    })

    if (onlyRows) it('nothing but row security held it back', async () => {
      for (const table of ['hazard', 'subject', 'inspection', 'round', 'event', 'contact']) await world.db.owner.unsafe(`create policy none on ${table} to anwang_app using (true)`)
      const open = await county.query(`{ hazards { nodes { number } } node(id: ${JSON.stringify(world.foreign.hazard)}) { ... on Hazard { number subject { name contacts { name } } } } }`)
      expect(secrets.filter((secret) => JSON.stringify(open).includes(secret))).not.toEqual([])
      expect(open.data.hazards.nodes.map((one: { number: string }) => one.number)).toContain(world.foreign.number)
      const order = await county.query(`mutation { orderRectification(input: { idempotencyKey: "open", hazard: ${JSON.stringify(world.foreign.hazard)}, expectedVersion: 1, dueOn: "2026-08-15" }) { __typename ... on UserError { code } } }`)
      expect(order.data.orderRectification).toEqual({ __typename: 'ValidationError', code: 'DEADLINE_PASSED' })
    })
  })
}

/** How much has been written, and how much of it for 南乐县. */
const written = async ({ db }: LeakWorld) => [
  ...await db.owner`select count(*)::int as events, count(*) filter (where path like '41/09/23/%')::int as there from event`,
  ...await db.owner`select count(*)::int as contacts from contact`, ...await db.owner`select count(*)::int as batches, min(state) as state from import_batch where path like '41/09/23/%'`,
]

async function textOf(bytes: Uint8Array): Promise<string> {
  const parts: unknown[] = []
  for (const sheet of (await openWorkbook(bytes)).sheets) for await (const row of sheet.rows()) parts.push(row.cells)
  return JSON.stringify(parts)
}
