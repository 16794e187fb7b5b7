import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Ends what a measurement started, last first, when it is over, fails or is interrupted; then exits with 1 where it did not hold. */
export async function measure(work: (atEnd: (end: () => unknown) => void) => Promise<boolean>): Promise<never> {
  const ends: (() => unknown)[] = []
  let ending: Promise<void> | null = null
  const end = (): Promise<void> => (ending ??= (async () => {
    for (let next = ends.pop(); next; next = ends.pop()) {
      try {
        await next()
      } catch (error) {
        console.error(error)
      }
    }
  })())
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end().then(() => process.exit(1)))
  const held = await work((one) => void ends.push(one)).catch((error: unknown) => {
    // An interrupted measurement fails on what was taken from under it.
    if (!ending) console.error(error)
    return false
  })
  await end()
  process.exit(held ? 0 : 1)
}

/** A folder of this measurement's own, removed at its end. */
export function privateFolder(atEnd: (end: () => unknown) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'anwang-bench-'))
  atEnd(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
