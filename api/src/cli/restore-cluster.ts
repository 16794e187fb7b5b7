import { mkdirSync } from 'node:fs'
import { platformHere } from '@anwang/db/backup/manifest'
import type { Urls } from '@anwang/db/backup/source'
import { discard, claim, takePlace, unpackState } from '@anwang/db/backup/state'
import { startEmbedded } from '@anwang/db/embedded'
import { takeLock } from '@anwang/db/embedded/lock'
import { asideOf } from '@anwang/db/embedded/place'
import { advancing } from './progress.ts'
import { REFUSED, type Restoring } from './restoring.ts'

/**
 * Restores the files of an embedded database. They are unpacked, recovered, migrated and looked through aside, and take their
 * place only then: until that moment nothing is changed.
 * @throws InUseError where the product runs on it.
 */
export async function restoreCluster(dataDir: string, { manifest, entries, replace, finish, signal }: Restoring, holdsAnchor: (urls: Urls) => Promise<boolean>): Promise<boolean> {
  if (manifest.platform !== platformHere()) throw new Error(`this backup was made on ${manifest.platform}, whose files ${platformHere()} does not read`)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const release = takeLock(dataDir)
  try {
    if (await claim(dataDir) && !(await replace())) throw new Error(`${dataDir}: ${REFUSED}`)
    const aside = asideOf(dataDir)
    try {
      const { read, end } = advancing('unpacking')
      await unpackState(aside, entries, signal, read).finally(end)
      const database = await startEmbedded({ dataDir: aside, log: (line) => console.error(line) })
      let whole: boolean
      try {
        signal.throwIfAborted()
        const sound = await finish(database)
        whole = (await holdsAnchor(database)) && sound
      } finally {
        await database.stop()
      }
      signal.throwIfAborted()
      const replaced = await takePlace(aside, dataDir)
      if (replaced !== null) console.log(`what was there before is kept in ${replaced}: remove it once all is well`)
      return whole
    } catch (error) {
      await discard(aside)
      throw error
    }
  } finally {
    release()
  }
}
