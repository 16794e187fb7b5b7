import { ApolloServer, type ApolloServerPlugin, type ApolloServerOptionsWithGateway, type BaseContext, type DocumentStore } from '@apollo/server'
import { unwrapResolverError } from '@apollo/server/errors'
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled'
import express, { type Express } from 'express'
import { GraphQLError, type DocumentNode, type GraphQLFormattedError } from 'graphql'
import type { Context, Services } from './context.ts'
import { executePlanned } from './execution/execute.ts'
import { contextOf, languageOf } from './request.ts'
import { schema } from './schema/index.ts'
import { answerBy } from './serving/answer.ts'
import { leaveBody } from './serving/bodies.ts'
import { costLimit } from './serving/cost.ts'
import { persisted, persistedQueries } from './serving/documents.ts'
import { limits } from './serving/limits.ts'
import { log, requestId } from './serving/log.ts'
import { within } from './serving/timeouts.ts'
import { noteUnavailable, orUnavailable, tellUnavailable, unavailableExtensions, unavailableText } from './serving/unavailable.ts'

export { contextOf, languageOf } from './request.ts'

const closing: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    willSendResponse: ({ contextValue }) => orUnavailable(contextValue.language, () => contextValue.close()),
  }),
}

/** What we said ourselves passes; what broke is logged and said without its words, with the reference that finds it in the log. */
function masked(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const original = unwrapResolverError(error)
  const code = formatted.extensions?.['code']
  if (original instanceof GraphQLError && code !== 'INTERNAL_SERVER_ERROR') return formatted
  const kind = noteUnavailable(original)
  if (kind !== null) return { message: unavailableText(kind, 'zh'), extensions: unavailableExtensions(kind) }
  log.error({ err: original, ...(formatted.path && { path: formatted.path.join('.') }) }, 'operation failed')
  return { message: 'Something went wrong on our side.', ...(formatted.path && { path: formatted.path }), extensions: { code: 'INTERNAL_SERVER_ERROR', reference: requestId() } }
}

export interface GraphqlOptions {
  readonly services: Services
  /** The web application's operations by id. */
  readonly documents: ReadonlyMap<string, string>
  /** Whether any other operation is answered, too, and the schema may be asked for. */
  readonly open: boolean
  /** What the dearest operation may cost. */
  readonly highestCost: number
  readonly plugins?: readonly ApolloServerPlugin<BaseContext>[]
}

export interface Graphql {
  /** Answers `/graphql`. */
  addTo(app: Express): void
  stop(): Promise<void>
}

const LONGEST_OPERATION = 60_000

/** The one place where Apollo Server leaves execution to somebody else. */
const ourExecution: ApolloServerOptionsWithGateway<Context>['gateway'] = {
  onSchemaLoadOrUpdate(told) {
    told({ apiSchema: schema, coreSupergraphSdl: '' })
    return () => undefined
  },
  load: async () => ({
    executor: async ({ document, request: { variables, operationName }, context }) => executePlanned({ schema, document, variableValues: variables, operationName, contextValue: context }, context.language),
  }),
  stop: async () => undefined,
}

function parsedDocuments(): DocumentStore {
  const parsed = new Map<string, DocumentNode>()
  return {
    get: async (key) => parsed.get(key),
    set: async (key, document) => void parsed.set(key, document),
    delete: async (key) => parsed.delete(key),
  }
}

export async function startGraphql({ services, documents, open, highestCost, plugins = [] }: GraphqlOptions): Promise<Graphql> {
  const server = new ApolloServer<Context>({
    gateway: ourExecution,
    introspection: open,
    hideSchemaDetailsFromClientErrors: !open,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: persistedQueries(documents, open),
    includeStacktraceInErrorResponses: false,
    // What anybody may write need not be kept parsed; the web application's operations are few, and nothing else comes so far.
    documentStore: open ? null : parsedDocuments(),
    logger: log,
    stringifyResult: leaveBody,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: 4_000 },
    validationRules: [limits],
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled(), costLimit(highestCost), ...plugins, tellUnavailable, closing],
    formatError: masked,
  })
  await server.start()
  const answer = answerBy(server, async (request, response) => {
    const context = await orUnavailable(languageOf(request), () => contextOf(services, request))
    // Also where the caller went away before the answer.
    response.once('close', () => void context.close().catch((error: unknown) => log.error({ err: error }, 'could not end an operation')))
    return context
  })
  return {
    addTo(app) {
      app.use('/graphql', express.json({ limit: 256 * 1024 }), within(LONGEST_OPERATION), persisted(documents, open), answer)
    },
    stop: () => server.stop(),
  }
}
