import { loadavg } from 'node:os'

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`
export const millis = (milliseconds: number): string => `${milliseconds.toFixed(0)} ms`
/** Decimal kilobytes, as a browser shows them. */
export const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

/** Of the last minute, over the number of cores: what else the machine did while we measured. */
export const load = (): string => `load ${loadavg()[0]!.toFixed(1)}`

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

export async function timed<T>(work: () => Promise<T>): Promise<{ value: T; took: number }> {
  const began = performance.now()
  const value = await work()
  return { value, took: performance.now() - began }
}

/** Chinese characters take two columns. */
const width = (text: string): number => [...text].reduce((sum, character) => sum + (/[\u2e80-\uffef]/u.test(character) ? 2 : 1), 0)

/** Prints rows in columns; the first row is the heading. */
export function table(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? ''))))
  for (const row of rows) console.log(`  ${row.map((cell, column) => cell + ' '.repeat(widths[column]! - width(cell))).join('  ').trimEnd()}`)
}

export interface Checks {
  /** Prints what is claimed and whether it holds. */
  (claim: string, holds: boolean, detail?: string): void
  readonly failed: number
}

export function checks(): Checks {
  let failed = 0
  const check = (claim: string, holds: boolean, detail = ''): void => {
    if (!holds) failed += 1
    console.log(`${holds ? 'ok    ' : 'FAILED'}  ${claim}${detail === '' ? '' : `: ${detail}`}`)
  }
  return Object.defineProperty(check, 'failed', { get: () => failed }) as Checks
}
