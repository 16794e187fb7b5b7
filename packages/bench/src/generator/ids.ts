import { createHash } from 'node:crypto'
import { startOfDay, type Day } from '@anwang/domain'

/** Version 7, as the application makes them: by the time of day, then by the seed and a running number, the same for the same seed. */
export function idsOf(seed: string, name: string): (day: Day, n: number, of: number) => string {
  const digest = createHash('sha256').update(`${seed} ids ${name}`).digest('hex')
  const middle = `-7${digest.slice(0, 3)}-8${digest.slice(3, 6)}-${digest.slice(6, 10)}`
  let day = ''
  let morning = 0
  return (on, n, of) => {
    if (on !== day) {
      day = on
      morning = startOfDay(on).getTime() + 8.5 * 3_600_000
    }
    const ms = (morning + Math.floor((n * WORKDAY) / Math.max(1, of))).toString(16).padStart(12, '0')
    return `${ms.slice(0, 8)}-${ms.slice(8)}${middle}${n.toString(16).padStart(8, '0')}`
  }
}

const WORKDAY = 9 * 3_600_000
