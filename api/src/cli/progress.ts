/** Says every two seconds how far something has come; nothing of what takes less. */
export function advancing(what: string, total: number | null = null): { read: (bytes: number) => void; end: () => void } {
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`
  let done = 0
  const timer = setInterval(() => console.error(`${what} … ${megabytes(done)}${total === null ? '' : ` of about ${megabytes(total)}`}`), 2000)
  return { read: (bytes) => { done += bytes }, end: () => clearInterval(timer) }
}

/** Runs what Ctrl-C and an orderly end may cut short; it throws then, after it has tidied up. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const abort = (): void => controller.abort(new Error('interrupted; nothing was changed'))
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, abort)
  try {
    return await work(controller.signal)
  } finally {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, abort)
  }
}
