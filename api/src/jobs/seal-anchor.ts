import { open, readFile } from 'node:fs/promises'
import type { Head } from '@anwang/db/audit/seal'
import type { Anchored } from '@anwang/db/audit/verify'
import { z } from 'zod'

/** Where the heads of the chains are kept outside of the database, so that one cut off or made anew shows. */
export interface Anchor {
  readonly place: string
  /** Adds heads. @throws where they cannot be kept. */
  keep(heads: readonly Head[]): Promise<void>
  /** All that were kept; null where there is nothing yet. @throws where they cannot be read. */
  kept(): Promise<Anchored[] | null>
}

const Line = z.object({ log: z.enum(['event', 'audit']), n: z.int(), uptoSeq: z.int(), sha256: z.string() })
const TIMEOUT = 10_000

/** One head to a line, as JSON. */
const linesOf = (heads: readonly Head[]): string => heads.map((head) => `${JSON.stringify(head)}\n`).join('')

function headsIn(text: string, place: string): Anchored[] {
  return text.split('\n').filter((line) => line.trim() !== '').map((line, i) => {
    try {
      return Line.parse(JSON.parse(line))
    } catch {
      throw new Error(`${place}, line ${i + 1}: is no head of a chain`)
    }
  })
}

const inFile = (place: string): Anchor => ({
  place,
  async keep(heads) {
    const file = await open(place, 'a', 0o600)
    try {
      await file.appendFile(linesOf(heads))
      await file.datasync()
    } finally {
      await file.close()
    }
  },
  async kept() {
    const text = await readFile(place, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    })
    return text === null ? null : headsIn(text, place)
  },
})

/** Gets the lines by POST, and answers a GET with all of them. */
const atUrl = (place: string): Anchor => {
  const send = async (init: RequestInit): Promise<Response> => {
    const response = await fetch(place, { ...init, signal: AbortSignal.timeout(TIMEOUT) }).catch((error: unknown) => {
      throw new Error(`${place} cannot be reached`, { cause: error })
    })
    if (!response.ok && response.status !== 404) throw new Error(`${place} answered ${response.status}`)
    return response
  }
  return {
    place,
    async keep(heads) {
      const { status } = await send({ method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body: linesOf(heads) })
      if (status === 404) throw new Error(`${place} answered 404`)
    },
    async kept() {
      const response = await send({})
      return response.status === 404 ? null : headsIn(await response.text(), place)
    },
  }
}

/** @param place a file, or the address of a service. */
export const anchorAt = (place: string): Anchor => (/^https?:/.test(place) ? atUrl(place) : inFile(place))
