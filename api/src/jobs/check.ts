import type { Db } from '@anwang/db'
import { checkLogs, lastChecked } from '@anwang/db/audit/check'
import { repeat, type Job } from './repeat.ts'
import type { Anchor } from './seal-anchor.ts'

const PAUSE = 60_000
const CHECK_EVERY = 24 * 3_600_000

export interface Checking extends Job {
  /** Has the chains gone through at the next opportunity, whenever they were last. */
  soon(): void
}

/** Goes through the chains of both logs once a day, beside the sealing; one server at a time. */
export function startChecking(worker: Db, anchor: Anchor | null, pause = PAUSE): Checking {
  const ended = new AbortController()
  let asked = false
  const job = repeat(async () => {
    const last = await lastChecked(worker)
    if (!asked && last && Date.now() - last.getTime() < CHECK_EVERY) return
    asked = false
    await checkLogs(worker, (await anchor?.kept()) ?? [], ended.signal).catch((error: unknown) => {
      // Cut short by the end of the server: the next one begins anew.
      if (!ended.signal.aborted) throw error
    })
  }, pause)
  return {
    soon() {
      asked = true
    },
    stop() {
      ended.abort()
      return job.stop()
    },
  }
}
