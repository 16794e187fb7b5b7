import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { choosePlace, handOver } from '../embedded/place.ts'
import { stopServer } from '../embedded/server.ts'
import type { ArchiveEntry, ArchiveWriter } from './archive.ts'

/** What a data directory keeps beside the cluster and its state needs elsewhere: passwords of roles, keys, the heads of the logs. */
export const STATE_FILES = ['passwords.json', 'secret-key', 'demonstration-password', 'audit-anchor.jsonl'] as const
/** What the next start makes anew. */
export const PASSING_FILES = ['lock', 'server.json', 'postgres.log', 'postgres.log.1', 'stage'] as const

const DATA = 'data/'

export async function addState(dataDir: string, archive: ArchiveWriter): Promise<void> {
  for (const name of STATE_FILES) {
    const file = join(dataDir, name)
    if (existsSync(file)) await archive.addBytes(`${DATA}${name}`, readFileSync(file))
  }
}

const place = (dataDir: string) => choosePlace(dataDir, true, stopServer)

/** Ends a server that outlived its process. @returns whether there is a cluster. */
export async function claim(dataDir: string): Promise<boolean> {
  const at = await place(dataDir)
  await stopServer(at)
  return existsSync(at.cluster)
}

/** Writes the entries of a backup into the empty folder `aside`, which then is a data directory of its own. */
export async function unpackState(aside: string, entries: AsyncIterable<ArchiveEntry>, signal: AbortSignal, read: (bytes: number) => void): Promise<void> {
  rmSync(aside, { recursive: true, force: true })
  mkdirSync(aside, { recursive: true, mode: 0o700 })
  const at = await place(aside)
  rmSync(at.cluster, { recursive: true, force: true })
  for await (const { name, folder, chunks } of entries) {
    const own = name === 'cluster' || name.startsWith('cluster/')
    const to = own ? join(dirname(at.cluster), name) : STATE_FILES.some((one) => `${DATA}${one}` === name) ? join(aside, name.slice(DATA.length)) : null
    if (to === null) continue
    if (folder) mkdirSync(to, { mode: 0o700 })
    else await pipeline(async function* () {
      for await (const chunk of chunks) {
        read(chunk.length)
        yield chunk
      }
    }, createWriteStream(to, { mode: 0o600, flags: 'wx', flush: true }), { signal })
    if (own) handOver(at, to)
  }
}

/**
 * Puts a restored data directory into the place of another. What was there is kept beside it under `….replaced`, in place of
 * what an earlier restore replaced. The anchor of the logs that was there stays: it knows more than the backup.
 * @returns where the cluster that was there is kept; null where there was none.
 */
export async function takePlace(aside: string, dataDir: string): Promise<string | null> {
  const [from, to] = [(await place(aside)).cluster, (await place(dataDir)).cluster]
  const replaced = `${to}.replaced`
  const had = existsSync(to)
  if (had) {
    rmSync(replaced, { recursive: true, force: true })
    for (const name of STATE_FILES) rmSync(join(dataDir, `${name}.replaced`), { force: true })
    renameSync(to, replaced)
  }
  for (const name of STATE_FILES) {
    const [restored, there] = [join(aside, name), join(dataDir, name)]
    if (!existsSync(restored) || (name === 'audit-anchor.jsonl' && existsSync(there))) continue
    // One that is beside it already is of this cluster: a restore was cut short here.
    if (existsSync(there) && !existsSync(`${there}.replaced`)) renameSync(there, `${there}.replaced`)
    renameSync(restored, there)
  }
  renameSync(from, to)
  dropAside(aside, dirname(from))
  return existsSync(replaced) ? replaced : null
}

/** Removes a restored state that did not take its place. @param staged the folder of its cluster. */
function dropAside(aside: string, staged: string): void {
  if (!staged.startsWith(aside)) rmSync(staged, { recursive: true, force: true })
  rmSync(aside, { recursive: true, force: true })
}

export async function discard(aside: string): Promise<void> {
  if (existsSync(aside)) dropAside(aside, dirname((await place(aside)).cluster))
}
