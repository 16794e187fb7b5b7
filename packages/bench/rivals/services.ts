import { connect } from '../../../db/src/client.ts'
import { clockAt, startOfDay } from '../../domain/src/index.ts'
import type { Services } from '../../../api/src/context.ts'
import { contextOf } from '../../../api/src/request.ts'
import { readDocuments } from '../../../api/src/serving/documents.ts'
import { given } from './given.ts'

const noon = new Date(startOfDay(given().day).getTime() + 12 * 3_600_000)
export const clock = clockAt(() => noon)
export const documents = readDocuments(given().webRoot)

/** The pools of the product: the same sizes, the same settings. */
export function servicesOf(): Services {
  const bounded = { connection: { jit: 'off', statement_timeout: 30_000, idle_in_transaction_session_timeout: 120_000 } } as const
  const { appUrl, workerUrl } = given()
  const pool = (url: string, max: number) => connect(url, { max, ...bounded }).db
  return { app: pool(appUrl, 20), reader: pool(appUrl, 4), worker: pool(workerUrl, 5), clock, anchor: null, secrets: null, demonstration: true }
}

/** The context of the product for a request of another server: its cookie is all that is looked at. */
export const contextFor = (services: Services, cookie: string | undefined) =>
  contextOf(services, { headers: { cookie }, acceptsLanguages: () => 'zh', ip: '127.0.0.1' } as unknown as Parameters<typeof contextOf>[1])
