import { createHash } from 'node:crypto'

/** Repeatable chance: the same name gives the same sequence on every machine (mulberry32). */
export interface Chance {
  /** In [0, 1). */
  next(): number
  /** Whole, both inclusive. */
  int(from: number, to: number): number
  yes(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** By weight; the weights need not add up to anything. */
  weighted<T>(list: readonly (readonly [T, number])[]): T
}

export function chance(name: string): Chance {
  let state = createHash('sha256').update(name).digest().readUInt32LE(0)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next, int,
    yes: (probability) => next() < probability,
    pick: (list) => list[int(0, list.length - 1)]!,
    weighted(list) {
      let at = next() * list.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [item, weight] of list) if ((at -= weight) < 0) return item
      return list.at(-1)![0]
    },
  }
}
