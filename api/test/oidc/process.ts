import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { OidcOptions } from '../../src/auth/identity.ts'

export interface ProviderProcess {
  readonly options: OidcOptions
  readonly port: number
  stop(): Promise<void>
}

/** Starts an OpenID provider as a process of its own. */
export async function startProvider(port = 0): Promise<ProviderProcess> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('provider.ts', import.meta.url)), '127.0.0.1', String(port)], { stdio: ['pipe', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const gone = new Promise<void>((done) => child.once('close', () => done()))
  const issuer = await Promise.race([
    new Promise<string>((done) => createInterface(child.stdout).on('line', (line) => line.startsWith('http') && done(line))),
    gone.then(() => { throw new Error(`the provider did not start:\n${said}`) }),
  ])
  return {
    options: { issuer, clientId: 'anwang', clientSecret: 'a secret of the tests, thirty-two', name: null, publicUrl: null, timeout: 1500 },
    port: Number(new URL(issuer).port),
    async stop() {
      child.kill('SIGTERM')
      await gone
    },
  }
}

/** Signs in at the provider as `subject`, as a browser does, from the address that we were sent to. @returns the address that the provider sends the browser back to. */
export async function passProvider(url: string, subject: string): Promise<string> {
  const jar = new Map<string, string>()
  let [at, init] = [url, {} as RequestInit]
  for (let i = 0; i < 12; i++) {
    const response = await fetch(at, { ...init, redirect: 'manual', headers: { ...(init.headers as Record<string, string> | undefined), cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') } })
    for (const set of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!
      jar.set(name!, value!)
    }
    const location = response.headers.get('location')
    if (location !== null) {
      at = new URL(location, at).href
      init = {}
      if (new URL(at).pathname === '/sign-in/oidc') return at
      continue
    }
    const said = await response.text()
    const action = /<form[^>]* action="([^"]+)"/.exec(said)?.[1]
    if (response.status !== 200 || action === undefined) throw new Error(`the provider answered ${response.status} at ${at}\n${said}`)
    at = new URL(action, at).href
    init = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ prompt: 'login', login: subject, password: 'any' }).toString() }
  }
  throw new Error('the provider leads nowhere')
}
