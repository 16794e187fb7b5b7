import { isDeepStrictEqual } from 'node:util'
import type { GraphQLObjectType, GraphQLSchema } from 'graphql'
import type { Client } from '../api.ts'
import { PLACELESS, asksOf, previousOf, type Answered, type Ask } from './asks.ts'
import { fields, mutations, peopleFor, rowsOf, sees, targets, type Kind, type Role, type Target } from './rules.ts'
import { everything, type FieldArguments } from './selection.ts'
import { attemptsAt } from './mutations.ts'
import { MARK, MOVED, type LeakWorld } from './world.ts'

type Class = 'same' | 'people' | 'viewers' | 'narrowed'
const classes = new Map<string, Class>(Object.entries(fields).flatMap(([type, by]) =>
  (Object.entries(by) as [Class, string][]).flatMap(([name, list]) => list.split(' ').map((field): [string, Class] => [`${type}.${field}`, name]))))
export const classOf = (coordinate: string): Class | undefined => classes.get(coordinate)

/** Cells, by where, who, how named and which field; and what was not as the rule book says. */
export class Tally {
  readonly cells = new Set<string>()
  readonly coordinates = new Set<string>()
  readonly surprises: string[] = []
  cell(role: Role, at: string, way: string, coordinate: string): void {
    this.cells.add(`${role} ${at} ${way} ${coordinate}`)
    this.coordinates.add(coordinate)
  }
  surprise(...what: unknown[]): void {
    this.surprises.push(what.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(' | '))
  }
}

const isNode = (value: unknown): value is Record<string, unknown> & { __typename: string } => typeof value === 'object' && value !== null && '__typename' in value

/** Every field in an answer that stands in what is seen, with what the reader of everything was answered. */
function walk(value: unknown, whole: unknown, visit: (coordinate: string, value: unknown, whole: unknown) => boolean): void {
  if (Array.isArray(whole)) return whole.forEach((one, i) => walk(Array.isArray(value) ? value[i] : undefined, one, visit))
  if (!isNode(whole)) return
  for (const [name, item] of Object.entries(whole)) {
    if (name === '__typename') continue
    const given = isNode(value) ? value[name] : undefined
    const technical = /(Connection|Edge)$|^PageInfo$/.test(whole.__typename)
    if (technical || visit(`${whole.__typename}.${name}`, given, item)) walk(given, item, visit)
  }
}

const shapeOf = (value: unknown): unknown => (Array.isArray(value) ? `list of ${value.length}` : typeof value === 'object' && value !== null ? 'object' : value)
/** How the answer to the whole reader and the role's are alike: leaves the same, lists as long, objects there. */
const alike = (value: unknown, whole: unknown): boolean => isDeepStrictEqual(shapeOf(value), shapeOf(whole))

export interface Matrix {
  readonly world: LeakWorld
  readonly schema: GraphQLSchema
  readonly nested: FieldArguments
  readonly tally: Tally
  /** Whatever the rule book allows beside row security is allowed: then only what row security must hide is judged. */
  readonly onlyRows: boolean
  readonly asked: (document: string) => void
}

const MOST_FIELDS = 1_300
const size = (document: string) => document.split(/[\s{}]+/).length

/** Asks as few requests as the limits of an operation let it. */
async function answersOf({ schema, nested, asked }: Matrix, client: Client, asks: readonly Ask[]): Promise<{ answers: unknown[]; texts: string[]; errors: { at: number; code: string; message: string }[] }> {
  const parts = asks.map((ask, i) => `a${i}: ${ask.document(everything(schema, schema.getType(ask.type) as GraphQLObjectType, ask.depth, nested))}`)
  const groups: number[][] = [[]]
  let filled = 0
  for (const [i, part] of parts.entries()) {
    if (groups.at(-1)!.length >= 40 || filled + size(part) > MOST_FIELDS) {
      groups.push([])
      filled = 0
    }
    groups.at(-1)!.push(i)
    filled += size(part)
  }
  const answers: unknown[] = parts.map(() => null)
  const [texts, errors]: [string[], { at: number; code: string; message: string }[]] = [[], []]
  for (const group of groups.filter((one) => one.length > 0)) {
    const document = `{ ${group.map((i) => parts[i]).join(' ')} }`
    asked(document)
    const answer = await client.query(document)
    texts.push(JSON.stringify(answer))
    for (const i of group) answers[i] = answer.data?.[`a${i}`] ?? null
    for (const error of answer.errors ?? []) errors.push({ at: Number(String(error.path?.[0] ?? 'a-1').slice(1)), code: error.extensions.code, message: error.message })
  }
  return { answers, texts, errors }
}

