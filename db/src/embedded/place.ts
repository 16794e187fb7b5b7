import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { chownSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { findBinaries, type Binaries } from './binaries.ts'

interface Account {
  uid: number
  gid: number
}

/** Where the server's files lie and as whom it runs. */
export interface Place {
  /** The cluster's data directory; it need not exist yet. */
  cluster: string
  binaries: Binaries
  /** Command that goes before the server's own, to leave root without leaving root's files. */
  prefix: readonly string[]
  /** Who runs it where not this process' user. */
  account?: Account
}

/** Where the state of a backup lies until it takes its place. */
export const asideOf = (dataDir: string): string => join(dataDir, 'restore.new')

type Discard = (place: Pick<Place, 'cluster' | 'binaries'>) => Promise<void>

/** PostgreSQL refuses to run as root, and initdb wants a user that /etc/passwd knows. */
function unprivileged(): Account {
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'))
  for (const wanted of ['postgres', 'nobody', 'daemon']) {
    const entry = users.find(([name]) => name === wanted)
    if (entry && Number(entry[2]) > 0) return { uid: Number(entry[2]), gid: Number(entry[3]) }
  }
  throw new Error('PostgreSQL does not run as root and there is no user postgres, nobody or daemon: run as another user')
}

const mapped = (uid: number): string[] => ['unshare', '--user', `--map-user=${uid}`, '--']

function namespacesWork(uid: number): boolean {
  const [command = '', ...args] = [...mapped(uid), 'true']
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

/**
 * As root without user namespaces binaries and data move to a folder the other user can reach, named by a hash of the data
 * directory's path. It belongs to one `.data`: where that was removed, what was staged for it goes too.
 */
async function stage(dataDir: string, account: Account, discard: Discard): Promise<Place> {
  const source = findBinaries()
  const parent = existsSync('/var/tmp') ? '/var/tmp' : tmpdir()
  const folder = join(parent, `anwang-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`)
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0) throw new Error(`${folder} exists and is not ours: remove it`)

  const tokenFile = join(dataDir, 'stage')
  const stagedToken = join(folder, 'token')
  const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '')
  const token = read(tokenFile)
  const cluster = join(folder, 'cluster')
  if (token === '' || token !== read(stagedToken)) {
    await discard({ cluster, binaries: source })
    rmSync(cluster, { recursive: true, force: true })
    const fresh = `${randomUUID()}\n${folder}\n`
    writeFileSync(stagedToken, fresh, { mode: 0o600 })
    writeFileSync(tokenFile, fresh, { mode: 0o600 })
  }

  const version = basename(dirname(dirname(dirname(dirname(source.root)))))
  const root = join(folder, version)
  if (!existsSync(root)) {
    const half = `${root}.${process.pid}`
    cpSync(source.root, half, { recursive: true, verbatimSymlinks: true })
    execFileSync('chmod', ['-R', 'a+rX', half])
    renameSync(half, root)
  }
  return { cluster, binaries: { ...source, root }, prefix: [], account }
}

/**
 * @param namespaces false: does as where the system has no user namespaces.
 * @param discard stops what may still run in a cluster that nobody owns any more.
 */
export async function choosePlace(dataDir: string, namespaces: boolean, discard: Discard): Promise<Place> {
  const cluster = join(dataDir, 'cluster')
  if (process.getuid?.() !== 0) return { cluster, binaries: findBinaries(), prefix: [] }
  const account = unprivileged()
  if (namespaces && namespacesWork(account.uid))
    return { cluster, binaries: findBinaries(), prefix: mapped(account.uid) }
  return stage(dataDir, account, discard)
}

/** Who runs a server in a folder that this process made; hands it over. null: this process itself. */
export function runner(folder: string): Account | null {
  if (process.getuid?.() !== 0) return null
  const account = unprivileged()
  chownSync(folder, account.uid, account.gid)
  return account
}

/** Hands a folder made by root to the account that runs the server. */
export function handOver(place: Place, path: string): void {
  if (place.account) chownSync(path, place.account.uid, place.account.gid)
}
