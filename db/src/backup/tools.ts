import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { majorOf } from './manifest.ts'

/** pg_dump or pg_restore as it lies on this machine. */
export interface Tool {
  readonly path: string
  readonly major: number
}

const EXE = process.platform === 'win32' ? '.exe' : ''
/** Where packages put them, one folder for each major version; the folders' names differ by it. */
const PACKAGED = [['/usr/lib/postgresql', 'bin'], ['/usr/local/lib/postgresql', 'bin'], ['/usr', 'bin', /^pgsql-\d+$/], ['/opt/homebrew/opt', 'bin', /^postgresql@\d+$|^libpq$/], ['C:\\Program Files\\PostgreSQL', 'bin']] as const

function folders(path: string): string[] {
  const packaged = PACKAGED.flatMap(([root, below, named = /./]) => (existsSync(root) ? readdirSync(root).filter((name) => named.test(name)).map((name) => join(root, name, below)) : []))
  return [...packaged, ...path.split(delimiter).filter((folder) => folder !== '')]
}

function versionOf(file: string): number {
  try {
    return majorOf(/\(PostgreSQL\) (\d+)/.exec(execFileSync(file, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 10_000 }))?.[1] ?? '')
  } catch {
    return 0
  }
}

/** All of one name, each major version once. */
export function toolsNamed(name: 'pg_dump' | 'pg_restore', path = process.env['PATH'] ?? ''): Tool[] {
  const found = new Map<number, Tool>()
  for (const file of folders(path).map((folder) => join(folder, `${name}${EXE}`)).filter((one) => existsSync(one))) {
    const major = versionOf(file)
    if (major > 0 && !found.has(major)) found.set(major, { path: file, major })
  }
  return [...found.values()].toSorted((a, b) => a.major - b.major)
}

/**
 * The one for a server: of its own major version, else, where `later` will do, the next one.
 * @throws with what to install.
 */
export function toolFor(name: 'pg_dump' | 'pg_restore', server: number, later: boolean, have: readonly Tool[] = toolsNamed(name)): Tool {
  const tool = have.find(({ major }) => major === server || (later && major > server))
  if (tool) return tool
  const found = have.length === 0 ? 'none was found' : `found: ${have.map(({ major, path }) => `${major} (${path})`).join(', ')}`
  throw new Error(`the server is PostgreSQL ${server} and needs ${name} ${server}${later ? ' or later' : ''}; ${found}. Install postgresql-client-${server} or put its folder on the PATH`)
}

/** What libpq understands of an address; the rest is our client's. */
const PARAMETERS = new Set(['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'sslcrl', 'host', 'port', 'connect_timeout', 'channel_binding', 'target_session_attrs'])

/** The address without its password, which goes by the environment: the list of processes shows arguments to everybody. */
export function addressOf(url: string): { uri: string; password: string } {
  const plain = new URL(url)
  const password = decodeURIComponent(plain.password)
  plain.password = ''
  plain.search = new URLSearchParams([...plain.searchParams].filter(([name]) => PARAMETERS.has(name))).toString()
  return { uri: plain.href, password }
}

const KEPT = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'TEMP', 'SYSTEMROOT', 'PGPASSFILE', 'PGSSLMODE', 'PGSSLROOTCERT', 'PGSSLCERT', 'PGSSLKEY']

/** Starts a tool on a database; nothing of our environment reaches it but what it needs. */
export function run(tool: Tool, url: string, args: readonly string[], signal: AbortSignal): ChildProcess & { ended: Promise<void> } {
  const { uri, password } = addressOf(url)
  const env = Object.fromEntries(KEPT.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])))
  const child = spawn(tool.path, [...args, '--no-password', '--dbname', uri], { env: { ...env, ...(password !== '' && { PGPASSWORD: password }) }, stdio: ['pipe', 'pipe', 'pipe'], signal })
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => { said = `${said}${chunk.toString()}`.slice(-4000) })
  const ended = new Promise<void>((done, failed) => {
    child.once('error', failed)
    child.once('close', (code) => (code === 0 ? done() : failed(new Error(`${tool.path} failed (${code ?? 'ended by a signal'}):\n${said.trim()}`))))
  })
  ended.catch(() => undefined)
  return Object.assign(child, { ended })
}
