import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { WorkbookError, type LedgerRow, type LedgerSheet } from '@anwang/documents'
import type { Request, Told } from './protocol.ts'

/** Megabytes of objects that a reading may hold; what unpacks to more is refused before, by its size. */
const HEAP = 384

const tooMuch = () => new WorkbookError('TOO_LARGE', {
  zh: '文件内容太多，无法一次读入。请分成几个文件上传。', en: 'The file holds too much to be read at once. Upload it in parts.',
})

let last: Promise<unknown> = Promise.resolve()
/** One file is read at a time, so that memory stays bounded however many are uploaded. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work, work)
  last = turn.catch(() => undefined)
  return turn
}

/**
 * Reads a ledger in a thread of its own, so that the server answers meanwhile: the sheets first, then the rows in chunks; returns
 * the sheets with what was counted. @throws WorkbookError
 */
export async function* readInThread(request: Request): AsyncGenerator<{ sheets: readonly LedgerSheet[] } | { rows: readonly LedgerRow[] }, readonly LedgerSheet[]> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: request, resourceLimits: { maxOldGenerationSizeMb: HEAP }, execArgv: [], env: {} })
  const told: Told[] = []
  let wake: () => void = () => undefined
  let failed: unknown = null
  let ended = false
  worker.on('message', (message: Told) => (told.push(message), wake()))
  worker.on('error', (error: NodeJS.ErrnoException) => {
    failed = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch() : error
    wake()
  })
  worker.on('exit', () => ((ended = true), wake()))
  try {
    for (;;) {
      const message = told.shift()
      if (!message) {
        if (failed) throw failed
        if (ended) throw new Error('the reading of a ledger ended without a word')
        await new Promise<void>((done) => { wake = done })
        continue
      }
      if (message.type === 'refused') throw new WorkbookError(message.code, message)
      if (message.type === 'done') return message.sheets
      if (message.type === 'sheets') yield { sheets: message.sheets }
      else {
        yield { rows: message.rows }
        worker.postMessage('go on')
      }
    }
  } finally {
    if (!ended) {
      const gone = once(worker, 'exit')
      await worker.terminate()
      await gone.catch(() => undefined)
    }
  }
}
