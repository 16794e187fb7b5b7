import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { ROOT } from './paths.ts'
import { log, step } from './progress.ts'
import { run } from './run.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']
const APPLICATIONS = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium']
const WEB = join(ROOT, 'web')

/** A browser without its system libraries is there and does not run. */
const runs = async (path: string): Promise<boolean> => existsSync(path) && (await run(path, ['--version'], { timeout: 20_000 })).ok

async function firstThatRuns(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) if (await runs(path)) return path
  return null
}

function installed(): Promise<string | null> {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const given = process.env['CHROMIUM']
  return firstThatRuns([...(given ? [given] : []), ...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...APPLICATIONS])
}

async function playwrights(): Promise<string | null> {
  const fromWeb = createRequire(join(WEB, 'package.json'))
  const { chromium } = fromWeb('@playwright/test') as { chromium: { executablePath(): string } }
  return firstThatRuns([chromium.executablePath()])
}

async function downloaded(): Promise<string | null> {
  log("no Chromium or Chrome is installed: downloading Playwright's")
  const { ok } = await step('downloading a browser', run('playwright', ['install', '--no-shell', 'chromium'], { cwd: WEB, timeout: 240_000 }))
  return ok ? playwrights() : null
}

async function fromDebian(): Promise<string | null> {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return null
  log('installing Chromium from Debian')
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await step('reading the package lists', run('apt-get', ['update', '-q'], { env, timeout: 180_000 }))
  await step('installing Chromium', run('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], { env, timeout: 600_000 }))
  return installed()
}

/**
 * A Chromium to test with: an installed one, Playwright's (downloaded where it can be), Debian's where we may install it;
 * null where there is no way, which `ADVICE` then explains.
 */
export async function findBrowser(): Promise<string | null> {
  return (await installed()) ?? (await playwrights()) ?? (await downloaded()) ?? (await fromDebian())
}

export const ADVICE = 'no browser for the browser tests: install Chromium or Google Chrome (or name one in CHROMIUM) and run the tests again'
