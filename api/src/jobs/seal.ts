import type { Db } from '@anwang/db'
import { logs } from '@anwang/db/audit/canonical'
import { headOf, sealer, type Head } from '@anwang/db/audit/seal'
import { continues } from '@anwang/db/audit/verify'
import { log } from '../serving/log.ts'
import { repeat, type Job } from './repeat.ts'
import type { Anchor } from './seal-anchor.ts'

const PAUSE = 5_000
const ANCHOR_EVERY = 10 * 60_000

/**
 * Keeps the heads outside, of the chains that continue what was kept before: a chain that was cut off or made anew must not
 * make itself known there. Answers whether all of them do.
 */
async function keepHeads(worker: Db, anchor: Anchor): Promise<boolean> {
  const known = (await anchor.kept()) ?? []
  const heads: Head[] = []
  let whole = true
  for (const name of logs) {
    const head = await headOf(worker, name)
    if (!(await continues(worker, name, known))) {
      whole = false
      log.error({ log: name, place: anchor.place }, 'the chain is not the one whose heads were kept: its head is not kept')
    } else if (head && !known.some(({ sha256 }) => sha256 === head.sha256)) heads.push(head)
  }
  if (heads.length > 0) await anchor.keep(heads)
  return whole
}

/**
 * Seals both logs while the server runs, and keeps the heads outside at the start, every ten minutes and at the end. Of several
 * servers one seals at a time. `broken` is called where a chain no longer is what was kept of it.
 */
export function startSealing(worker: Db, anchor: Anchor | null, broken: () => void = () => undefined, pause = PAUSE): Job {
  const seal = sealer(worker)
  const keep = async () => {
    if (anchor && !(await keepHeads(worker, anchor))) broken()
  }
  let anchoredAt = 0
  const job = repeat(async () => {
    await seal()
    if (Date.now() - anchoredAt < ANCHOR_EVERY) return
    anchoredAt = Date.now()
    await keep()
  }, pause)
  return {
    async stop() {
      await job.stop()
      // What came last; where the database has gone already there is nothing to keep.
      await seal().then(keep).catch((error: unknown) => log.error({ err: error }, 'the last seal failed'))
    },
  }
}
