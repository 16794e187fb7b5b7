import { whenLauncherEnds } from './launchers.ts'

type Cleanup = () => unknown

/**
 * Ends everything, last opened first, on SIGINT or SIGTERM, and where a process that launched this one is gone.
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
  whenLauncherEnds(() => { if (!running) leave() })
  return {
    add: (cleanup) => void cleanups.push(cleanup),
    run,
    get stopping() { return running !== null },
  }
}
