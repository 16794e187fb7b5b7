import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import postgres from 'postgres'
import { extract } from 'tar-stream'
import type { ArchiveWriter, Content } from './archive.ts'

/** What a message of a base backup is, by its first byte (PostgreSQL's streaming replication protocol). */
const NEW_ARCHIVE = 0x6e
const DATA = 0x64
const SERVER_MANIFEST = 0x6d
const PROGRESS = 0x70

const BEHIND_WRITES = 'pg_wal/'

interface ServerManifest {
  Files: { Path?: string; Size: number; Checksum: string }[]
}

/** Hands the archive that the server sends to `tar`, its manifest to `manifest`. The stream gives one message a chunk. */
function split(tar: Writable, manifest: Buffer[], read: (bytes: number) => void): Writable {
  let into: 'tar' | 'manifest' | null = null
  return new Writable({
    write(message: Buffer, _encoding, done) {
      const body = message.subarray(1)
      switch (message[0]) {
        case NEW_ARCHIVE:
          if (into !== null) return done(new Error('the database has tablespaces, which are not backed up'))
          into = 'tar'
          return done()
        case SERVER_MANIFEST:
          into = 'manifest'
          return done()
        case PROGRESS:
          return done()
        case DATA:
          read(body.length)
          if (into === 'manifest') {
            manifest.push(Buffer.from(body))
            return done()
          }
          if (tar.write(body)) return done()
          return void tar.once('drain', done)
        default:
          return done(new Error('the server sent what is no part of a base backup'))
      }
    },
    final(done) {
      tar.end()
      done()
    },
  })
}

/** What was packed against the hashes that the server made of it. */
function compare(manifest: ServerManifest, packed: ReadonlyMap<string, Content>): void {
  for (const { Path: path, Size: size, Checksum: sha256 } of manifest.Files) {
    const content = path === undefined ? undefined : packed.get(path)
    if (!content || content.size !== size || content.sha256 !== sha256) throw new Error(`${path ?? 'a file'} did not arrive as the server sent it`)
  }
  const known = new Set(manifest.Files.map(({ Path: path }) => path))
  const unknown = [...packed.keys()].find((path) => !known.has(path) && !path.startsWith(BEHIND_WRITES))
  if (unknown !== undefined) throw new Error(`${unknown} is not in the server's list`)
}

/**
 * Adds the files of a running cluster and the log that makes them consistent, below `cluster`, while others write. The server
 * sends them (BASE_BACKUP) with hashes of its own, which are compared; its page checksums are verified on the way.
 * @param superUrl a role that may replicate.
 */
export async function addBaseBackup(superUrl: string, archive: ArchiveWriter, signal: AbortSignal, read: (bytes: number) => void): Promise<void> {
  const warnings: string[] = []
  const sql = postgres(superUrl, {
    max: 1, fetch_types: false, connection: { replication: 'true' },
    onnotice: (notice) => { if (notice['severity'] === 'WARNING') warnings.push(notice['message'] ?? '') },
  })
  const end = (): void => void sql.end({ timeout: 0 })
  signal.addEventListener('abort', end, { once: true })
  try {
    // Keeps the log until the end of this connection, however much is written meanwhile.
    await sql.unsafe(`CREATE_REPLICATION_SLOT anwang_backup_${process.pid} TEMPORARY PHYSICAL (RESERVE_WAL)`).simple()
    const sent = await sql.unsafe(`BASE_BACKUP (LABEL 'anwang', CHECKPOINT 'fast', WAL, MANIFEST 'yes', MANIFEST_CHECKSUMS 'SHA256')`).readable()
    const unpack = extract()
    const manifest: Buffer[] = []
    const packed = new Map<string, Content>()
    const packing = async (): Promise<void> => {
      await archive.addFolder('cluster')
      for await (const body of unpack) {
        const { type, size = 0 } = body.header
        const name = body.header.name.replace(/^\.\//, '').replace(/\/$/, '')
        if (type === 'directory') await archive.addFolder(`cluster/${name}`)
        else if (type === 'file') packed.set(name, await archive.add(`cluster/${name}`, size, body))
        else throw new Error(`${name} is a ${type ?? 'strange entry'}, which is not backed up`)
        body.resume()
      }
    }
    await Promise.all([pipeline(sent, split(unpack as unknown as Writable, manifest, read), { signal }), packing()])
    // Answers only once the server has said how the backup ended.
    await sql.unsafe('IDENTIFY_SYSTEM').simple()
    if (warnings.length > 0) throw new Error(`the database is damaged: ${warnings.join('; ')}`)
    compare(JSON.parse(Buffer.concat(manifest).toString('utf8')) as ServerManifest, packed)
  } catch (error) {
    if (/max_wal_senders|wal_level|replication slots/i.test((error as Error).message)) throw new Error('the running server is of an earlier version, which cannot be backed up while it runs: start it anew', { cause: error })
    throw error
  } finally {
    signal.removeEventListener('abort', end)
    await sql.end({ timeout: 1 })
  }
}
