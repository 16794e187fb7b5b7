import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startOf } from './identity.ts'

/** Another process uses the data directory; the message is fit to be shown. */
export class InUseError extends Error {
  override name = 'InUseError'
}

const holderOf = (text: string): number | null => {
  const [pid = '', start = ''] = text.trim().split(' ')
  return start !== '' && startOf(Number(pid)) === start ? Number(pid) : null
}

const readOr = (file: string, otherwise: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return otherwise
  }
}

/** Drafts of processes that were killed while they took the lock. */
function sweep(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    const pid = /^lock\.(\d+)(\.aside)?$/.exec(name)?.[1]
    if (pid !== undefined && Number(pid) !== process.pid && startOf(Number(pid)) === '') rmSync(join(dataDir, name), { force: true })
  }
}

/**
 * Takes a data directory for this process, until released or until the process ends in any way.
 * @throws InUseError where a living process holds it.
 */
export function takeLock(dataDir: string): () => void {
  const file = join(dataDir, 'lock')
  const mine = `${process.pid} ${startOf(process.pid)}\n`
  const draft = `${file}.${process.pid}`
  sweep(dataDir)
  writeFileSync(draft, mine, { mode: 0o600 })
  try {
    for (let attempt = 0; attempt < 20; attempt++) {
      try {
        linkSync(draft, file)
        return () => { if (readOr(file, '') === mine) rmSync(file, { force: true }) }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const seen = readOr(file, '')
      const holder = holderOf(seen)
      if (holder !== null) throw new InUseError(`already running as process ${holder} on ${dataDir}: stop it first (Ctrl+C where it runs, or kill ${holder})`)
      // Two may find the same abandoned lock: who moved away a newer one puts it back.
      const aside = `${draft}.aside`
      try {
        renameSync(file, aside)
        if (readOr(aside, '') !== seen) linkSync(aside, file)
      } catch { /* somebody else moved it */ }
      rmSync(aside, { force: true })
    }
    throw new InUseError(`the lock of ${dataDir} changes hands: try again`)
  } finally {
    rmSync(draft, { force: true })
  }
}
