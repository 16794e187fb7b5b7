import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, renameSync, rmSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { extract, pack } from 'tar-stream'

// A backup is one tar archive in Zstandard. Its first entry is the manifest, its last the list of all others with their hashes:
// what was cut off has no list, what was damaged does not fit it.

const MANIFEST = 'manifest.json'
const CONTENTS = 'contents.json'
const NAMES = /^(manifest\.json|contents\.json|data\/[\w.-]+|database\.dump\.\d{6}|cluster(\/[\w.-]+)*)$/

/** The file is no backup, or not the whole of one; the message is fit to be shown. */
export class DamagedError extends Error {
  override name = 'DamagedError'
}

export interface Content {
  readonly name: string
  readonly folder: boolean
  readonly size: number
  readonly sha256: string
}

export interface ArchiveWriter {
  addFolder(name: string): Promise<void>
  addBytes(name: string, bytes: Uint8Array): Promise<Content>
  /** @param size bytes that `source` gives. */
  add(name: string, size: number, source: AsyncIterable<Uint8Array>): Promise<Content>
}

const isSafe = (name: string): boolean => NAMES.test(name) && !name.split('/').some((part) => part === '.' || part === '..')

type Sink = ReturnType<ReturnType<typeof pack>['entry']>

const drained = (sink: Sink): Promise<void> => new Promise((done, failed) => {
  const closed = (): void => failed(new Error('the archive was closed'))
  sink.once('close', closed)
  sink.once('drain', () => {
    sink.off('close', closed)
    done()
  })
})

function writer(tar: ReturnType<typeof pack>, contents: Content[]): ArchiveWriter {
  const entry = (name: string, folder: boolean, size: number, fill: (sink: Sink) => Promise<string>): Promise<Content> =>
    new Promise((done, failed) => {
      if (!isSafe(name)) return failed(new Error(`${name} is no name of an entry`))
      let sha256 = ''
      const sink = tar.entry({ name, size, mode: folder ? 0o700 : 0o600, type: folder ? 'directory' : 'file', mtime: new Date(0) }, (error) => {
        if (error) return failed(error)
        const content = { name, folder, size, sha256 }
        contents.push(content)
        done(content)
      })
      sink.on('error', failed)
      if (folder) return
      fill(sink).then((hash) => {
        sha256 = hash
        sink.end()
      }, failed)
    })
  const add: ArchiveWriter['add'] = (name, size, source) => entry(name, false, size, async (sink) => {
    const hash = createHash('sha256')
    for await (const chunk of source) {
      hash.update(chunk)
      if (!sink.write(chunk)) await drained(sink)
    }
    return hash.digest('hex')
  })
  return {
    add,
    async addFolder(name) { await entry(name, true, 0, async () => '') },
    addBytes: (name, bytes) => add(name, bytes.length, (async function* () { if (bytes.length > 0) yield bytes })()),
  }
}

/** In words, where the place for a file is full or closed. */
function placed(error: unknown, file: string): Error {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return new Error(`${file}: no space left for the backup; nothing was kept`, { cause: error })
  if (code === 'ENOENT') return new Error(`${file}: there is no such folder`, { cause: error })
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return new Error(`${file}: cannot be written`, { cause: error })
  return error as Error
}

/**
 * Writes an archive beside its name and renames it when it is whole and on the disk, readable by its owner alone.
 * @param fill adds the entries, the manifest is there already.
 * @throws where the file exists, or there is no room; nothing is left then.
 */
