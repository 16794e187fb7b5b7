import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../../..', import.meta.url))

const environment = (dataDir: string): NodeJS.ProcessEnv => ({
  ...process.env, ANWANG_DATA: dataDir, PORT: '0', HOST: '127.0.0.1', DATABASE_URL: '', DATABASE_OWNER_URL: '', DATABASE_WORKER_URL: '',
})

/** Runs a command of `anwang` on the database of a data directory and answers what it printed. @throws with its words where it fails. */
export async function anwang(dataDir: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['api/src/cli/main.ts', ...args], { cwd: ROOT, env: environment(dataDir), stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  let complained = ''
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()))
  const code = await new Promise<number | null>((done) => child.once('close', done))
  if (code !== 0) throw new Error(`anwang ${args.join(' ')}: ${complained.trim().split('\n').slice(-5).join('\n')}`)
  return printed.trim()
}

/** Starts the product as `pnpm start` does, on a free port of the loopback, but answering any operation. @throws with its output where it does not come up. */
export async function startProduct(dataDir: string, atEnd: (end: () => unknown) => void): Promise<string> {
  const child = spawn(process.execPath, ['scripts/start.ts'], { cwd: ROOT, env: { ...environment(dataDir), NODE_ENV: 'development' }, stdio: ['ignore', 'pipe', 'pipe'] })
  const gone = new Promise<void>((done) => child.once('close', () => done()))
  atEnd(async () => {
    child.kill('SIGTERM')
    await gone
  })
  let said = ''
  const serving = new Promise<string>((done) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const url = /serving (http:\S+)/.exec(said)?.[1]
      if (url !== undefined) done(url)
    })
  })
  // Its own failures: a request that was answered with 500 leaves its reason here.
  child.stderr.on('data', (chunk: Buffer) => process.stderr.write(chunk))
  const url = await Promise.race([serving, gone])
  if (url === undefined) throw new Error(`the product did not start:\n${said.trim().split('\n').slice(-20).join('\n')}`)
  return url
}

export interface Answer {
  readonly data?: unknown
  readonly errors?: readonly { readonly message: string }[]
}

/** Answers the data of an operation. @throws where it has errors. */
export type Ask = <T>(document: string, variables?: object) => Promise<T>

export const GUARD = { 'x-anwang': '1' }

/** Enters as an account of the demonstration. */
export async function signIn(url: string, userName: string): Promise<Ask> {
  const entered = await fetch(`${url}/session`, { method: 'POST', headers: { ...GUARD, 'content-type': 'application/json' }, body: JSON.stringify({ demonstration: userName }) })
  const cookie = entered.headers.getSetCookie()[0]?.split(';')[0]
  if (!entered.ok || cookie === undefined) throw new Error(`cannot enter as ${userName}: ${entered.status}`)
  return async <T>(document: string, variables: object = {}) => {
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body: JSON.stringify({ query: document, variables }) })
    const answer = (await response.json()) as Answer
    if (answer.errors) throw new Error(`${answer.errors.map(({ message }) => message).join('; ')} ← ${document.replaceAll(/\s+/g, ' ').trim()} ${JSON.stringify(variables)}`)
    return answer.data as T
  }
}
