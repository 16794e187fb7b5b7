import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { commandLine } from '../../db/src/embedded/identity.ts'
import { ROOT } from './paths.ts'

export interface Product {
  url: string
  password: string
  /** Of the identity provider that it looks for; nothing listens there by itself. */
  issuer: string
  /** What it warned of since it started, the last lines. */
  warnings(): string
  stop(): Promise<void>
}

/** A port that stays free until somebody who is told of it listens: below those that systems hand out by themselves (RFC 6335; from 32768 on Linux). */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000)
    const probe = createServer()
    const free = await new Promise<boolean>((done) => probe.once('error', () => done(false)).listen(port, 'localhost', () => done(true)))
    if (!free) continue
    await new Promise((done) => probe.close(done))
    return port
  }
}

const DATA = join(ROOT, '.data')

/** What test runs that were killed left behind; their products ended with them. */
function sweep(): void {
  if (!existsSync(DATA)) return
  for (const name of readdirSync(DATA)) {
    const pid = /^browser-(\d+)$/.exec(name)?.[1]
    if (pid !== undefined && commandLine(Number(pid)) === '') rmSync(join(DATA, name), { recursive: true, force: true })
  }
}

/** Starts the product as `pnpm start` does, with data of its own that go with it. @throws with its output where it does not come up. */
export async function startProduct(): Promise<Product> {
  sweep()
  const dataDir = join(DATA, `browser-${process.pid}`)
  mkdirSync(dataDir, { recursive: true })
  const port = await freePort()
  const password = 'browser-tests-Passw0rd'
  // Another site than the product's, as an office's would be: localhost is none with 127.0.0.1.
  const issuer = `http://localhost:${await freePort()}`
  const child = spawn(process.execPath, ['scripts/start.ts'], {
    cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ANWANG_CLOCK: '2026-10-12T09:00:00+08:00', ...process.env,
      PORT: String(port), HOST: '127.0.0.1', ANWANG_DATA: dataDir, ANWANG_DEMO_PASSWORD: password,
      ANWANG_OIDC_ISSUER: issuer, ANWANG_OIDC_CLIENT_ID: 'anwang', ANWANG_OIDC_CLIENT_SECRET: 'a secret of the tests, thirty-two',
      DATABASE_URL: '', DATABASE_OWNER_URL: '', DATABASE_WORKER_URL: '',
    },
  })
  let said = ''
  let ended = false
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const gone = new Promise<void>((done) => child.once('close', () => done()))
  void gone.then(() => (ended = true))
  const stop = async (): Promise<void> => {
    if (!ended) child.kill('SIGTERM')
    await gone
    rmSync(dataDir, { recursive: true, force: true })
  }
  const warnings = () => said.split('\n').filter((line) => /"level":"?(?:warn|error|fatal|[456]0)/.test(line)).slice(-20).join('\n')
  const url = `http://127.0.0.1:${port}`
  for (;;) {
    if (ended) {
      await stop()
      throw new Error(`the product did not start:\n${said.trim().split('\n').slice(-20).join('\n')}`)
    }
    if (await fetch(`${url}/readyz`).then((response) => response.ok, () => false)) return { url, password, issuer, warnings, stop }
    await sleep(200)
  }
}
