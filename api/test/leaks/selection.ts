import {
  getNamedType, isInputObjectType, isInterfaceType, isLeafType, isObjectType, isRequiredArgument, isUnionType, parse, TypeInfo, visit, visitWithTypeInfo,
  type GraphQLField, type GraphQLInputType, type GraphQLNamedType, type GraphQLObjectType, type GraphQLSchema,
} from 'graphql'

/** The arguments with which a nested field is asked, as text; the first where one will do. */
export type FieldArguments = Readonly<Record<string, readonly string[]>>

const argumentsOf = (type: GraphQLObjectType, field: GraphQLField<unknown, unknown>, table: FieldArguments): readonly string[] => {
  const known = table[`${type.name}.${field.name}`]
  if (known) return known
  const required = field.args.find(isRequiredArgument)
  if (required) throw new Error(`the leak matrix has no arguments for ${type.name}.${field.name}(${required.name})`)
  return ['']
}

/** Everything that can be asked of a type: its scalars, and to the depth given its records; connections cost no depth. */
export function everything(schema: GraphQLSchema, named: GraphQLNamedType, depth: number, table: FieldArguments): string {
  if (isUnionType(named)) return `{ __typename ${named.getTypes().map((type) => `... on ${type.name} ${everything(schema, type, depth, table)}`).join(' ')} }`
  // Lists of several types hold hazards or subjects; fields of one name in both would have to be of one type.
  if (isInterfaceType(named)) return `{ __typename id ... on Hazard ${everything(schema, schema.getType('Hazard')!, depth, table)} ... on Subject { name creditCode } }`
  if (!isObjectType(named)) throw new Error(`nothing can be asked of ${named.name}`)
  const cost = /(Connection|Edge)$/.test(named.name) ? 0 : 1
  const parts = Object.values(named.getFields()).flatMap((field) => {
    const type = getNamedType(field.type)
    const one = `${field.name}${argumentsOf(named, field, table)[0]!}`
    if (isLeafType(type)) return [one]
    // Edges show the same nodes again.
    if (depth < cost || field.name === 'edges') return []
    return [`${one} ${everything(schema, type, depth - cost, table)}`]
  })
  return `{ __typename ${parts.join(' ')} }`
}

/** One selection for each further way to ask a field of the type, apart: where one is refused the others still answer. */
export const otherWays = (schema: GraphQLSchema, type: GraphQLObjectType, table: FieldArguments): string[] =>
  Object.values(type.getFields()).flatMap((field) =>
    argumentsOf(type, field, table).slice(1).map((args) => `{ ${field.name}${args} ${everything(schema, getNamedType(field.type), 1, table)} }`))

/** What operations have asked for. */
export class Coverage {
  readonly fields = new Set<string>()
  readonly arguments = new Set<string>()
  readonly schema: GraphQLSchema
  /** @param before what was asked of another form of the schema */
  constructor(schema: GraphQLSchema, before?: Coverage) {
    this.schema = schema
    for (const field of before?.fields ?? []) this.fields.add(field)
    for (const argument of before?.arguments ?? []) this.arguments.add(argument)
  }

  add(document: string): void {
    const info = new TypeInfo(this.schema)
    visit(parse(document), visitWithTypeInfo(info, {
      Field: () => void this.fields.add(`${info.getParentType()?.name}.${info.getFieldDef()?.name}`),
      Argument: () => void this.arguments.add(`${info.getParentType()?.name}.${info.getFieldDef()?.name}(${info.getArgument()?.name})`),
      ObjectField: { enter: (node) => void this.arguments.add(`${getNamedType(info.getParentInputType())?.name}.${node.name.value}`) },
    }))
  }

  /** Fields of the schema that no operation asked for. */
  missingFields(): string[] {
    return Object.values(this.schema.getTypeMap()).filter(isObjectType).filter((type) => !type.name.startsWith('__'))
      .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)).filter((field) => !this.fields.has(field))
  }

  /** Arguments and fields of inputs that can name a record (ids, codes, cursors, searches) and that no operation gave. */
  missingArguments(): string[] {
    const naming = (type: GraphQLInputType) => ['ID', 'String'].includes(getNamedType(type).name)
    const types = Object.values(this.schema.getTypeMap()).filter((type) => !type.name.startsWith('__'))
    return [
      ...types.filter(isObjectType).flatMap((type) => Object.values(type.getFields()).flatMap((field) =>
        field.args.filter((arg) => naming(arg.type)).map((arg) => `${type.name}.${field.name}(${arg.name})`))),
      ...types.filter(isInputObjectType).flatMap((type) => Object.values(type.getFields()).filter((field) => naming(field.type)).map((field) => `${type.name}.${field.name}`)),
    ].filter((name) => !this.arguments.has(name))
  }
}
