import { foldAll, type Db } from '@anwang/db'
import type { Clock } from '@anwang/domain'

export interface Job {
  /** Resolves when what is under way has ended. */
  stop(): Promise<void>
}

const PAUSE = 1_000
const PAUSE_AFTER_FAILURE = 10_000

/** Moves deltas into the rollups while the server runs. Of several servers one folds at a time; the reads add what is pending. */
export function startFolding(worker: Db, clock: Clock): Job {
  let stopped = false
  let wake: () => void = () => undefined
  const pause = (ms: number) =>
    new Promise<void>((done) => {
      const timer = setTimeout(done, ms)
      wake = () => {
        clearTimeout(timer)
        done()
      }
    })
  const running = (async () => {
    while (!stopped) {
      const wait = await foldAll(worker, clock.today()).then(() => PAUSE, (error: unknown) => {
        console.error(error)
        return PAUSE_AFTER_FAILURE
      })
      if (!stopped) await pause(wait)
    }
  })()
  return {
    stop() {
      stopped = true
      wake()
      return running
    },
  }
}