export async function writeArchive(file: string, manifest: object, signal: AbortSignal, fill: (archive: ArchiveWriter) => Promise<void>): Promise<{ bytes: number }> {
  if (existsSync(file)) throw new Error(`${file} exists already`)
  const part = `${file}.part`
  rmSync(part, { force: true })
  const tar = pack()
  const out = createWriteStream(part, { mode: 0o600, flags: 'wx', flush: true })
  const contents: Content[] = []
  const archive = writer(tar, contents)
  const filling = async (): Promise<void> => {
    await archive.addBytes(MANIFEST, Buffer.from(JSON.stringify(manifest, null, 2)))
    await fill(archive)
    await archive.addBytes(CONTENTS, Buffer.from(JSON.stringify(contents)))
    tar.finalize()
  }
  const closed = new Promise<void>((done) => void out.once('close', () => done()))
  const piped = pipeline(tar, createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } }), out, { signal })
  const filled = filling()
  try {
    await Promise.all([piped, filled])
    renameSync(part, file)
    return { bytes: out.bytesWritten }
  } catch (error) {
    tar.destroy()
    out.destroy()
    // A file that is being opened would come to be after it was removed.
    await Promise.allSettled([piped, filled, closed])
    rmSync(part, { force: true })
    throw signal.aborted ? signal.reason as Error : placed(error, file)
  }
}

export interface ArchiveEntry {
  readonly name: string
  readonly folder: boolean
  readonly size: number
  /** To be read whole or not at all. */
  readonly chunks: AsyncIterable<Buffer>
}

/** Why a file cannot be read, as it is; anything else is the file's own fault. */
function damaged(error: unknown, file: string): Error {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return new Error(`${file}: there is no such file`, { cause: error })
  if (error instanceof DamagedError || code === 'EACCES' || code === 'EISDIR' || code === 'EIO') return error as Error
  return new DamagedError(`${file} is damaged, cut off or no backup (${(error as Error).message})`, { cause: error })
}

async function textOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all).toString('utf8')
}

/**
 * The entries of an archive behind its manifest, in order; each fits its hash only once the last has come: keep nothing before.
 * @throws DamagedError, at the latest at the end.
 */
async function* entriesOf(file: string): AsyncGenerator<ArchiveEntry> {
  const unpack = extract()
  const reading = pipeline(createReadStream(file), createZstdDecompress(), unpack)
  reading.catch(() => undefined)
  const seen: Content[] = []
  let listed: string | null = null
  try {
    for await (const body of unpack) {
      const { name, type, size = 0 } = body.header
      const folder = type === 'directory'
      const plain = folder ? name.replace(/\/$/, '') : name
      if (listed !== null || !isSafe(plain) || (!folder && type !== 'file')) throw new DamagedError(`${file} is no backup: ${name} has no place in one`)
      const hash = createHash('sha256')
      const chunks = (async function* () {
        try {
          for await (const chunk of body as AsyncIterable<Buffer>) {
            hash.update(chunk)
            yield chunk
          }
        } catch (error) {
          throw damaged(error, file)
        }
      })()
      if (plain === CONTENTS) listed = await textOf(chunks)
      else {
        yield { name: plain, folder, size, chunks }
        for await (const rest of chunks) void rest
        seen.push({ name: plain, folder, size, sha256: folder ? '' : hash.digest('hex') })
      }
    }
    await reading
  } catch (error) {
    throw damaged(error, file)
  } finally {
    unpack.destroy()
  }
  if (listed === null) throw new DamagedError(`${file} is cut off`)
  if (listed !== JSON.stringify(seen)) throw new DamagedError(`${file} is damaged: what it holds is not what was put into it`)
}

export interface Archive {
  /** Unchecked JSON. */
  readonly manifest: unknown
  readonly entries: AsyncGenerator<ArchiveEntry>
}

/** @throws DamagedError where it is no backup; whether it is whole shows at the end of the entries. */
export async function openArchive(file: string): Promise<Archive> {
  const entries = entriesOf(file)
  const first = await entries.next()
  if (first.done || first.value.name !== MANIFEST) throw new DamagedError(`${file} is no backup`)
  try {
    return { manifest: JSON.parse(await textOf(first.value.chunks)), entries }
  } catch (error) {
    await entries.return(undefined)
    throw new DamagedError(`${file} is damaged: its manifest cannot be read`, { cause: error })
  }
}

/** Reads an archive to its end. @throws DamagedError */
export async function checkArchive(file: string, read: (bytes: number) => void = () => undefined): Promise<void> {
  const { entries } = await openArchive(file)
  for await (const { chunks } of entries) for await (const chunk of chunks) read(chunk.length)
}
