import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs'

/** What a client was told, as it keeps it for itself: the product must stand by each line. */
export type Entry =
  /** Streams with the version that the answer named; the tag stands in the event that the change made. */
  | { readonly kind: 'CHANGE'; readonly operation: string; readonly key: string; readonly tag: string | null; readonly streams: readonly { readonly id: string; readonly version: number }[] }
  /** Refused for good: nothing of it may ever be there. */
  | { readonly kind: 'REFUSED'; readonly operation: string; readonly key: string; readonly tag: string }
  | { readonly kind: 'IMPORT'; readonly key: string; readonly id: string; readonly tag: string; readonly rows: number }
  | { readonly kind: 'ADMINISTRATION'; readonly operation: 'inviteAccount' | 'givePost'; readonly key: string; readonly userName: string; readonly accountId: string }
  | { readonly kind: 'SESSION'; readonly userName: string; readonly cookie: string }

export interface Ledger {
  /** On the disk when it returns. */
  keep(entry: Entry): void
  close(): void
}

export function openLedger(file: string): Ledger {
  const fd = openSync(file, 'a', 0o600)
  return {
    keep(entry) {
      writeSync(fd, `${JSON.stringify(entry)}\n`)
      fdatasyncSync(fd)
    },
    close: () => closeSync(fd),
  }
}

export const readLedger = (file: string): Entry[] =>
  readFileSync(file, 'utf8').trimEnd().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Entry)
