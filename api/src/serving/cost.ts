import type { ApolloServerPlugin, BaseContext } from '@apollo/server'
import {
  getNamedType, isCompositeType, isInterfaceType, isListType, isNonNullType, isObjectType, Kind, visit,
  type FieldNode, type GraphQLField, type GraphQLNamedType, type GraphQLSchema, type DocumentNode, type OperationDefinitionNode, type SelectionSetNode,
} from 'graphql'
import { LONGEST_PAGE, PAGE } from '../schema/arguments.ts'
import { tooMuch } from './limits.ts'

/** What a list without pages is taken to hold. */
const LIST = 8
/**
 * Some 300 units take a millisecond of a processor on the demonstration, so that the dearest operation takes a second of one
 * and stays below two where others work beside it (`node api/test/dearest.ts` measures it); a ranking with all of
 * its streets, both at pages of 200, costs two thirds of it, the dearest of our own pages a third.
 */
export const HIGHEST_COST = 300_000

/** What a statement over records costs wherever it is asked for, in the same units: once however many parents it answers for, and again for each alias. */
const STATEMENTS: Readonly<Record<string, number>> = {
  'Query.hazards': 12_000, 'Region.hazards': 12_000, 'Subject.hazards': 12_000, 'Inspection.hazards': 12_000, 'HazardConnection.totalCount': 10_000, 'Query.overdueGroups': 10_000,
  'Query.inspections': 12_000, 'Subject.inspections': 12_000, 'InspectionConnection.totalCount': 10_000, 'Region.subjects': 3_000, 'SubjectConnection.totalCount': 3_000,
  'Region.metrics': 1_200, 'Region.score': 14_000, 'Query.ranking': 14_000, 'IndicatorScore.records': 12_000, 'RecordConnection.totalCount': 10_000,
  'Query.audit': 6_000, 'Audit.entries': 6_000, 'AuditEntryConnection.totalCount': 6_000, 'Query.personalData': 2_000,
}
/** Of any other list in pages. */
const LIST_STATEMENT = 400
/** What one more parent adds to such a statement, where a plain field adds 1. */
const AGGREGATED = 2

interface Cost {
  readonly values: number
  readonly statements: number
}
const NOTHING: Cost = { values: 0, statements: 0 }
const sum = (a: Cost, b: Cost): Cost => ({ values: a.values + b.values, statements: a.statements + b.statements })

const isList = (field: GraphQLField<unknown, unknown>): boolean => isListType(isNonNullType(field.type) ? field.type.ofType : field.type)

/** `nodes` and `edges` hold what the connection above them was asked for. */
const isConnection = (type: GraphQLNamedType): boolean => type.name.endsWith('Connection')

/**
 * What an operation may cost: a unit per value that it may have to answer, which is one per field times the sizes of the pages
 * and lists that it lies in; more for what has to be counted; and the statements that it runs. Known before anything is read;
 * each fragment is reckoned once.
 */
export function costOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): number {
  const fragments = new Map(document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])))
  const defaults = new Map((operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [variable.name.value, defaultValue?.kind === Kind.INT ? Number(defaultValue.value) : undefined]))
  const reckoned = new Map<string, Cost>()

  function firstOf(node: FieldNode): unknown {
    const value = node.arguments?.find((one) => one.name.value === 'first')?.value
    if (value?.kind === Kind.INT) return Number(value.value)
    if (value?.kind !== Kind.VARIABLE) return undefined
    return variables[value.name.value] ?? defaults.get(value.name.value)
  }

  function times(parent: GraphQLNamedType, field: GraphQLField<unknown, unknown>, node: FieldNode): number {
    if (field.args.some((one) => one.name === 'first')) {
      const first = firstOf(node)
      return typeof first === 'number' && first > 0 ? Math.min(first, LONGEST_PAGE) : PAGE
    }
    return isList(field) && !isConnection(parent) ? LIST : 1
  }

  function ofField(parent: GraphQLNamedType, node: FieldNode): Cost {
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined
    // __typename, and the schema's own description: that one is answered in development only, and its depth is bounded.
    if (!field) return { values: 1, statements: 0 }
    const known = STATEMENTS[`${parent.name}.${field.name}`]
    const own = { values: known === undefined ? 1 : AGGREGATED, statements: known ?? (field.args.some((one) => one.name === 'first') ? LIST_STATEMENT : 0) }
    if (!node.selectionSet) return own
    const inside = below(getNamedType(field.type), node.selectionSet)
    return sum(own, { values: times(parent, field, node) * inside.values, statements: inside.statements })
  }

  function ofFragment(name: string): Cost {
    const known = reckoned.get(name)
    if (known !== undefined) return known
    reckoned.set(name, NOTHING)
    const fragment = fragments.get(name)
    const type = fragment && schema.getType(fragment.typeCondition.name.value)
    const cost = fragment && type ? below(type, fragment.selectionSet) : NOTHING
    reckoned.set(name, cost)
    return cost
  }

  function below(type: GraphQLNamedType, set: SelectionSetNode): Cost {
    let cost = NOTHING
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) cost = sum(cost, ofField(type, selection))
      else if (selection.kind === Kind.FRAGMENT_SPREAD) cost = sum(cost, ofFragment(selection.name.value))
      else {
        const condition = selection.typeCondition && schema.getType(selection.typeCondition.name.value)
        cost = sum(cost, below(condition && isCompositeType(condition) ? condition : type, selection.selectionSet))
      }
    }
    return cost
  }

  const root = schema.getRootType(operation.operation)
  const { values, statements } = root ? below(root, operation.selectionSet) : NOTHING
  return values + statements
}

/** The variables that sizes of pages are, and what an operation was found to cost by their values. */
interface Reckoned {
  readonly sizes: readonly string[]
  readonly costs: Map<string, number>
}
const MOST_KEPT = 64
const reckonings = new WeakMap<OperationDefinitionNode, Reckoned>()

function reckonedOf(document: DocumentNode, operation: OperationDefinitionNode): Reckoned {
  const known = reckonings.get(operation)
  if (known) return known
  const sizes = new Set<string>()
  visit(document, { Argument: ({ name, value }) => { if (name.value === 'first' && value.kind === Kind.VARIABLE) sizes.add(value.name.value) } })
  const made = { sizes: [...sizes], costs: new Map<string, number>() }
  reckonings.set(operation, made)
  return made
}

/** What a value says as a size: it may be anything yet, and of any length. */
const sizeIn = (value: unknown): string => (typeof value === 'number' ? String(value) : value === undefined || value === null ? 'none' : 'no size')

/** As `costOf`, reckoned once for the same sizes of pages. */
export function knownCost(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): number {
  const { sizes, costs } = reckonedOf(document, operation)
  const key = sizes.map((name) => sizeIn(variables[name])).join(' ')
  const cost = costs.get(key) ?? costOf(schema, document, operation, variables)
  if (costs.size < MOST_KEPT) costs.set(key, cost)
  return cost
}

/** Refuses operations that may cost more than that, before anything is read. */
export const costLimit = (highest: number): ApolloServerPlugin<BaseContext> => ({
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, operation, request }) => {
      if (operation && knownCost(schema, document, operation, request.variables ?? {}) > highest) throw tooMuch([operation])
    },
  }),
})
