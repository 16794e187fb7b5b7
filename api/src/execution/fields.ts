import {
  defaultFieldResolver, defaultTypeResolver, getArgumentValues, GraphQLError, isObjectType, locatedError,
  type GraphQLAbstractType, type GraphQLLeafType, type GraphQLObjectType, type GraphQLResolveInfo,
} from 'graphql'
import { completedOnce, isKept, type KeptList } from './constants.ts'
import type { Plan, PlannedField, Selection, Shape, Variables } from './plan.ts'

export type Path = GraphQLResolveInfo['path']
export type Data = Record<string, unknown>
type Maybe<T> = T | Promise<T>

export const isPromise = <T>(value: unknown): value is Promise<T> => typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'

const NO_ARGUMENTS: Readonly<Record<string, unknown>> = Object.freeze({})

/** One request's execution of a plan. */
export class Run {
  readonly plan: Plan
  readonly rootValue: unknown
  readonly contextValue: unknown
  /** What constant fields may look at beside their value. */
  readonly language: string
  readonly variables: Variables
  readonly errors: GraphQLError[] = []
  /** With those of which nothing is told. */
  failures = 0
  private readonly nulled = new Set<Path | undefined>()
  private readonly given: Record<string, unknown>[] = []

  constructor(plan: Plan, rootValue: unknown, contextValue: unknown, language: string, variables: Variables) {
    this.plan = plan
    this.rootValue = rootValue
    this.contextValue = contextValue
    this.language = language
    this.variables = variables
  }

  /** Read once, however many parents the field has. */
  argumentsOf({ slot, field, nodes }: PlannedField): Readonly<Record<string, unknown>> {
    return slot < 0 ? NO_ARGUMENTS : (this.given[slot] ??= getArgumentValues(field, nodes[0]!, this.variables))
  }

  /** Notes why the value at a place is null; nothing more where one above it has become null before. */
  failed(error: GraphQLError, at: Path | undefined): void {
    this.failures++
    for (let path = at; path; path = path.prev) if (this.nulled.has(path)) return
    if (this.nulled.has(undefined)) return
    this.nulled.add(at)
    this.errors.push(error)
  }
}

/** Most resolvers look at none of it. */
class Info implements GraphQLResolveInfo {
  private readonly run: Run
  private readonly planned: PlannedField
  private readonly prev: Path | undefined
  private at: Path | undefined

  constructor(run: Run, planned: PlannedField, prev: Path | undefined) {
    this.run = run
    this.planned = planned
    this.prev = prev
    this.at = undefined
  }

  /** One for each field: what is noted as null is found by it. */
  get path(): Path { return (this.at ??= { prev: this.prev, key: this.planned.key, typename: this.planned.parent.name }) }

  get fieldName() { return this.planned.field.name }
  get fieldNodes() { return this.planned.nodes }
  get returnType() { return this.planned.field.type }
  get parentType() { return this.planned.parent }
  get schema() { return this.run.plan.schema }
  get fragments() { return this.run.plan.fragments }
  get rootValue() { return this.run.rootValue }
  get operation() { return this.run.plan.operation }
  get variableValues() { return this.run.variables as Record<string, unknown> }
}

function keysOf(path: Path): (string | number)[] {
  const keys: (string | number)[] = []
  for (let at: Path | undefined = path; at; at = at.prev) keys.push(at.key)
  return keys.toReversed()
}

/** The null in the place of what failed. @throws the error, located, where null may not stand there */
function nullFor(run: Run, planned: PlannedField, shape: Shape, path: Path, error: unknown): null {
  const located = locatedError(error, planned.nodes, keysOf(path))
  if (shape.nonNull) throw located
  run.failed(located, path)
  return null
}

/** @throws where a field that may not be null is */
export function executeFields(run: Run, { fields, bare }: Selection, source: unknown, path: Path | undefined): Maybe<Data> {
  const data: Data = bare ? Object.create(null) as Data : {}
  let waiting: Promise<unknown>[] | undefined
  let keys: string[] | undefined
  try {
    for (const field of fields) {
      const value = executeField(run, field, source, path)
      data[field.key] = value
      if (isPromise(value)) {
        (waiting ??= []).push(value);
        (keys ??= []).push(field.key)
      }
    }
  } catch (error) {
    // The others may fail, too: somebody must hear of it.
    if (waiting) return Promise.allSettled(waiting).then(() => { throw error })
    throw error
  }
  return waiting ? Promise.all(waiting).then((values) => {
    keys!.forEach((key, i) => { data[key] = values[i] })
    return data
  }) : data
}

/** The fields of a mutation, each after what the one before it did. */
export function executeSerially(run: Run, { fields }: Selection, source: unknown): Maybe<Data> {
  const data: Data = Object.create(null)
  const from = (start: number): Maybe<Data> => {
    for (let i = start; i < fields.length; i++) {
      const { key } = fields[i]!
      const value = executeField(run, fields[i]!, source, undefined)
      if (isPromise(value)) return value.then((found) => {
        data[key] = found
        return from(i + 1)
      })
      data[key] = value
    }
    return data
  }
  return from(0)
}

