import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { AtEnd } from './ending.ts'
import { ROOT } from './product.ts'

const RIVALS = join(ROOT, 'packages/bench/rivals')

/** Installs what the product is measured against, the first time. @throws where it cannot be had */
export function installRivals(): void {
  if (existsSync(join(RIVALS, 'node_modules/.modules.yaml'))) return
  console.log('installing what the product is measured against')
  const { status, stderr } = spawnSync('npx', ['-y', 'pnpm@10.34.9', 'install', '--frozen-lockfile', '--ignore-scripts'], { cwd: RIVALS, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] })
  if (status !== 0) throw new Error(`could not install in ${RIVALS}:\n${stderr}`)
}

export interface Server {
  readonly name: string
  /** What PostgreSQL knows its connections by. */
  readonly application: string
  readonly url: string
  readonly pid: number
}

/** Starts a server of the folder `rivals` in a process of its own, as in production; it ends with us. @throws where it does not come up */
export async function startServer(name: string, given: object, atEnd: AtEnd): Promise<Server> {
  const application = `bench ${name} ${process.pid}`
  const child = spawn(process.execPath, [join(RIVALS, `${name}.ts`)], {
    cwd: ROOT, env: { ...process.env, NODE_ENV: 'production', GRAPHILE_ENV: 'production', PGAPPNAME: application, ANWANG_BENCH: JSON.stringify(given) }, stdio: ['pipe', 'pipe', 'pipe'],
  })
  const gone = new Promise<void>((done) => child.once('close', () => done()))
  atEnd(async () => {
    child.stdin.end()
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await gone
    clearTimeout(late)
  })
  child.stderr.on('data', (chunk: Buffer) => process.stderr.write(chunk))
  let said = ''
  const port = await Promise.race([gone.then(() => null), new Promise<string>((done) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const found = /listening (\d+)/.exec(said)?.[1]
      if (found !== undefined) done(found)
    })
  })])
  if (port === null) throw new Error(`${name} did not start: ${said}`)
  return { name, application, url: `http://127.0.0.1:${port}`, pid: child.pid! }
}
