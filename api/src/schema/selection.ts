import { getArgumentValues, isObjectType, Kind, type FieldNode, type FragmentDefinitionNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql'

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>

function* fieldsOf(set: SelectionSetNode | undefined, fragments: Fragments): Generator<FieldNode> {
  for (const selection of set?.selections ?? []) {
    if (selection.kind === Kind.FIELD) yield selection
    else if (selection.kind === Kind.INLINE_FRAGMENT) yield* fieldsOf(selection.selectionSet, fragments)
    else yield* fieldsOf(fragments[selection.name.value]?.selectionSet, fragments)
  }
}

function below(nodes: readonly FieldNode[], names: readonly string[], fragments: Fragments): boolean {
  const [name, ...rest] = names
  for (const node of nodes) {
    for (const field of fieldsOf(node.selectionSet, fragments)) {
      if (field.name.value === name && (rest.length === 0 || below([field], rest, fragments))) return true
      if (below([field], names, fragments)) return true
    }
  }
  return false
}

/** By the places of a field, which are the same ones whenever a plan is executed. */
const found = new WeakMap<readonly FieldNode[], Map<string, boolean>>()

/** Whether the operation asks, at any depth below this field, for a field of the first name and below it one of the next, and so on. */
export function asksFor({ fieldNodes, fragments }: GraphQLResolveInfo, ...names: [string, ...string[]]): boolean {
  const known = found.get(fieldNodes) ?? new Map<string, boolean>()
  found.set(fieldNodes, known)
  const key = names.join('.')
  const is = known.get(key) ?? below(fieldNodes, names, fragments)
  known.set(key, is)
  return is
}

/** Whether it asks for such a field right here. */
export const selects = (info: GraphQLResolveInfo, name: string): boolean =>
  info.fieldNodes.some((node) => fieldsOf(node.selectionSet, info.fragments).some((field) => field.name.value === name))

/**
 * The arguments of the first field of the name right below this one, which answers the type: for what is read with it. null where
 * there is none, or they are wrong, which its own execution says.
 */
export function argumentsBelow<A extends object>(info: GraphQLResolveInfo, type: string, name: string): A | null {
  const of = info.schema.getType(type)
  const definition = isObjectType(of) ? of.getFields()[name] : undefined
  for (const node of definition ? info.fieldNodes : []) {
    for (const field of fieldsOf(node.selectionSet, info.fragments)) {
      if (field.name.value !== name) continue
      try {
        return getArgumentValues(definition!, field, info.variableValues) as A
      } catch {
        return null
      }
    }
  }
  return null
}
