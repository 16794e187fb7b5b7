/** `AWAY`: no server answers, or it went while it worked; `READ_ONLY`: it takes no changes; `FULL`: it has no room or no memory left. */
export type Unavailable = 'AWAY' | 'READ_ONLY' | 'FULL'

/** Of the driver, and of the network below it. */
const AWAY = new Set([
  'CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'CONNECTION_ENDED', 'CONNECT_TIMEOUT',
  'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END',
])

/** By SQLSTATE (PostgreSQL, appendix A): 08 connection exception, 57P01–57P05 the server shuts down, crashed or is starting, 53 no resources, 58 its disk fails. */
function ofCode(code: string): Unavailable | null {
  if (AWAY.has(code) || /^(08...|57P0[1-5]|53300)$/.test(code)) return 'AWAY'
  if (code === '25006') return 'READ_ONLY'
  return /^(53|58)...$/.test(code) ? 'FULL' : null
}

/** Whether it was the database that could not, not the statement that was wrong; looks through what wraps the driver's error. */
export function unavailable(error: unknown): Unavailable | null {
  for (let at: unknown = error, depth = 0; typeof at === 'object' && at !== null && depth < 8; depth++) {
    const { code, cause, errors } = at as { code?: unknown; cause?: unknown; errors?: unknown }
    const known = typeof code === 'string' ? ofCode(code) : null
    if (known !== null) return known
    // An address of several hosts fails with one error for each.
    at = cause ?? (Array.isArray(errors) ? errors[0] : null)
  }
  return null
}
