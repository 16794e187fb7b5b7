import type { Browser } from 'playwright-core'
import { GUARD } from './product.ts'

export interface Script {
  /** The address without the host. */
  readonly path: string
  /** Bytes over the wire, headers included, in whatever encoding browser and server agreed on. */
  readonly wire: number
}

export interface FirstLoad {
  readonly scripts: readonly Script[]
  /** Bytes over the wire of all else: page, styles, icon, answers of the API. */
  readonly others: number
  readonly requests: number
  /** Milliseconds from the navigation's start: the first paint with content, the largest, the first row of the ranking. */
  readonly firstPaint: number
  readonly largestPaint: number
  readonly rows: number
  /** What the largest paint was of. */
  readonly largest: string
  /** What was asked for before the first row, in the order it was asked for. */
  readonly steps: readonly Step[]
}

export interface Step {
  readonly path: string
  /** Milliseconds from the navigation's start. */
  readonly from: number
  readonly to: number
}

// Runs in the page, before its own scripts.
const WATCH = `
  window.seen = { largestPaint: 0, firstPaint: 0, rows: 0, largest: '' }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      seen.largestPaint = entry.startTime
      seen.largest = entry.element ? entry.element.tagName.toLowerCase() + ' "' + entry.element.textContent.trim().slice(0, 24) + '"' : entry.url
    }
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === 'first-contentful-paint') seen.firstPaint = entry.startTime
  }).observe({ type: 'paint', buffered: true })
  new MutationObserver((_, observer) => {
    if (!document.querySelector('main table tbody tr')) return
    observer.disconnect()
    requestAnimationFrame(() => { seen.rows = performance.now() })
  }).observe(document, { childList: true, subtree: true })`

const STEPS = `[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .map(({ name, startTime, responseEnd }) => ({ path: new URL(name).pathname, from: startTime, to: responseEnd }))`

/** Opens a page signed in, with nothing in the browser's cache, and waits until it has come to rest. @throws where it shows no table. */
export async function firstLoad(browser: Browser, url: string, path: string, userName: string): Promise<FirstLoad> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  try {
    const entered = await context.request.post(`${url}/session`, { headers: GUARD, data: { demonstration: userName } })
    if (!entered.ok()) throw new Error(`cannot enter as ${userName}: ${entered.status()}`)
    const page = await context.newPage()
    await page.addInitScript(WATCH)
    const devtools = await context.newCDPSession(page)
    await devtools.send('Network.enable')
    const answers = new Map<string, { path: string; script: boolean }>()
    const scripts: Script[] = []
    let others = 0
    devtools.on('Network.responseReceived', ({ requestId, response }) => {
      const { pathname } = new URL(response.url)
      answers.set(requestId, { path: pathname, script: /javascript/.test(response.mimeType) })
    })
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const answer = answers.get(requestId)
      if (answer?.script) scripts.push({ path: answer.path, wire: encodedDataLength })
      else others += encodedDataLength
    })
    await page.goto(`${url}${path}`, { waitUntil: 'networkidle' })
    await page.locator('main table tbody tr').first().waitFor({ timeout: 20_000 })
    await page.waitForLoadState('networkidle')
    const seen = await page.evaluate<Pick<FirstLoad, 'firstPaint' | 'largestPaint' | 'rows' | 'largest'>>('seen')
    const steps = await page.evaluate<Step[]>(STEPS)
    return { scripts, others, requests: answers.size, ...seen, steps: steps.filter((step) => step.from < seen.rows) }
  } finally {
    await context.close()
  }
}
