/** There are as many waiting as may wait, or as many of the one caller. */
export class Busy extends Error {}

/**
 * Lets `atOnce` pieces of work run and `waiting` more wait for their turn, first come first served; of these no caller has
 * more than `each`, so that none of them keeps the others out.
 * @throws Busy at once for any beyond.
 */
export function turns(atOnce: number, waiting: number, each: number): <T>(caller: string, work: () => Promise<T>) => Promise<T> {
  let running = 0
  const queue: (() => void)[] = []
  const taken = new Map<string, number>()
  return async (caller, work) => {
    const own = taken.get(caller) ?? 0
    if (own >= each || (running >= atOnce && queue.length >= waiting)) throw new Busy('too many at once')
    taken.set(caller, own + 1)
    if (running < atOnce) running++
    else await new Promise<void>((go) => void queue.push(go))
    try {
      return await work()
    } finally {
      const left = taken.get(caller)! - 1
      if (left > 0) taken.set(caller, left)
      else taken.delete(caller)
      // The turn passes on, or ends.
      const next = queue.shift()
      if (next) next()
      else running--
    }
  }
}