const readerOf = (world: LeakWorld, kind: Kind): Client => (kind === 'accounts' || kind === 'log' || kind === 'system' ? world.all[kind] : world.all.records)
type Where = Target | null
const seen = (kind: Kind, role: Role, at: Where, onlyRows: boolean) => sees[onlyRows ? (rowsOf[kind] ?? kind) : kind](role, at ?? 'own')

/** Whether an answer holds more than places, names of items and zeros: a score, a publication, a figure. */
const tells = (value: unknown): boolean => (Array.isArray(value) ? value.some(tells)
  : isNode(value) && (value.__typename === 'Score' || value.__typename === 'Publication' || Object.values(value).some((item) => (value.__typename === 'Metrics' && typeof item === 'number' && item !== 0) || tells(item))))

function judge({ tally, onlyRows }: Matrix, role: Role, at: Where, ask: Ask, answer: unknown, whole: unknown): void {
  const [node, reference] = [ask.pick(answer as Answered | null), ask.pick(whole as Answered | null)]
  const name = `Query.${ask.query}`
  const where = [role, at ?? '-', ask.way, name, ask.document('…').slice(0, 90)]
  if (reference === null) return tally.surprise(...where, 'nothing was planted that this would find')
  const visible = seen(ask.kind, role, at, onlyRows)
  if (visible && onlyRows) return
  tally.cell(role, at ?? '-', ask.way, name)
  // Under row security alone a region above shows the sum of what one sees below it, and never the whole.
  const told = ask.type === 'Metrics' && at === 'parent' ? isDeepStrictEqual(node, reference) : tells(node)
  const there = node !== null && (!onlyRows || (ask.kind !== 'figures' && ask.kind !== 'published') || told)
  if (visible !== there) tally.surprise(...where, `should be ${visible ? 'visible' : 'hidden'}`, node ?? answer)
  if (!visible && ask.alone && ask.alone(answer as Answered | null) > 0) tally.surprise(...where, 'counted', answer)
  walk(node, reference, (coordinate, value, full) => {
    tally.cell(role, at ?? '-', ask.way, coordinate)
    if (!visible) return true
    const by = classOf(coordinate)
    if (by === 'same' && !alike(value, full)) tally.surprise(...where, coordinate, 'differs', value, full)
    if (by === 'people' && (full as unknown[]).length > 0) {
      const given = peopleFor(role, coordinate)
      const as = isDeepStrictEqual(value, full) ? 'whole' : (value as unknown[] | undefined)?.length === 0 ? 'none' : JSON.stringify(value).includes(MARK) ? 'in part' : 'masked'
      // In a list nobody sees them whole, the reader of everything neither.
      if (as !== given && !(as === 'whole' && given === 'masked' && !JSON.stringify(full).includes(MARK))) tally.surprise(...where, coordinate, `should be ${given}`, as)
    }
    if (value === undefined) tally.surprise(...where, coordinate, 'not answered')
    return by === 'same' || value === undefined
  })
}

