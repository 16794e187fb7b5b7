import { GraphQLError, Kind, type ASTVisitor, type FragmentDefinitionNode, type SelectionNode, type SelectionSetNode, type ValidationContext } from 'graphql'

const DEEPEST = 20
const MOST_FIELDS = 1_500
const MOST_ALIASES = 60

interface Count {
  depth: number
  fields: number
  aliases: number
}

const NOTHING: Count = { depth: 0, fields: 0, aliases: 0 }

/** Refuses operations that nest or repeat more than any page of ours asks for; the limits themselves are not told. */
export function limits(context: ValidationContext): ASTVisitor {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of context.getDocument().definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  // Each fragment is counted once: counting it at every spread takes 2^n steps for n fragments that spread the next twice.
  const counted = new Map<string, Count>()

  function ofFragment(name: string): Count {
    const known = counted.get(name)
    if (known) return known
    // A fragment inside itself, or one that does not exist, is refused by the specification's own rules.
    counted.set(name, NOTHING)
    const fragment = fragments.get(name)
    const count = fragment ? below(fragment.selectionSet) : NOTHING
    counted.set(name, count)
    return count
  }

  function of(selection: SelectionNode): Count {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value)
    if (selection.kind === Kind.INLINE_FRAGMENT) return below(selection.selectionSet)
    const inside = selection.selectionSet ? below(selection.selectionSet) : NOTHING
    return { depth: inside.depth + 1, fields: inside.fields + 1, aliases: inside.aliases + (selection.alias ? 1 : 0) }
  }

  const below = (set: SelectionSetNode): Count => set.selections.map(of).reduce((all, one) => ({
    depth: Math.max(all.depth, one.depth), fields: all.fields + one.fields, aliases: all.aliases + one.aliases,
  }), NOTHING)

  return {
    OperationDefinition(operation) {
      const total = below(operation.selectionSet)
      if (total.depth > DEEPEST || total.fields > MOST_FIELDS || total.aliases > MOST_ALIASES)
        context.reportError(new GraphQLError('The query asks for too much at once.', { nodes: [operation], extensions: { code: 'BAD_USER_INPUT', argument: 'query' } }))
    },
  }
}
