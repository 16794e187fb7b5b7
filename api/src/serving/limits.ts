import { GraphQLError, Kind, type ASTNode, type ASTVisitor, type FragmentDefinitionNode, type SelectionNode, type SelectionSetNode, type ValidationContext } from 'graphql'

const DEEPEST = 20
const MOST_FIELDS = 1_500
const MOST_ALIASES = 60
const MOST_DIRECTIVES = 40

interface Count {
  depth: number
  fields: number
  aliases: number
  directives: number
}

const sum = (a: Count, b: Count): Count => ({
  depth: Math.max(a.depth, b.depth), fields: a.fields + b.fields, aliases: a.aliases + b.aliases, directives: a.directives + b.directives,
})
const NOTHING: Count = { depth: 0, fields: 0, aliases: 0, directives: 0 }

/** What an operation that asks for too much is answered: never how much would do. */
export const tooMuch = (nodes: readonly ASTNode[]): GraphQLError =>
  new GraphQLError('The query asks for too much at once.', { nodes, extensions: { code: 'BAD_USER_INPUT', argument: 'query', http: { status: 400 } } })

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
    const count = fragment ? sum(below(fragment.selectionSet), { ...NOTHING, directives: fragment.directives?.length ?? 0 }) : NOTHING
    counted.set(name, count)
    return count
  }

  function of(selection: SelectionNode): Count {
    const own = { depth: 0, fields: 0, aliases: 0, directives: selection.directives?.length ?? 0 }
    if (selection.kind === Kind.FRAGMENT_SPREAD) return sum(own, ofFragment(selection.name.value))
    if (selection.kind === Kind.INLINE_FRAGMENT) return sum(own, below(selection.selectionSet))
    const inside = selection.selectionSet ? below(selection.selectionSet) : NOTHING
    return sum({ ...own, fields: 1, aliases: selection.alias ? 1 : 0 }, { ...inside, depth: inside.depth + 1 })
  }

  const below = (set: SelectionSetNode): Count => set.selections.map(of).reduce(sum, NOTHING)

  return {
    OperationDefinition(operation) {
      // Left to itself it fails only when it is run, as if the fault were ours.
      if (!context.getSchema().getRootType(operation.operation)) context.reportError(new GraphQLError(`There is no ${operation.operation} here.`, { nodes: [operation] }))
      const total = sum(below(operation.selectionSet), { ...NOTHING, directives: operation.directives?.length ?? 0 })
      if (total.depth > DEEPEST || total.fields > MOST_FIELDS || total.aliases > MOST_ALIASES || total.directives > MOST_DIRECTIVES) context.reportError(tooMuch([operation]))
    },
  }
}