/** All questions of a role about a target; no answer holds a text of what the role does not see. */
export async function askAll(matrix: Matrix, wholes: ReadonlyMap<Where, readonly unknown[]>, asks: ReadonlyMap<Where, readonly Ask[]>, role: Role): Promise<void> {
  const { world, tally, onlyRows } = matrix
  const client = world.viewers[role]
  const hidden = targets.filter((at) => !sees.records(role, at)).flatMap((at) => world.at[at].secrets.map((secret) => [at, secret] as const))
    // Whoever asked for it by its id is told of in the log, with the id; what was done to a record while it lay there stays to be audited there.
    .filter(([, secret]) => role !== 'AUDITOR' || (secret.includes(MARK) && secret !== MOVED))
  for (const [at, questions] of asks) {
    const { answers, texts, errors } = await answersOf(matrix, client, questions)
    for (const [i, ask] of questions.entries()) judge(matrix, role, at, ask, answers[i], wholes.get(at)![i])
    for (const { at: i, code, message } of errors) if (role !== 'NOBODY' || code !== 'UNAUTHENTICATED') tally.surprise(role, at ?? '-', questions[i]?.document('…') ?? '', 'failed', code, message)
    const ledgers = targets.filter((one) => sees.ledgers(role, one) || sees.log(role, one) || sees.accounts(role, one))
    for (const [of, secret] of hidden) if (!ledgers.includes(of) && texts.some((text) => text.includes(secret))) tally.surprise(role, at ?? '-', `told of ${of}`, secret, onlyRows ? 'by row security' : '')
  }
}

export async function questionsOf(matrix: Matrix): Promise<{ asks: Map<Where, readonly Ask[]>; wholes: Map<Where, readonly unknown[]> }> {
  const previous = await previousOf(matrix.world)
  const asks = new Map<Where, readonly Ask[]>([[null, PLACELESS], ...targets.map((at) => [at, asksOf(matrix.world, at, previous)] as const)])
  const wholes = new Map<Where, readonly unknown[]>()
  for (const [at, questions] of asks) {
    const whole: unknown[] = []
    for (const client of Object.values(matrix.world.all)) {
      const { answers } = await answersOf(matrix, client, questions)
      for (const [i, ask] of questions.entries()) if (readerOf(matrix.world, ask.kind) === client) whole[i] = answers[i]
    }
    wholes.set(at, whole)
  }
  return { asks, wholes }
}

/** Every mutation of a role on what lies at each target: refused (Forbidden, NotFound, not signed in) or let go as far as the facts. */
export async function attemptAll({ world, tally, onlyRows, asked }: Matrix, role: Role): Promise<void> {
  for (const at of targets) {
    const attempts = Object.entries(attemptsAt(world, at, role)).filter(([, { kind }]) => !onlyRows || !seen(kind, role, at, onlyRows))
    if (attempts.length === 0) continue
    // What row security refuses fails the whole answer where the policy would have said so before.
    const groups = onlyRows ? attempts.map((one) => [one]) : [attempts]
    const data: Record<string, { __typename: string } | undefined> = {}
    const errors: { extensions: { code: string } }[] = []
    for (const group of groups) {
      const document = `mutation { ${group.map(([name, { input }]) => `${name}(input: { idempotencyKey: "${role} ${at} ${name}"${input && `, ${input}`} }) { __typename ... on UserError { code message } }`).join(' ')} }`
      asked(document)
      const answer = await world.viewers[role].query(document)
      Object.assign(data, answer.data)
      errors.push(...(answer.errors ?? []))
    }
    for (const [name] of attempts) {
      const may = !onlyRows && mutations[name]!(role, at)
      tally.cell(role, at, 'id', `Mutation.${name}`)
      const answer = data[name]
      const failed = errors.length > 0 && errors.every(({ extensions }) => extensions.code === (onlyRows && role !== 'NOBODY' ? 'INTERNAL_SERVER_ERROR' : 'UNAUTHENTICATED'))
      const refused = answer ? ['Forbidden', 'NotFound'].includes(answer.__typename) : failed
      if (refused === may) tally.surprise(role, at, `Mutation.${name}`, `should be ${may ? 'allowed' : 'refused'}`, answer ?? errors)
    }
  }
}
