export { fixedClock, type FixedClock } from './clock.ts'
export { testDatabase, type TestDatabase } from './database.ts'
export { statementLog, type StatementLog } from './statements.ts'
export type { TestServer, Urls } from './server.ts'
