import type { Browser, Page } from 'playwright-core'
import { GUARD } from './product.ts'

/** What a person does on the rankings page, by mouse and keys that the browser takes for a person's. */

export interface Interaction {
  readonly name: string
  /** Milliseconds from the input to the next frame that shows an answer to it: the longest of the inputs it consists of. */
  readonly toPaint: number
  /** Milliseconds from the first input until what was asked for is on the screen. */
  readonly toContent: number
  /** Bytes over the wire. */
  readonly bytes: number
}

interface Step {
  readonly name: string
  /** On what the page shows before. */
  readonly act: (page: Page) => Promise<void>
  /** JavaScript: whether what was asked for is there. */
  readonly there: string
}

// Runs in the page, before its own scripts. Durations are told in steps of 8 ms, none shorter than 16.
const WATCH = `
  window.told = []
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.interactionId > 0) told.push({ from: entry.startTime, lasted: entry.duration })
  }).observe({ type: 'event', durationThreshold: 16 })
  window.expecting = (there) => {
    window.seenAt = null
    window.inputAt = null
    const input = (event) => { window.inputAt ??= event.timeStamp }
    for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, input, { capture: true, once: true })
    const look = () => {
      if (there()) requestAnimationFrame(() => requestAnimationFrame(() => { window.seenAt = performance.now() }))
      else requestAnimationFrame(look)
    }
    look()
  }`

const heading = (text: string): string => `document.querySelector('h1')?.textContent.includes('${text}') && document.querySelectorAll('main table tbody tr').length > 0 && !document.querySelector('main .skeleton, main [aria-busy=true]')`
const aside = (text: string): string => `[...document.querySelectorAll('aside')].some((one) => one.innerText.includes('${text}') && !one.querySelector('.skeleton, [aria-busy=true]'))`
const row = (page: Page, name: string) => page.locator('tr[data-region]', { hasText: name })
const SHORTEST = 16
const LONGEST = 20_000

const STEPS: readonly Step[] = [
  { name: 'open a county in the ranking', act: (page) => page.getByRole('rowheader', { name: '濮阳县' }).getByRole('link').click(), there: heading('濮阳县各乡镇') },
  { name: 'back up, by key', act: (page) => page.keyboard.press('Backspace'), there: heading('濮阳市各县') },
  { name: 'open the why of a cell', act: (page) => row(page, '台前县').getByRole('button', { name: '闭环治理' }).click(), there: aside('一般事故隐患按期整改') },
  { name: 'its records', act: (page) => page.getByRole('complementary').getByRole('button', { name: '一般事故隐患按期整改' }).click(), there: aside('计分条款') + ` && document.querySelector('.record-list li') !== null` },
  { name: 'close it, by key', act: (page) => page.keyboard.press('Escape'), there: `document.querySelector('aside.side') === null` },
  { name: 'open the search over everything', act: (page) => page.keyboard.press('/'), there: `document.activeElement?.getAttribute('role') === 'combobox'` },
  { name: 'type into it', act: (page) => page.keyboard.type('ltz', { delay: 60 }), there: `document.querySelector('dialog [role=option]') !== null` },
]

/** Times at most, of the median of each. The first: what web.dev calls good, within which an answer seems instant. The second: the interface's first paint. */
export const INTERACTION_LIMITS = { toPaint: 200, toContent: 1000 } as const

async function done(page: Page, { name, act, there }: Step, transferred: () => number): Promise<Interaction> {
  await page.waitForLoadState('networkidle')
  const before = transferred()
  await page.evaluate(`told.length = 0; expecting(() => ${there})`)
  await act(page)
  // Asked over and over, for waitForFunction evaluates text, which the page's policy forbids.
  for (const from = performance.now(); (await page.evaluate('seenAt')) === null; await page.waitForTimeout(50))
    if (performance.now() - from > LONGEST) throw new Error(`${name}: not there after ${LONGEST / 1000} s`)
  await page.waitForLoadState('networkidle')
  // Events are told of some frames after they were answered.
  await page.waitForTimeout(200)
  const seen = await page.evaluate<{ lasted: number[]; content: number }>('({ lasted: told.map((one) => one.lasted), content: seenAt - inputAt })')
  return { name, toPaint: Math.max(SHORTEST, ...seen.lasted), toContent: seen.content, bytes: transferred() - before }
}

/** One person at the rankings page, doing all of it `times` times; what comes first loads what the page had not loaded yet. @throws where the page does not do it */
export async function interact(browser: Browser, url: string, userName: string, times: number): Promise<Interaction[][]> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' })
  try {
    const entered = await context.request.post(`${url}/session`, { headers: GUARD, data: { demonstration: userName } })
    if (!entered.ok()) throw new Error(`cannot enter as ${userName}: ${entered.status()}`)
    const page = await context.newPage()
    await page.addInitScript(WATCH)
    const devtools = await context.newCDPSession(page)
    await devtools.send('Network.enable')
    let bytes = 0
    devtools.on('Network.loadingFinished', ({ encodedDataLength }) => void (bytes += encodedDataLength))
    await page.goto(`${url}/rankings`, { waitUntil: 'networkidle' })
    await page.locator('main table tbody tr').first().waitFor({ timeout: 20_000 })
    const all: Interaction[][] = []
    for (let i = 0; i < times; i++) {
      const one: Interaction[] = []
      for (const step of STEPS) one.push(await done(page, step, () => bytes))
      await page.keyboard.press('Escape')
      all.push(one)
    }
    return all
  } finally {
    await context.close()
  }
}
