import { createServer } from 'node:http'
import type { ApolloServerPlugin, BaseContext } from '@apollo/server'
import type { RequestHandler } from 'express'
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'

/** The few kinds of addresses there are: one series each, whatever is asked for. */
const ROUTES = ['/graphql', '/session', '/imports', '/export', '/templates', '/assets', '/healthz', '/readyz'] as const
const routeOf = (path: string): string => ROUTES.find((route) => path === route || path.startsWith(`${route}/`)) ?? 'page'
const METHODS = new Set(['GET', 'HEAD', 'POST', 'DELETE'])

export interface Metrics {
  readonly registry: Registry
  /** Measures every request. */
  readonly ofRequests: RequestHandler
  /** Measures every operation of the web application; others are one series. */
  readonly ofOperations: ApolloServerPlugin<BaseContext>
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Figures for Prometheus: the process', the requests', the operations'. No name of a person, place or record is a label. */
export function collectMetrics(operationNames: ReadonlySet<string>): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({ name: 'http_request_duration_seconds', help: 'Answers by route, method and status.', labelNames: ['route', 'method', 'status'], buckets: SECONDS, registers: [registry] })
  const operations = new Histogram({ name: 'graphql_operation_duration_seconds', help: 'GraphQL operations by name.', labelNames: ['operation'], buckets: SECONDS, registers: [registry] })
  const errors = new Counter({ name: 'graphql_errors_total', help: 'Errors that GraphQL operations answered, by code.', labelNames: ['code'], registers: [registry] })
  return {
    registry,
    ofRequests(request, response, next) {
      const stop = requests.startTimer({ route: routeOf(request.path), method: METHODS.has(request.method) ? request.method : 'other' })
      response.once('close', () => void stop({ status: response.statusCode }))
      next()
    },
    ofOperations: {
      requestDidStart: async () => {
        const stop = operations.startTimer()
        return {
          async willSendResponse({ operation, errors: answered }) {
            const name = operation?.name?.value ?? ''
            stop({ operation: operationNames.has(name) ? name : 'other' })
            for (const error of answered ?? []) errors.inc({ code: String(error.extensions['code'] ?? 'none').slice(0, 40) })
          },
        }
      },
    },
  }
}

export interface MetricsServer {
  readonly url: string
  close(): Promise<void>
}

/** Answers `GET /metrics` on a port of its own, which need not be reachable from where the pages are. @throws where the port is taken. */
export async function serveMetrics({ registry }: Metrics, port: number, host: string): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end()
    registry.metrics().then((text) => response.writeHead(200, { 'Content-Type': registry.contentType }).end(text), () => response.writeHead(500).end())
  })
  await new Promise<void>((done, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => failed(error.code === 'EADDRINUSE' ? new Error(`port ${port} of ${host} is taken: set METRICS_PORT to another`, { cause: error }) : error))
    server.listen(port, host, done)
  })
  const address = server.address()
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address !== null && typeof address === 'object' ? address.port : port}/metrics`,
    close: () => new Promise((done) => {
      server.close(() => done())
      server.closeAllConnections()
    }),
  }
}
