import { addDays, clockAt, dayOf, startOfDay, type Clock, type Day } from '@anwang/domain'

const HOUR = 3_600_000

export interface FixedClock extends Clock {
  /** Moves to nine in the morning, Shanghai, of a day; or to an instant. */
  set(to: Day | Date): void
  /** Moves by whole days, backwards where negative. */
  advance(days: number): void
}

/** A clock that stands at nine in the morning of a day in Shanghai until it is moved. */
export function fixedClock(at: Day | Date): FixedClock {
  const instant = (to: Day | Date): Date => (typeof to === 'string' ? new Date(startOfDay(to).getTime() + 9 * HOUR) : to)
  let now = instant(at)
  return {
    ...clockAt(() => now),
    set(to) { now = instant(to) },
    advance(days) { now = new Date(startOfDay(addDays(dayOf(now), days)).getTime() + (now.getTime() - startOfDay(dayOf(now)).getTime())) },
  }
}
