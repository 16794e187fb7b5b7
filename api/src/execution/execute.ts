import { execute, getOperationAST, getVariableValues, OperationTypeNode, type DocumentNode, type ExecutionArgs, type ExecutionResult, type GraphQLError, type GraphQLSchema } from 'graphql'
import { executeFields, executeSerially, isPromise, Run, type Data } from './fields.ts'
import { Prepared } from './plan.ts'

/** Kept for as long as their documents are, which the server bounds; null: nothing that can be executed by a plan. */
const prepared = new WeakMap<DocumentNode, Map<string, Prepared | null>>()

function prepare(schema: GraphQLSchema, document: DocumentNode, operationName: string | null | undefined): Prepared | null {
  const known = prepared.get(document) ?? new Map<string, Prepared | null>()
  prepared.set(document, known)
  const found = known.get(operationName ?? '')
  if (found !== undefined) return found
  const operation = getOperationAST(document, operationName)
  const one = operation && operation.operation !== OperationTypeNode.SUBSCRIPTION ? new Prepared(schema, document, operation) : null
  if (known.size < document.definitions.length) known.set(operationName ?? '', one)
  return one
}

const respond = (data: Data | null, { errors }: Run): ExecutionResult => (errors.length === 0 ? { data } : { errors, data })

/**
 * Answers what graphql-js' `execute` does, of a schema and a document that were found valid: fields, types and selections are
 * looked up once for a document instead of at every value, arguments read once a request, and what `constants.ts` says to be
 * constant completed once in each language.
 */
export function executePlanned(args: ExecutionArgs, language = ''): Promise<ExecutionResult> | ExecutionResult {
  const { schema, document, rootValue, contextValue, operationName } = args
  const one = prepare(schema, document, operationName)
  const type = one && schema.getRootType(one.operation.operation)
  if (!one || !type) return execute(args)
  const { coerced, errors } = getVariableValues(schema, one.operation.variableDefinitions ?? [], args.variableValues ?? {}, { maxErrors: 50 })
  if (errors) return { errors }
  const run = new Run(one.planFor(coerced), rootValue, contextValue, language, coerced)
  const failed = (error: unknown): ExecutionResult => {
    run.failed(error as GraphQLError, undefined)
    return respond(null, run)
  }
  try {
    const root = run.plan.root(type, coerced)
    const data = one.operation.operation === OperationTypeNode.MUTATION ? executeSerially(run, root, rootValue) : executeFields(run, root, rootValue, undefined)
    return isPromise(data) ? data.then((found) => respond(found, run), failed) : respond(data, run)
  } catch (error) {
    return failed(error)
  }
}
