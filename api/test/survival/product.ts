import { spawn, type ChildProcess } from 'node:child_process'
import { appendFileSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { serversIn } from '@anwang/db/embedded/orphans'

export type Victim = 'postmaster' | 'backend' | 'postgres' | 'api' | 'everything'

export interface Product {
  readonly url: string
  readonly dataDir: string
  /** Starts it, again where it ends before it is ready, as whatever supervises it does. */
  start(): Promise<void>
  /** `kill -9`. `postmaster`: PostgreSQL's first process; `backend`: one that serves a connection; `postgres`: all of its processes; `everything`: these and the API. */
  kill(victim: Victim): Promise<void>
  stop(): Promise<void>
  /** How often it had to be started. */
  readonly starts: number
  readonly log: string
}

export interface ProductOptions {
  /** A module that Node runs. */
  readonly module: string
  readonly dataDir: string
  readonly env?: Readonly<Record<string, string>>
}

export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done))
  const address = probe.address()
  await new Promise((done) => probe.close(done))
  return address !== null && typeof address === 'object' ? address.port : 0
}

const LONGEST_START = 120_000
const gone = (child: ChildProcess): Promise<void> => new Promise((done) => ((child.exitCode ?? child.signalCode) === null ? child.once('exit', () => done()) : done()))

function slay(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch { /* gone by itself */ }
  }
}

/** The product in processes of its own, on a port that stays the same over all starts. */
export async function productOf({ module, dataDir, env = {} }: ProductOptions): Promise<Product> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const log = join(dataDir, '..', 'product.log')
  let child: ChildProcess | null = null
  let starts = 0
  const launch = (): ChildProcess => {
    starts++
    const started = spawn(process.execPath, [module], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'development', ANWANG_CLOCK: '2026-10-12T09:00:00+08:00', ANWANG_DEMO_PASSWORD: 'demo-Passw0rd', ...env, PORT: String(port), HOST: '127.0.0.1', ANWANG_DATA: dataDir, DATABASE_URL: '', DATABASE_OWNER_URL: '', DATABASE_WORKER_URL: '' },
    })
    for (const stream of [started.stdout, started.stderr]) stream.on('data', (chunk: Buffer) => appendFileSync(log, chunk))
    return started
  }
  const server = (): { pid: number; cluster: string } | null => {
    try {
      return JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as { pid: number; cluster: string }
    } catch {
      return null
    }
  }
  const postgres = (): { first: number[]; others: number[] } => {
    const running = server()
    if (!running) return { first: [], others: [] }
    return { first: [running.pid], others: serversIn(running.cluster).filter((pid) => pid !== running.pid) }
  }
  const isReady = () => fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then((response) => response.ok, () => false)
  return {
    url, dataDir, log,
    get starts() { return starts },
    async start() {
      for (const began = Date.now(); !(await isReady()); await sleep(50)) {
        if (Date.now() - began > LONGEST_START) throw new Error(`the product did not start; ${log} ends:\n${readFileSync(log, 'utf8').slice(-2_000)}`)
        if (child === null || (child.exitCode ?? child.signalCode) !== null) child = launch()
      }
    },
    async kill(victim) {
      const { first, others } = postgres()
      const backends = others.filter((pid) => commandOf(pid).includes('anwang_'))
      if (victim === 'postmaster') slay(first)
      if (victim === 'backend') slay(backends.length === 0 ? first : [backends[Math.floor(Math.random() * backends.length)]!])
      if (victim === 'api' || victim === 'everything') child?.kill('SIGKILL')
      if (victim === 'postgres' || victim === 'everything') slay([...first, ...others])
      if (child && (victim === 'api' || victim === 'everything')) await gone(child)
    },
    async stop() {
      if (!child) return
      child.kill('SIGTERM')
      await gone(child)
      if (child.exitCode !== 0) throw new Error(`the product was told to stop and ended with ${child.exitCode ?? child.signalCode}; ${log} ends:\n${readFileSync(log, 'utf8').slice(-2_000)}`)
    },
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
