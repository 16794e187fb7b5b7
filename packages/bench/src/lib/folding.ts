import { foldAll } from '@anwang/db/metrics/fold'
import { connect } from '@anwang/db/client'
import type { Day } from '@anwang/domain'

export interface Folding {
  /** Ends it once nothing in effect is left; answers the longest that a delta in effect had waited, in milliseconds. */
  stop(): Promise<number>
}

/** As the product's job: folds whatever is in effect, then pauses. */
const PAUSE = 750
const LOOK = 250

/** Folds in the background and looks how old what waits is: ids carry the millisecond in which they were made. */
export function startFold(workerUrl: string, day: Day): Folding {
  const worker = connect(workerUrl, { max: 1 })
  const looking = connect(workerUrl, { max: 1 })
  let over = false
  let longest = 0
  const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))
  const fold = (async () => {
    while (!over) {
      await foldAll(worker.db, day)
      await pause(PAUSE)
    }
    await foldAll(worker.db, day)
  })()
  const look = (async () => {
    while (!over) {
      // What was made for later and has come into effect by now was generated or folded before.
      const [row] = await looking.client<{ id: string | null }[]>`select min(id::text) as id from delta_pending where effective_on <= ${day}`
      if (row?.id) longest = Math.max(longest, Date.now() - Number.parseInt(row.id.replaceAll('-', '').slice(0, 12), 16))
      await pause(LOOK)
    }
  })()
  return {
    async stop() {
      over = true
      await Promise.all([fold, look])
      await Promise.all([worker.close(), looking.close()])
      return longest
    },
  }
}
