import { readdirSync, readFileSync } from 'node:fs'

/** Of the kernel's accounting on Linux; everywhere we know. */
const TICK = 10

interface Process {
  readonly parent: number
  /** Milliseconds of both kinds; with those of children that ended and were waited for where it has any. */
  readonly used: number
  readonly ended: number
}

function read(pid: number): Process | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number)
    return { parent: fields[1]!, used: (fields[11]! + fields[12]!) * TICK, ended: (fields[13]! + fields[14]!) * TICK }
  } catch {
    return null
  }
}

/** Milliseconds of processor that a process has used so far. @throws without /proc, or where it is gone */
export function cpuOf(pid: number): number {
  const one = read(pid)
  if (!one) throw new Error(`no /proc/${pid}/stat: processor time is read from Linux' /proc`)
  return one.used
}

/** Of a process, its children, and those that it waited for. */
export function cpuOfFamily(pid: number): number {
  const own = read(pid)
  if (!own) throw new Error(`no /proc/${pid}/stat: processor time is read from Linux' /proc`)
  let sum = own.used + own.ended
  for (const name of readdirSync('/proc')) {
    const one = /^\d+$/.test(name) ? read(Number(name)) : null
    if (one?.parent === pid) sum += one.used
  }
  return sum
}
