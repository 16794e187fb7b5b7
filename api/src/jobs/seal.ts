import type { Db } from '@anwang/db'
import { checkLogs, lastChecked } from '@anwang/db/audit/check'
import { logs } from '@anwang/db/audit/canonical'
import { headOf, sealer, type Head } from '@anwang/db/audit/seal'
import { log } from '../serving/log.ts'
import { repeat, type Job } from './repeat.ts'
import type { Anchor } from './seal-anchor.ts'

const PAUSE = 5_000
const ANCHOR_EVERY = 10 * 60_000
const CHECK_EVERY = 24 * 3_600_000

/**
 * Seals both logs while the server runs, keeps the heads outside at the start, every ten minutes and at the end, and goes
 * through the chains once a day. Of several servers one seals at a time.
 */
export function startSealing(worker: Db, anchor: Anchor | null, pause = PAUSE): Job {
  const seal = sealer(worker)
  let kept = ''
  let anchoredAt = 0
  async function keepHeads(): Promise<void> {
    if (!anchor) return
    const heads = (await Promise.all(logs.map((log) => headOf(worker, log)))).filter((head): head is Head => head !== null)
    const now = heads.map(({ sha256 }) => sha256).join()
    if (now === kept) return
    await anchor.keep(heads)
    kept = now
  }
  const job = repeat(async () => {
    await seal()
    if (Date.now() - anchoredAt >= ANCHOR_EVERY) {
      anchoredAt = Date.now()
      await keepHeads()
    }
    const checked = await lastChecked(worker)
    if (!checked || Date.now() - checked.getTime() >= CHECK_EVERY) await checkLogs(worker, (await anchor?.kept()) ?? [])
  }, pause)
  return {
    async stop() {
      await job.stop()
      // What came last; where the database has gone already there is nothing to keep.
      await seal().then(keepHeads).catch((error: unknown) => log.error({ err: error }, 'the last seal failed'))
    },
  }
}
