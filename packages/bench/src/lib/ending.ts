import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Registers what must end with the work. */
export type AtEnd = (end: () => unknown) => void

function endings(): { readonly atEnd: AtEnd; readonly begun: () => boolean; end(): Promise<void> } {
  const ends: (() => unknown)[] = []
  let ending: Promise<void> | null = null
  return {
    atEnd: (one) => void ends.push(one),
    begun: () => ending !== null,
    end: () => (ending ??= (async () => {
      for (let next = ends.pop(); next; next = ends.pop()) {
        try {
          await next()
        } catch (error) {
          console.error(error)
        }
      }
    })()),
  }
}

/** Ends what a measurement started, last first, when it is over, fails or is interrupted; then exits with 1 where it did not hold. */
export async function measure(work: (atEnd: AtEnd) => Promise<boolean>): Promise<never> {
  const { atEnd, begun, end } = endings()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end().then(() => process.exit(1)))
  const held = await work(atEnd).catch((error: unknown) => {
    // An interrupted measurement fails on what was taken from under it.
    if (!begun()) console.error(error)
    return false
  })
  await end()
  process.exit(held ? 0 : 1)
}

/** A part of a measurement, after which what it started ends; where the whole is interrupted before, it ends with that. */
export async function within<T>(atEnd: AtEnd, work: (atEnd: AtEnd) => Promise<T>): Promise<T> {
  const part = endings()
  atEnd(part.end)
  try {
    return await work(part.atEnd)
  } finally {
    await part.end()
  }
}

/** A folder of this measurement's own, removed at its end. */
export function privateFolder(atEnd: AtEnd): string {
  const folder = mkdtempSync(join(tmpdir(), 'anwang-bench-'))
  atEnd(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
