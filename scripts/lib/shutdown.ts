type Cleanup = () => unknown

/**
 * Ends everything, last opened first, on SIGINT or SIGTERM, and where the process that ran this command is gone.
 * A second signal does not wait.
 */
export function onShutdown(): { add: (cleanup: Cleanup) => void; run: () => Promise<void>; readonly stopping: boolean } {
  const cleanups: Cleanup[] = []
  let running: Promise<void> | null = null
  const run = (): Promise<void> => (running ??= (async () => {
    for (let cleanup = cleanups.pop(); cleanup; cleanup = cleanups.pop()) {
      try {
        await cleanup()
      } catch (error) {
        console.error(error)
      }
    }
  })())
  const leave = (): void => {
    if (running) process.exit(1)
    void run().then(() => process.exit(0))
  }
  process.on('SIGINT', leave)
  process.on('SIGTERM', leave)
  // npm and pnpm do not always pass a signal on; a product nobody can stop is worse than one that stops with them.
  if (process.env['npm_lifecycle_event'] !== undefined) {
    const parent = process.ppid
    setInterval(() => { if (process.ppid !== parent && !running) leave() }, 1000).unref()
  }
  return {
    add: (cleanup) => void cleanups.push(cleanup),
    run,
    get stopping() { return running !== null },
  }
}
