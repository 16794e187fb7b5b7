import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { commandLine, startOf } from '../../db/src/embedded/identity.ts'

/** npm, npx, pnpm, and the shells these put between themselves and us. */
const LAUNCHER = /^(npm|npx|pnpm)\b|^\S*node(\.exe)? |^\S*sh \S*node_modules\/\.bin\/|^\S*sh -c ('?(npm|npx|pnpm)\b|\S*node scripts\/)/

function parentOf(pid: number): number {
  try {
    if (process.platform !== 'linux') return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }))
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return 0
  }
}

const alive = (pid: number): boolean => {
  if (process.platform === 'linux') return startOf(pid) !== ''
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/**
 * Calls back once when one of the processes that launched this one is gone: they do not all pass a signal on, and a product
 * that its command has left behind could not be stopped from where it was started.
 */
export function whenLauncherEnds(callback: () => void): void {
  if (process.platform === 'win32') return
  const launchers: number[] = []
  for (let pid = process.ppid; pid > 1 && LAUNCHER.test(commandLine(pid)); pid = parentOf(pid)) launchers.push(pid)
  const timer = setInterval(() => {
    if (launchers.every(alive)) return
    clearInterval(timer)
    callback()
  }, 500).unref()
}
