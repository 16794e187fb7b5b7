/** There are as many waiting as may wait. */
export class Busy extends Error {}

/**
 * Lets `atOnce` pieces of work run and `waiting` more wait for their turn, first come first served.
 * @throws Busy at once for any beyond.
 */
export function turns(atOnce: number, waiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const queue: (() => void)[] = []
  return async (work) => {
    if (running < atOnce) running++
    else if (queue.length < waiting) await new Promise<void>((go) => void queue.push(go))
    else throw new Busy('too many at once')
    try {
      return await work()
    } finally {
      // The turn passes on, or ends.
      const next = queue.shift()
      if (next) next()
      else running--
    }
  }
}
