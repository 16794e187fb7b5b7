import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { ROOT } from './paths.ts'

const WEB = join(ROOT, 'web')
export const WEB_ROOT = join(WEB, 'dist')
const NEXT = join(WEB, 'dist.next')
const STAMP = '.sources'
/** All that the build reads. */
const SOURCES = ['web', 'packages/domain', 'packages/config/tsconfig.base.json', 'pnpm-lock.yaml']
const SKIP = new Set(['node_modules', 'dist', 'dist.next', 'e2e', 'test-results', 'playwright-report', '.turbo'])

function* filesBelow(path: string): Generator<string> {
  if (statSync(path).isFile()) return yield path
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)))
    if (!SKIP.has(entry.name)) yield* filesBelow(join(path, entry.name))
}

function hashOfSources(): string {
  const hash = createHash('sha256').update(process.version)
  for (const source of SOURCES)
    for (const file of filesBelow(join(ROOT, source))) if (!/\.test\.tsx?$/.test(file)) hash.update(file.slice(ROOT.length)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

const COMPRESSIBLE = /\.(js|css|html|svg|json|webmanifest)$/

function compress(folder: string): void {
  for (const file of filesBelow(folder)) {
    if (!COMPRESSIBLE.test(file)) continue
    const bytes = readFileSync(file)
    if (bytes.length < 1024) continue
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }))
  }
}

function vite(onChild: (stop: () => void) => void): Promise<void> {
  const entry = join(dirname(createRequire(join(WEB, 'package.json')).resolve('vite/package.json')), 'bin', 'vite.js')
  const child = spawn(process.execPath, [entry, 'build', '--outDir', NEXT, '--emptyOutDir', '--logLevel', 'warn'], {
    cwd: WEB, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_ENV: 'production' },
  })
  onChild(() => void child.kill())
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return new Promise((done, failed) => {
    child.on('error', failed)
    child.on('close', (code) => (code === 0 ? done() : failed(new Error(`the web application does not build:\n${said.trim()}`))))
  })
}

/**
 * Builds the web application into web/dist unless it was built from the very same sources. A build cut short leaves the last
 * one in place. @returns whether it had to be built.
 */
export async function buildWeb(onChild: (stop: () => void) => void = () => undefined): Promise<boolean> {
  const hash = hashOfSources()
  const stamp = join(WEB_ROOT, STAMP)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false
  await vite(onChild)
  compress(NEXT)
  writeFileSync(join(NEXT, STAMP), hash)
  rmSync(WEB_ROOT, { recursive: true, force: true })
  renameSync(NEXT, WEB_ROOT)
  return true
}
