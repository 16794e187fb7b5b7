const CONTROL = /^\s*(begin|commit|rollback|savepoint|release|set\s|start\s+transaction|select\s+(pg_catalog\.)?set_config\s*\()/i
/** postgres.js asks for the array types once per connection. */
const OWN = /from pg_catalog\.pg_type/i

export interface StatementLog {
  /** Pass as `debug` to postgres.js, also to clients the testkit did not make. */
  debug: (connection: number, query: string) => void
  /** Runs something and returns with its result the SQL it sent, without transaction control and set_config. */
  during<T>(work: () => Promise<T>): Promise<{ result: T; statements: string[] }>
}

export function statementLog(): StatementLog {
  let seen: string[] | null = null
  return {
    debug(_connection, query) {
      if (seen && !CONTROL.test(query) && !OWN.test(query)) seen.push(query)
    },
    async during(work) {
      if (seen) throw new Error('statements are being counted already')
      seen = []
      try {
        return { result: await work(), statements: seen }
      } finally {
        seen = null
      }
    },
  }
}
