import { readdirSync, readlinkSync, realpathSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const PATIENCE = 2_000

function linkOr(path: string, otherwise: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return otherwise
  }
}

/** Processes of PostgreSQL that work in a cluster; only Linux tells. */
export function serversIn(cluster: string): number[] {
  if (process.platform !== 'linux') return []
  let folder: string
  try {
    folder = realpathSync(cluster)
  } catch {
    return []
  }
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && linkOr(`/proc/${name}/cwd`, '') === folder && /\/postgres( \(deleted\))?$/.test(linkOr(`/proc/${name}/exe`, ''))).map(Number)
}

/**
 * Ends what outlived its postmaster. A process at work notices only when it is done, and while one lives no other server may
 * start on the cluster: to lose its lock file with one still at work would be to lose the cluster.
 */
export async function endOrphans(cluster: string): Promise<void> {
  const began = Date.now()
  for (let pids = serversIn(cluster); pids.length > 0; pids = serversIn(cluster)) {
    for (const pid of pids) {
      try {
        process.kill(pid, Date.now() - began > PATIENCE ? 'SIGKILL' : 'SIGQUIT')
      } catch { /* gone meanwhile */ }
    }
    await sleep(20)
    if (Date.now() - began > 4 * PATIENCE) throw new Error(`PostgreSQL (process ${pids.join(', ')}) does not end`)
  }
}
