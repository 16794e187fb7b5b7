import { Worker } from 'node:worker_threads'
import { WorkbookError, type Answer, type LedgerRow, type LedgerSheet } from '@anwang/documents'
import type { Request, Told } from './protocol.ts'

/** Megabytes of objects that a reading may hold; what unpacks to more is refused before, by its size. */
const HEAP = 192

const tooMuch = () => new WorkbookError('TOO_LARGE', {
  zh: '文件内容太多，无法一次读入。请分成几个文件上传。', en: 'The file holds too much to be read at once. Upload it in parts.',
})

/** Milliseconds without a word after which a reading is given up, so that the next file gets its turn. */
const SILENCE = 120_000

let last: Promise<unknown> = Promise.resolve()
/** One file is read at a time, so that memory stays bounded however many are uploaded. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work, work)
  last = turn.catch(() => undefined)
  return turn
}

/** Milliseconds that an idle thread is kept for the next file; one that read a large file gives its memory back at once. */
const KEPT = 20_000
const LARGE = 2 ** 20

let idle: { readonly worker: Worker; take(): void } | null = null

function takeThread(): Worker {
  if (idle) {
    const { worker } = idle
    idle.take()
    idle = null
    worker.ref()
    return worker
  }
  return new Worker(new URL('./thread.ts', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: HEAP, maxYoungGenerationSizeMb: 16 }, execArgv: [], env: {} })
}

function keepThread(worker: Worker): void {
  worker.unref()
  const drop = () => {
    if (idle?.worker === worker) idle = null
    void worker.terminate()
  }
  const timer = setTimeout(drop, KEPT)
  timer.unref()
  worker.on('error', drop).on('exit', drop)
  idle = {
    worker,
    take() {
      clearTimeout(timer)
      worker.off('error', drop).off('exit', drop)
    },
  }
}

/**
 * Reads a ledger in a thread of its own, so that the server answers meanwhile: the sheets first, then the rows in chunks; returns
 * the sheets with what was counted, and the answers that cells were read by. @throws WorkbookError
 */
export async function* readInThread(request: Request): AsyncGenerator<{ sheets: readonly LedgerSheet[] } | { rows: readonly LedgerRow[] }, { sheets: readonly LedgerSheet[]; answered: readonly Answer[] }> {
  const worker = takeThread()
  const told: Told[] = []
  let wake: () => void = () => undefined
  let failed: unknown = null
  let finished = false
  const onMessage = (message: Told) => {
    told.push(message)
    wake()
  }
  const onError = (error: NodeJS.ErrnoException) => {
    failed = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch() : error
    wake()
  }
  const onExit = () => {
    failed ??= new Error('the reading of a ledger ended without a word')
    wake()
  }
  worker.on('message', onMessage).on('error', onError).on('exit', onExit)
  worker.postMessage(request, [])
  try {
    for (;;) {
      const message = told.shift()
      if (!message) {
        if (failed) throw failed
        const stuck = setTimeout(() => onError(tooMuch()), SILENCE)
        await new Promise<void>((done) => { wake = done })
        clearTimeout(stuck)
        continue
      }
      finished = message.type === 'done' || message.type === 'refused'
      if (message.type === 'refused') throw new WorkbookError(message.code, message)
      if (message.type === 'done') return message
      if (message.type === 'sheets') yield { sheets: message.sheets }
      else {
        yield { rows: message.rows }
        worker.postMessage('go on', [])
      }
    }
  } finally {
    // Not removeAllListeners: the thread would never be heard again.
    worker.off('message', onMessage).off('error', onError).off('exit', onExit)
    if (finished && !failed && request.bytes.byteLength < LARGE) keepThread(worker)
    else await worker.terminate()
  }
}
