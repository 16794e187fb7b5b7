import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { commandLine } from './identity.ts'
import { endOrphans } from './orphans.ts'
import { handOver, type Place } from './place.ts'

export type Log = (line: string) => void

/** What the postmaster writes about itself; null where there is no such file. */
function postmaster(cluster: string): { pid: number; ready: boolean } | null {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), ready: (lines[7] ?? '').trim() === 'ready' }
  } catch {
    return null
  }
}

const runsIn = (pid: number, cluster: string): boolean =>
  pid > 0 && (process.platform === 'win32' ? commandLine(pid) !== '' : commandLine(pid).includes(cluster))

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name)
  } catch { /* gone meanwhile */ }
}

/** Ends the server of a cluster, if one runs, and what is left of one that was killed: orderly, after ten seconds without asking, after fifteen by force. */
export async function stopServer(place: Pick<Place, 'cluster' | 'binaries'>): Promise<void> {
  const running = postmaster(place.cluster)
  if (running) await endPostmaster(place, running)
  await endOrphans(place.cluster)
  // A server that waits to be reaped still counts as alive for the next one's own check.
  rmSync(join(place.cluster, 'postmaster.pid'), { force: true })
}

async function endPostmaster(place: Pick<Place, 'cluster' | 'binaries'>, running: { pid: number }): Promise<void> {
  const alive = (): boolean => runsIn(running.pid, place.cluster)
  if (alive()) {
    if (process.platform === 'win32') spawnSync(join(place.binaries.root, place.binaries.pgCtl), ['stop', '-m', 'fast', '-D', place.cluster])
    else signal(running.pid, 'SIGINT')
    const began = Date.now()
    for (let sent = 0; alive(); await sleep(20)) {
      const waited = Date.now() - began
      const due = waited > 15_000 ? 2 : waited > 10_000 ? 1 : 0
      if (due > sent) signal(running.pid, due === 1 ? 'SIGQUIT' : 'SIGKILL')
      sent = due
      if (waited > 20_000) throw new Error(`PostgreSQL (process ${running.pid}) does not end`)
    }
  }
}

/** A cluster appears whole or not at all: it is made aside and renamed. */
export async function initialise(place: Place, password: string, durable: boolean): Promise<void> {
  const draft = `${place.cluster}.new`
  const passwordFile = `${place.cluster}.password`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  handOver(place, draft)
  writeFileSync(passwordFile, password, { mode: 0o600 })
  handOver(place, passwordFile)
  const [command = '', ...args] = [
    ...place.prefix, join(place.binaries.root, place.binaries.initdb),
    '--pgdata', draft, '--encoding=UTF8', '--locale=C.UTF-8', '--auth=scram-sha-256', '--username=postgres',
    '--pwfile', passwordFile, '--no-instructions', ...(durable ? [] : ['--no-sync']),
  ]
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...(place.account ?? {}), cwd: '/' })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const code = await new Promise<number | null>((done, failed) => child.on('close', done).on('error', failed))
  rmSync(passwordFile, { force: true })
  if (code !== 0) throw new Error(`initdb failed (${code}):\n${said.trim()}`)
  renameSync(draft, place.cluster)
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((done, failed) => probe.once('error', failed).listen(0, '127.0.0.1', done))
  const address = probe.address()
  await new Promise((done) => probe.close(done))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

/** Ends the server when this process is gone, however it went: its end of the pipe closes. */
function lifeline(pid: number): ChildProcess | null {
  if (process.platform === 'win32') return null
  const guard = spawn('/bin/sh', ['-c', `read -r line || kill -INT ${pid}`], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], cwd: '/' })
  guard.on('error', () => undefined)
  guard.stdin?.on('error', () => undefined)
  guard.unref()
  return guard
}

const tail = (file: string, from: number): string =>
  readFileSync(file).subarray(from).toString('utf8').trim().split('\n').slice(-12).join('\n')

export interface RunningServer {
  port: number
  pid: number
  /** How it ended, for the log, once it has. */
  ended: Promise<string>
}

/** How long, in milliseconds, a port or the memory of a server that was killed may stay taken. */
const PATIENCE = 30_000

/**
 * Starts the server on the given port of the loopback, else on a free one, and waits until it accepts connections, through crash
 * recovery if need be. @throws where it does not start, or was aborted.
 */
export async function startServer(place: Place, settings: Readonly<Record<string, string>>, logFile: string, log: Log, options: { port?: number; signal?: AbortSignal } = {}): Promise<RunningServer> {
  for (const first = Date.now(); ;) {
    const port = options.port ?? await freePort()
    const began = existsSync(logFile) ? statSync(logFile).size : 0
    const out = openSync(logFile, 'a', 0o600)
    const [command = '', ...args] = [
      ...place.prefix, join(place.binaries.root, place.binaries.postgres), '-D', place.cluster, '-p', String(port),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ]
    // Its own session: a terminal's Ctrl-C must reach it only through us, after the last answer was given.
    const child = spawn(command, args, { detached: true, stdio: ['ignore', out, out], ...(place.account ?? {}), cwd: '/' })
    closeSync(out)
    const failure = new Promise<Error>((done) => child.once('error', done))
    let ended = false
    const guard = child.pid === undefined ? null : lifeline(child.pid)
    const ending = new Promise<string>((done) => child.once('exit', (code, by) => {
      ended = true
      // Another process may get its number.
      guard?.stdin?.end('done\n')
      done(by ?? `code ${code}`)
    }))
    child.unref()

    const started = Date.now()
    let told = 0
    while (!ended && !(postmaster(place.cluster)?.pid === child.pid && postmaster(place.cluster)?.ready)) {
      const oops = await Promise.race([failure, sleep(20)])
      if (oops instanceof Error) throw oops
      if (options.signal?.aborted) await stopServer(place)
      if (Date.now() - started > 2000 * (told + 1)) log(`waiting for PostgreSQL (${2 * ++told} s)`)
    }
    if (!ended) return { port, pid: child.pid ?? 0, ended: ending }
    options.signal?.throwIfAborted()
    const said = tail(logFile, began)
    // Children of a postmaster that was killed outlive it by a moment; a port may be taken between probe and use.
    if (Date.now() - first > PATIENCE || !/still in use|address already in use/i.test(said)) throw new Error(`PostgreSQL did not start; ${logFile} ends:\n${said}`)
    await sleep(250)
  }
}
