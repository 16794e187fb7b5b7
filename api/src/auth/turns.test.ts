import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Busy, turns } from './turns.ts'

it('runs so many at once, lets so many wait, refuses the rest, and keeps the order', () =>
  fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 6 }), fc.array(fc.boolean(), { maxLength: 20 }), async (atOnce, waiting, works) => {
    const inTurn = turns(atOnce, waiting, 99)
    let running = 0
    let most = 0
    const begun: number[] = []
    const one = async (fails: boolean, n: number) => {
      begun.push(n)
      most = Math.max(most, ++running)
      await new Promise(setImmediate)
      running--
      if (fails) throw new Error('broke')
    }
    const ends = await Promise.allSettled(works.map((fails, n) => inTurn('one', () => one(fails, n))))
    const taken = Math.min(works.length, atOnce + waiting)
    expect(begun).toEqual(Array.from({ length: taken }, (_, n) => n))
    expect(most).toBe(Math.min(works.length, atOnce))
    expect(ends.map((end) => (end.status === 'rejected' && end.reason instanceof Busy))).toEqual(works.map((_, n) => n >= taken))
    // Whatever broke, there is room again.
    expect(await inTurn('one', async () => 'done')).toBe('done')
  }), { numRuns: 60 }))

it('gives one caller a share, and keeps the rest for the others', async () => {
  const inTurn = turns(2, 4, 3)
  const go = Promise.withResolvers<void>()
  const ask = (caller: string) => inTurn(caller, () => go.promise.then(() => caller))
  const all = ['flood', 'flood', 'flood', 'flood', 'flood', 'desk', 'desk', 'other'].map(ask)
  const ends = Promise.allSettled(all)
  go.resolve()
  expect((await ends).map((end) => (end.status === 'fulfilled' ? end.value : end.reason instanceof Busy))).toEqual(['flood', 'flood', 'flood', true, true, 'desk', 'desk', 'other'])
  expect(await ask('flood')).toBe('flood')
})
