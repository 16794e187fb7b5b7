import Fastify from 'fastify'
import mercurius from 'mercurius'
import { schema } from '../../../api/src/schema/index.ts'
import { listening } from './given.ts'
import { contextFor, documents, servicesOf } from './services.ts'

const services = servicesOf()
const app = Fastify()
await app.register(mercurius, {
  schema, jit: 1, path: '/graphql',
  persistedQueryProvider: {
    isPersistedQuery: (request: { documentId?: string }) => request.documentId !== undefined,
    getHash: (request: { documentId?: string }) => request.documentId ?? '',
    getQueryFromHash: async (id: string) => documents.get(id) ?? '',
  } as never,
  context: (request) => contextFor(services, request.headers.cookie),
})
app.graphql.addHook('onResolution', async (_execution, context) => {
  await (context as unknown as { close(): Promise<void> }).close()
})
const url = await app.listen({ port: 0, host: '127.0.0.1' })
listening(Number(new URL(url).port))
