import type { ApolloServerPlugin, BaseContext } from '@apollo/server'
import {
  getNamedType, isCompositeType, isInterfaceType, isListType, isNonNullType, isObjectType, Kind,
  type FieldNode, type GraphQLField, type GraphQLNamedType, type GraphQLSchema, type DocumentNode, type OperationDefinitionNode, type SelectionSetNode,
} from 'graphql'
import { LONGEST_PAGE, PAGE } from '../schema/arguments.ts'
import { tooMuch } from './limits.ts'

/** What a list without pages is taken to hold. */
const LIST = 8
/** A ranking with all of its streets, both at pages of 200, costs two thirds of it; the dearest of our own pages a fifth. */
export const HIGHEST_COST = 300_000

const isList = (field: GraphQLField<unknown, unknown>): boolean => isListType(isNonNullType(field.type) ? field.type.ofType : field.type)

/** `nodes` and `edges` hold what the connection above them was asked for. */
const isConnection = (type: GraphQLNamedType): boolean => type.name.endsWith('Connection')

/**
 * How many values an operation may have to answer: one per field, times the sizes of the pages and lists that it lies in.
 * Known before anything is read; each fragment is reckoned once.
 */
export function costOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): number {
  const fragments = new Map(document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])))
  const defaults = new Map((operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [variable.name.value, defaultValue?.kind === Kind.INT ? Number(defaultValue.value) : undefined]))
  const reckoned = new Map<string, number>()

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

  function ofField(parent: GraphQLNamedType, node: FieldNode): number {
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined
    // __typename, and the schema's own description: that one is answered in development only, and its depth is bounded.
    if (!field || !node.selectionSet) return 1
    return 1 + times(parent, field, node) * below(getNamedType(field.type), node.selectionSet)
  }

  function ofFragment(name: string): number {
    const known = reckoned.get(name)
    if (known !== undefined) return known
    reckoned.set(name, 0)
    const fragment = fragments.get(name)
    const type = fragment && schema.getType(fragment.typeCondition.name.value)
    const cost = fragment && type ? below(type, fragment.selectionSet) : 0
    reckoned.set(name, cost)
    return cost
  }

  function below(type: GraphQLNamedType, set: SelectionSetNode): number {
    let cost = 0
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) cost += ofField(type, selection)
      else if (selection.kind === Kind.FRAGMENT_SPREAD) cost += ofFragment(selection.name.value)
      else {
        const condition = selection.typeCondition && schema.getType(selection.typeCondition.name.value)
        cost += below(condition && isCompositeType(condition) ? condition : type, selection.selectionSet)
      }
    }
    return cost
  }

  const root = schema.getRootType(operation.operation)
  return root ? below(root, operation.selectionSet) : 0
}

/** Refuses operations that may have to answer more values than that, before anything is read. */
export const costLimit = (highest: number): ApolloServerPlugin<BaseContext> => ({
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, operation, request }) => {
      if (operation && costOf(schema, document, operation, request.variables ?? {}) > highest) throw tooMuch([operation])
    },
  }),
})
