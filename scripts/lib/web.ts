import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { commandLine } from '../../db/src/embedded/identity.ts'
import { ROOT } from './paths.ts'

const WEB = join(ROOT, 'web')
/** One folder per build, named by what it was built from: what is being served stays while another is made. */
const BUILDS = join(WEB, 'dist')
/** Builds kept beside the newest. */
const KEPT = 2
/** All that the build reads. */
const SOURCES = ['web', 'packages/domain', 'packages/config/tsconfig.base.json', 'pnpm-lock.yaml']
const SKIP = new Set(['node_modules', 'dist', 'e2e', 'test-results', 'playwright-report', '.turbo'])

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

function vite(outDir: string, onChild: (stop: () => void) => void): Promise<void> {
  const entry = join(dirname(createRequire(join(WEB, 'package.json')).resolve('vite/package.json')), 'bin', 'vite.js')
  const child = spawn(process.execPath, [entry, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'], {
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

/** Removes what builds that were cut short left behind, and all but the newest whole ones. */
function sweep(): void {
  if (!existsSync(BUILDS)) return
  const whole: { path: string; at: number }[] = []
  for (const name of readdirSync(BUILDS)) {
    const path = join(BUILDS, name)
    const maker = /^\.next-(\d+)$/.exec(name)?.[1]
    if (/^[0-9a-f]{16}$/.test(name)) whole.push({ path, at: statSync(path).mtimeMs })
    else if (maker === undefined || commandLine(Number(maker)) === '') rmSync(path, { recursive: true, force: true })
  }
  for (const { path } of whole.sort((a, b) => b.at - a.at).slice(KEPT)) rmSync(path, { recursive: true, force: true })
}

export interface WebBuild {
  folder: string
  /** false: the very same sources had been built before. */
  fresh: boolean
}

/** Builds the web application unless it was built from the very same sources. @throws with what the build said. */
export async function buildWeb(onChild: (stop: () => void) => void = () => undefined): Promise<WebBuild> {
  const folder = join(BUILDS, hashOfSources().slice(0, 16))
  if (existsSync(folder)) return { folder, fresh: false }
  sweep()
  const draft = join(BUILDS, `.next-${process.pid}`)
  await vite(draft, onChild)
  compress(draft)
  try {
    renameSync(draft, folder)
  } catch (error) {
    // Another process built the same meanwhile.
    if (!existsSync(folder)) throw error
    rmSync(draft, { recursive: true, force: true })
  }
  return { folder, fresh: true }
}
