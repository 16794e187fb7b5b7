import { createServer } from 'node:http'
import { createYoga } from 'graphql-yoga'
import { schema } from '../../../api/src/schema/index.ts'
import { listening } from './given.ts'
import { contextFor, documents, servicesOf } from './services.ts'

const services = servicesOf()
type Ending = { close(): Promise<void> }
const yoga = createYoga({
  schema, graphqlEndpoint: '/graphql', logging: false, maskedErrors: false,
  context: ({ request }) => contextFor(services, request.headers.get('cookie') ?? undefined),
  plugins: [{
    onParams({ params, setParams }) {
      const { documentId, ...rest } = params as { documentId?: string }
      const query = documentId === undefined ? undefined : documents.get(documentId)
      if (query !== undefined) setParams({ ...rest, query })
    },
    onExecute: ({ args }) => ({ onExecuteDone: () => (args.contextValue as unknown as Ending).close() as unknown as void }),
  }],
})
const server = createServer(yoga)
server.listen(0, '127.0.0.1', () => listening((server.address() as { port: number }).port))
