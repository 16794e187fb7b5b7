import { recordAudit, type Db } from '@anwang/db'
import type { Clock } from '@anwang/domain'
import { pastRetention } from '@anwang/domain/personal'
import { eraseOldLedgers } from '../features/imports/store/erase.ts'
import { erasePeopleOfClosed } from '../features/personal/store.ts'
import { repeat, type Job } from './repeat.ts'

const PAUSE = 3_600_000

/** Erases what is past its retention, with a line in the second log where there was something; in one transaction, so that of several servers each counts its own. */
export const eraseExpired = (worker: Db, clock: Clock): Promise<void> => worker.transaction(async (tx) => {
  const today = clock.today()
  const past = pastRetention(today)
  const [ledgers, contacts] = [await eraseOldLedgers(tx, past, today), await erasePeopleOfClosed(tx, past.closed)]
  if (ledgers + contacts > 0) await recordAudit(tx, [{ kind: 'PERSONAL_DATA', action: 'retention', rows: contacts, details: { ground: 'RETENTION_ENDED', ...(ledgers > 0 && { ledgers }) } }])
})

/** Keeps to the retention periods while the server runs. */
export const startErasing = (worker: Db, clock: Clock): Job => repeat(() => eraseExpired(worker, clock), PAUSE)
