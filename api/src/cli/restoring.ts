import type { ArchiveEntry } from '@anwang/db/backup/archive'
import type { Manifest } from '@anwang/db/backup/manifest'
import type { Urls } from '@anwang/db/backup/source'

/** Brings a restored database up to date and looks through it. @returns whether it is sound in itself. */
export type Finish = (urls: Urls) => Promise<boolean>

export interface Restoring {
  readonly manifest: Manifest
  readonly entries: AsyncIterable<ArchiveEntry>
  readonly replace: () => Promise<boolean>
  readonly finish: Finish
  readonly signal: AbortSignal
}

export const REFUSED = 'there is a database already: --replace puts the backup in its place'
