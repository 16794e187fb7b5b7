import {
  getDirectiveValues, GraphQLIncludeDirective, GraphQLSkipDirective, isAbstractType, isLeafType, isListType, isNonNullType, Kind, SchemaMetaFieldDef, typeFromAST, TypeMetaFieldDef, TypeNameMetaFieldDef, visit,
  type DocumentNode, type FieldNode, type FragmentDefinitionNode, type GraphQLAbstractType, type GraphQLField, type GraphQLLeafType, type GraphQLObjectType, type GraphQLOutputType, type GraphQLSchema,
  type InlineFragmentNode, type OperationDefinitionNode, type SelectionNode, type SelectionSetNode,
} from 'graphql'

import { saysConstant, type Constants } from './constants.ts'

export type Variables = Readonly<Record<string, unknown>>
export type Fragments = Readonly<Record<string, FragmentDefinitionNode>>

/** What becomes of a resolved value, taken from its type once. */
export type Shape = { readonly nonNull: boolean } & (
  | { readonly kind: 'LEAF'; readonly type: GraphQLLeafType }
  | { readonly kind: 'LIST'; readonly item: Shape }
  | { readonly kind: 'ABSTRACT'; readonly type: GraphQLAbstractType }
  | { readonly kind: 'OBJECT'; readonly type: GraphQLObjectType }
)

function shapeOf(type: GraphQLOutputType, nonNull = false): Shape {
  if (isNonNullType(type)) return shapeOf(type.ofType, true)
  if (isListType(type)) return { nonNull, kind: 'LIST', item: shapeOf(type.ofType) }
  if (isLeafType(type)) return { nonNull, kind: 'LEAF', type }
  return isAbstractType(type) ? { nonNull, kind: 'ABSTRACT', type } : { nonNull, kind: 'OBJECT', type }
}

const innermost = (shape: Shape): Shape => (shape.kind === 'LIST' ? innermost(shape.item) : shape)

/** A field of an object in the answer; `nodes` are all places of the operation that ask for it there. */
export interface PlannedField {
  readonly key: string
  readonly parent: GraphQLObjectType
  readonly field: GraphQLField<unknown, unknown>
  readonly nodes: readonly FieldNode[]
  readonly shape: Shape
  /** Where its arguments stand among those of the request; -1: it takes none. */
  readonly slot: number
  /** What is asked for below it, by the type that is found there; filled as types are met. */
  readonly below: Map<GraphQLObjectType, Selection>
}

export interface Selection {
  readonly fields: readonly PlannedField[]
  /** `__proto__` is an alias like any other. */
  readonly bare: boolean
  /** Where all of it is constant: what was completed before, by language. */
  readonly constants: Constants | null
}

/** An operation as it is executed under some values of what its @skip and @include ask. */
export class Plan {
  readonly schema: GraphQLSchema
  readonly operation: OperationDefinitionNode
  readonly fragments: Fragments
  private readonly roots = new Map<GraphQLObjectType, Selection>()
  private slots = 0

  constructor(schema: GraphQLSchema, operation: OperationDefinitionNode, fragments: Fragments) {
    this.schema = schema
    this.operation = operation
    this.fragments = fragments
  }

  root(type: GraphQLObjectType, variables: Variables): Selection {
    return this.planned(this.roots, type, [this.operation.selectionSet], variables)
  }

  /** @throws GraphQLError where what @skip or @include asks has no value */
  below(field: PlannedField, type: GraphQLObjectType, variables: Variables): Selection {
    return field.below.get(type) ?? this.planned(field.below, type, field.nodes.flatMap((node) => node.selectionSet ?? []), variables)
  }

  /** As `below`; null as well where it would throw, which each object says in its own place. */
  constantsBelow(field: PlannedField, type: GraphQLObjectType, variables: Variables): Constants | null {
    try {
      return this.below(field, type, variables).constants
    } catch {
      return null
    }
  }

