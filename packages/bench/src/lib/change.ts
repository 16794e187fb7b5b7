import { newId } from '@anwang/db'
import { connect } from '@anwang/db/client'
import { append } from '@anwang/db/ledger'
import { foldAll } from '@anwang/db/metrics/fold'
import { startOfDay, type Inspection } from '@anwang/domain'

export interface Changer {
  /** Records one more inspection somewhere and folds it, so that what is ranked from it is to be scored anew. */
  change(): Promise<void>
  close(): Promise<void>
}

/** Inspections like the last ones, as another office would record them. */
export async function changerOf({ ownerUrl, workerUrl }: { readonly ownerUrl: string; readonly workerUrl: string }, day: string): Promise<Changer> {
  const owner = connect(ownerUrl, { max: 1 })
  const worker = connect(workerUrl, { max: 1 })
  const kept = await owner.client<{ fold: Inspection }[]>`select fold from inspection where finished_on <= ${day} order by id desc limit 1000`
  let n = 0
  return {
    async change() {
      const { version: _version, withdrawn: _withdrawn, recordedOn: _recordedOn, ...facts } = kept[n++ % kept.length]!.fold
      const occurredAt = new Date(startOfDay(day).getTime() + 10 * 3_600_000)
      await owner.db.transaction((tx) => append(tx, [{ stream: 'inspection', id: newId(), before: null, events: [{ type: 'recorded', occurredAt, source: 'SEED', actorId: newId(), payload: { ...facts, startedOn: day, finishedOn: day } }] }]))
      await foldAll(worker.db, day)
    },
    close: async () => void (await Promise.all([owner.close(), worker.close()])),
  }
}
