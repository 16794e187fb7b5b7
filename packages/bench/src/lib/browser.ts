import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']

/** `CHROMIUM`, an installed Chromium or Chrome, or Playwright's. @throws where there is none. */
export function launchBrowser(): Promise<Browser> {
  const installed = (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)))
  const executablePath = [process.env['CHROMIUM'] ?? '', ...installed, chromium.executablePath()].find((path) => path !== '' && existsSync(path))
  if (executablePath === undefined) throw new Error('no browser: install Chromium or Google Chrome, or name one in CHROMIUM')
  return chromium.launch({ executablePath, args: ['--no-sandbox'] })
}
