import postgres from 'postgres'
import { afterAll, inject } from 'vitest'
import { cloneDatabase, type TestServer, type Urls } from './server.ts'
import { statementLog, type StatementLog } from './statements.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: TestServer
  }
}

export interface TestDatabase extends Pick<StatementLog, 'during'> {
  /** Clients by role, closed after the file's tests. */
  owner: postgres.Sql
  app: postgres.Sql
  worker: postgres.Sql
  /** For clients the code under test makes itself; `super` is the superuser. */
  urls: Urls
  /** postgres.js' `debug` for such clients, so that `during` sees their statements too. */
  debug: StatementLog['debug']
}

/**
 * A migrated database of its own for a test file: `const db = await testDatabase()` at the top of the file.
 * The package's vitest config must name `@anwang/testkit/setup` as its globalSetup.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { urls, drop } = await cloneDatabase(inject('postgres'))
  const log = statementLog()
  const connect = (url: string): postgres.Sql => postgres(url, { max: 5, onnotice: () => undefined, debug: log.debug })
  const clients = { owner: connect(urls.owner), app: connect(urls.app), worker: connect(urls.worker) }
  afterAll(async () => {
    await Promise.all(Object.values(clients).map((sql) => sql.end({ timeout: 1 })))
    await drop()
  })
  return { ...clients, urls, debug: log.debug, during: log.during }
}