  private planned(known: Map<GraphQLObjectType, Selection>, type: GraphQLObjectType, sets: readonly SelectionSetNode[], variables: Variables): Selection {
    const found = known.get(type)
    if (found) return found
    const asked = new Map<string, FieldNode[]>()
    const spread = new Set<string>()
    for (const set of sets) this.collect(set, type, variables, asked, spread)
    const fields = [...asked].flatMap(([key, nodes]) => {
      const field = this.fieldOf(type, nodes[0]!.name.value)
      return field ? [{ key, parent: type, field, nodes, shape: shapeOf(field.type), slot: field.args.length === 0 ? -1 : this.slots++, below: new Map<GraphQLObjectType, Selection>() }] : []
    })
    const selection = { fields, bare: asked.has('__proto__'), constants: fields.every((field) => this.isConstant(field, variables)) ? new Map() : null }
    known.set(type, selection)
    return selection
  }

  private isConstant(planned: PlannedField, variables: Variables): boolean {
    if (!saysConstant(planned.field)) return false
    const shape = innermost(planned.shape)
    return shape.kind === 'LEAF' || (shape.kind === 'OBJECT' && this.constantsBelow(planned, shape.type, variables) !== null)
  }

  private fieldOf(type: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> | undefined {
    if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef
    if (type === this.schema.getQueryType()) {
      if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef
      if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef
    }
    return type.getFields()[name]
  }

  private collect(set: SelectionSetNode, type: GraphQLObjectType, variables: Variables, asked: Map<string, FieldNode[]>, spread: Set<string>): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD && spread.has(selection.name.value)) continue
      if (!included(selection, variables)) continue
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value
        const nodes = asked.get(key)
        if (nodes) nodes.push(selection)
        else asked.set(key, [selection])
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (this.applies(selection, type)) this.collect(selection.selectionSet, type, variables, asked, spread)
      } else {
        spread.add(selection.name.value)
        const fragment = this.fragments[selection.name.value]
        if (fragment && this.applies(fragment, type)) this.collect(fragment.selectionSet, type, variables, asked, spread)
      }
    }
  }

  private applies({ typeCondition }: InlineFragmentNode | FragmentDefinitionNode, type: GraphQLObjectType): boolean {
    if (!typeCondition) return true
    const condition = typeFromAST(this.schema, typeCondition)
    return condition === type || (isAbstractType(condition) && this.schema.isSubType(condition, type))
  }
}

const included = (selection: SelectionNode, variables: Variables): boolean =>
  !selection.directives?.length || (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'] !== true && getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'] !== false)

/** The variables that @skip and @include ask. */
function conditionsOf(document: DocumentNode): readonly string[] {
  const names = new Set<string>()
  visit(document, {
    Directive({ name, arguments: given }) {
      if (name.value !== GraphQLSkipDirective.name && name.value !== GraphQLIncludeDirective.name) return
      for (const { value } of given ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value)
    },
  })
  return [...names]
}

/** Above it, plans are made for one request and not kept. */
const MOST_KEPT = 16

/** An operation of a document with its plans. */
export class Prepared {
  readonly operation: OperationDefinitionNode
  private readonly schema: GraphQLSchema
  private readonly fragments: Fragments
  private readonly conditions: readonly string[]
  private readonly plans = new Map<string, Plan>()

  constructor(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
    this.schema = schema
    this.operation = operation
    this.fragments = Object.assign(Object.create(null), Object.fromEntries(document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : []))))
    this.conditions = conditionsOf(document)
  }

  planFor(variables: Variables): Plan {
    const key = this.conditions.map((name) => String(variables[name])).join(' ')
    const known = this.plans.get(key)
    if (known) return known
    const plan = new Plan(this.schema, this.operation, this.fragments)
    if (this.plans.size < MOST_KEPT) this.plans.set(key, plan)
    return plan
  }
}
