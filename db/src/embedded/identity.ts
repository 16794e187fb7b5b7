import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Command line of a running process; '' where it is gone or only waits to be reaped. */
export function commandLine(pid: number): string {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    } catch {
      return ''
    }
  }
  try {
    process.kill(pid, 0)
    if (process.platform === 'win32') return String(pid)
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}

/** Tells a process from another that got its number later: when it started, in the system's own notation; '' where it is gone. */
export function startOf(pid: number): string {
  if (process.platform !== 'linux') return commandLine(pid)
  if (commandLine(pid) === '') return ''
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // Field 22; the name in parentheses may itself hold blanks.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
