import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkArchive, DamagedError, openArchive, writeArchive } from './archive.ts'
import { addressOf, toolFor } from './tools.ts'

const folder = mkdtempSync(join(tmpdir(), 'anwang-archive-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = join(folder, 'whole')
const long = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i) % 251))
const never = new AbortController().signal

async function contentsOf(from: string): Promise<unknown[]> {
  const { manifest, entries } = await openArchive(from)
  const all: unknown[] = [manifest]
  for await (const { name, folder: isFolder, chunks } of entries) {
    const parts: Buffer[] = []
    for await (const chunk of chunks) parts.push(chunk)
    all.push([name, isFolder, Buffer.concat(parts).toString('base64')])
  }
  return all
}

beforeAll(async () => {
  await writeArchive(file, { made: 'today' }, never, async (archive) => {
    await archive.addFolder('cluster')
    await archive.addBytes('cluster/PG_VERSION', Buffer.from('18\n'))
    await archive.addBytes('cluster/empty', Buffer.alloc(0))
    await archive.addBytes('cluster/long', long)
  })
})

describe('an archive', () => {
  it('gives back what was put into it, for its owner alone', async () => {
    expect(await contentsOf(file)).toEqual([
      { made: 'today' }, ['cluster', true, ''], ['cluster/PG_VERSION', false, 'MTgK'], ['cluster/empty', false, ''], ['cluster/long', false, long.toString('base64')]])
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('is refused, or whole, whatever bit of it is turned and wherever it is cut', async () => {
    const bytes = readFileSync(file)
    const whole = await contentsOf(file)
    const bad = join(folder, 'bad')
    await fc.assert(fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), fc.boolean(), async (at, bit, cut) => {
      const copy = Buffer.from(cut ? bytes.subarray(0, at) : bytes)
      if (!cut) copy[at]! ^= 1 << bit
      writeFileSync(bad, copy)
      const read = await contentsOf(bad).catch((error: unknown) => error)
      if (read instanceof Error) expect(read).toBeInstanceOf(DamagedError)
      else expect(read).toEqual(whole)
    }), { numRuns: 300 })
    rmSync(bad)
  })

  it('takes no name that leads elsewhere, nothing over a file, and leaves nothing where filling it fails', async () => {
    const other = join(folder, 'other')
    for (const name of ['../x', '/etc/passwd', 'cluster/../../x', 'cluster//x', 'data/a/b', 'other'])
      await expect(writeArchive(other, {}, never, async (archive) => void await archive.addBytes(name, long))).rejects.toThrow('no name of an entry')
    await expect(writeArchive(file, {}, never, async () => undefined)).rejects.toThrow('exists already')
    await expect(writeArchive(other, {}, never, async (archive) => {
      await archive.addBytes('cluster/a', long)
      throw new Error('the server is gone')
    })).rejects.toThrow('the server is gone')
    await expect(writeArchive(join(folder, 'no', 'folder'), {}, never, async () => undefined)).rejects.toThrow('there is no such folder')
    expect(readdirSync(folder)).toEqual(['whole'])
    await expect(checkArchive(join(folder, 'none'))).rejects.toThrow('there is no such file')
  })
})

describe('the tools of a server', () => {
  const have = [{ path: '/a/pg_dump', major: 15 }, { path: '/b/pg_dump', major: 17 }]

  it('fit its version', () => {
    expect(toolFor('pg_dump', 15, true, have).major).toBe(15)
    expect(toolFor('pg_dump', 16, true, have).major).toBe(17)
    expect(() => toolFor('pg_dump', 18, true, have)).toThrow('the server is PostgreSQL 18 and needs pg_dump 18 or later; found: 15 (/a/pg_dump), 17 (/b/pg_dump). Install postgresql-client-18')
    expect(() => toolFor('pg_restore', 16, false, have)).toThrow('needs pg_restore 16; found')
    expect(() => toolFor('pg_dump', 16, true, [])).toThrow('none was found')
  })

  it('get no password among their arguments', () => {
    expect(addressOf('postgres://o:p%40ss@db.example:5433/office?sslmode=verify-full&max=3')).toEqual({ uri: 'postgres://o@db.example:5433/office?sslmode=verify-full', password: 'p@ss' })
  })
})
