import { GraphQLError, Kind, type ASTVisitor, type FragmentDefinitionNode, type SelectionSetNode, type ValidationContext } from 'graphql'

const DEEPEST = 20
const MOST_FIELDS = 1_500
const MOST_ALIASES = 60

interface Count {
  depth: number
  fields: number
  aliases: number
}

/** Refuses operations that nest or repeat more than any page of ours asks for; the limits themselves are not told. */
export function limits(context: ValidationContext): ASTVisitor {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of context.getDocument().definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)

  function count(set: SelectionSetNode, depth: number, within: readonly string[], total: Count): void {
    total.depth = Math.max(total.depth, depth)
    for (const selection of set.selections) {
      if (total.fields > MOST_FIELDS || depth > DEEPEST) return
      if (selection.kind === Kind.FIELD) {
        total.fields += 1
        if (selection.alias) total.aliases += 1
        if (selection.selectionSet) count(selection.selectionSet, depth + 1, within, total)
      } else if (selection.kind === Kind.INLINE_FRAGMENT) count(selection.selectionSet, depth, within, total)
      else {
        const name = selection.name.value
        const fragment = fragments.get(name)
        // A fragment inside itself is refused by the specification's own rules.
        if (fragment && !within.includes(name)) count(fragment.selectionSet, depth, [...within, name], total)
      }
    }
  }

  return {
    OperationDefinition(operation) {
      const total: Count = { depth: 0, fields: 0, aliases: 0 }
      count(operation.selectionSet, 1, [], total)
      if (total.depth > DEEPEST || total.fields > MOST_FIELDS || total.aliases > MOST_ALIASES)
        context.reportError(new GraphQLError('The query asks for too much at once.', { nodes: [operation], extensions: { code: 'BAD_USER_INPUT', argument: 'query' } }))
    },
  }
}
