import { log } from '../serving/log.ts'

export interface Job {
  /** Resolves when what is under way has ended. */
  stop(): Promise<void>
}

const PAUSE_AFTER_FAILURE = 10_000

/** Does the work again and again with a pause between, and a longer one after a failure, which is logged. */
export function repeat(work: () => Promise<unknown>, pause: number): Job {
  let stopped = false
  let wake: () => void = () => undefined
  const rest = (ms: number) =>
    new Promise<void>((done) => {
      const timer = setTimeout(done, ms)
      wake = () => {
        clearTimeout(timer)
        done()
      }
    })
  const running = (async () => {
    while (!stopped) {
      const wait = await work().then(() => pause, (error: unknown) => {
        log.error({ err: error }, 'a job failed')
        return PAUSE_AFTER_FAILURE
      })
      if (!stopped) await rest(wait)
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