function executeField(run: Run, planned: PlannedField, source: unknown, prev: Path | undefined): unknown {
  const { field, shape } = planned
  const info = new Info(run, planned, prev)
  try {
    const found: unknown = (field.resolve ?? defaultFieldResolver)(source, run.argumentsOf(planned), run.contextValue, info)
    if (shape.kind === 'LEAF' && !isPromise(found)) return completeLeaf(planned, shape, found)
    return completed(run, planned, shape, info, info.path, found)
  } catch (error) {
    return nullFor(run, planned, shape, info.path, error)
  }
}

/** The value in the answer of what was resolved or lies in a list, or a promise of it. */
function completed(run: Run, planned: PlannedField, shape: Shape, info: Info, path: Path, found: unknown): unknown {
  return isPromise(found) ? found.then((value) => settled(run, planned, shape, info, path, value), (error: unknown) => nullFor(run, planned, shape, path, error))
    : settled(run, planned, shape, info, path, found)
}

function settled(run: Run, planned: PlannedField, shape: Shape, info: Info, path: Path, found: unknown): unknown {
  try {
    const value = complete(run, planned, shape, info, path, found)
    return isPromise(value) ? value.then(undefined, (error: unknown) => nullFor(run, planned, shape, path, error)) : value
  } catch (error) {
    return nullFor(run, planned, shape, path, error)
  }
}

const nameOf = ({ parent, field }: PlannedField): string => `${parent.name}.${field.name}`

const isMissing = (found: unknown): found is null | undefined => {
  if (found instanceof Error) throw found
  return found === null || found === undefined
}

function missing(planned: PlannedField, { nonNull }: Shape): null {
  if (nonNull) throw new Error(`Cannot return null for non-nullable field ${nameOf(planned)}.`)
  return null
}

const completeLeaf = (planned: PlannedField, shape: Shape & { kind: 'LEAF' }, found: unknown): unknown => (isMissing(found) ? missing(planned, shape) : serialized(shape.type, found))

function complete(run: Run, planned: PlannedField, shape: Shape, info: Info, path: Path, found: unknown): unknown {
  if (shape.kind === 'LEAF') return completeLeaf(planned, shape, found)
  if (isMissing(found)) return missing(planned, shape)
  if (shape.kind === 'LIST') {
    const { item } = shape
    const constants = item.kind === 'OBJECT' && isKept(found) ? run.plan.constantsBelow(planned, item.type, run.variables) : null
    const list = () => completeList(run, planned, item, info, path, found)
    return constants ? completedOnce(run, constants, found as KeptList, list) : list()
  }
  if (shape.kind === 'OBJECT') return completeObject(run, planned, shape.type, info, path, found)
  const { type } = shape
  const name = (type.resolveType ?? defaultTypeResolver)(found, run.contextValue, info, type)
  return isPromise<string | undefined>(name) ? name.then((one) => completeObject(run, planned, concrete(run, planned, type, one), info, path, found))
    : completeObject(run, planned, concrete(run, planned, type, name), info, path, found)
}

function serialized(type: GraphQLLeafType, found: unknown): unknown {
  const value: unknown = type.serialize(found)
  if (value === null || value === undefined) throw new Error(`${type.name} cannot say a value of the type ${typeof found}.`)
  return value
}

function completeList(run: Run, planned: PlannedField, item: Shape, info: Info, path: Path, found: unknown): Maybe<unknown[]> {
  if (typeof found !== 'object' || typeof (found as Partial<Iterable<unknown>>)[Symbol.iterator] !== 'function')
    throw new GraphQLError(`Expected Iterable, but did not find one for field "${nameOf(planned)}".`)
  const items = Array.isArray(found) ? found as readonly unknown[] : [...found as Iterable<unknown>]
  const values: unknown[] = []
  let waits = false
  try {
    for (let i = 0; i < items.length; i++) {
      const value = completed(run, planned, item, info, { prev: path, key: i, typename: undefined }, items[i])
      waits ||= isPromise(value)
      values.push(value)
    }
  } catch (error) {
    // As above; the items not reached may be promises, too.
    if (waits || items.some(isPromise)) return Promise.allSettled([...values, ...items]).then(() => { throw error })
    throw error
  }
  return waits ? Promise.all(values) : values
}

function completeObject(run: Run, planned: PlannedField, type: GraphQLObjectType, info: Info, path: Path, found: unknown): Maybe<Data> {
  const below = () => executeFields(run, run.plan.below(planned, type, run.variables), found, path)
  if (!type.isTypeOf) return below()
  const checked = (is: boolean): Maybe<Data> => {
    if (!is) throw new GraphQLError(`Expected value of type "${type.name}".`, { nodes: planned.nodes })
    return below()
  }
  const is = type.isTypeOf(found, run.contextValue, info)
  return isPromise<boolean>(is) ? is.then(checked) : checked(is)
}

/** @throws where an abstract type was resolved to something that it does not stand for */
function concrete({ plan: { schema } }: Run, planned: PlannedField, abstract: GraphQLAbstractType, name: unknown): GraphQLObjectType {
  const type = typeof name === 'string' ? schema.getType(name) : undefined
  if (type && isObjectType(type) && schema.isSubType(abstract, type)) return type
  throw new GraphQLError(`${abstract.name} at ${nameOf(planned)} was resolved to no object type of its own: ${String(name)}.`, { nodes: planned.nodes })
}
