import { readOptions } from './lib/options.ts'
import { launchBrowser } from './lib/browser.ts'
import { allScripts, gzipped, HEAVY } from './lib/chunks.ts'
import { measure, privateFolder, within, type AtEnd } from './lib/ending.ts'
import { firstLoad, type FirstLoad } from './lib/first-load.ts'
import { INTERACTION_LIMITS, interact } from './lib/interactions.ts'
import { startProduct } from './lib/product.ts'
import { checks, kilobytes, load, median, millis, table } from './lib/report.ts'
import { markdownTable, writeResult } from './lib/results.ts'
import { databaseOf } from './lib/stage.ts'

// The rankings page in Chromium: its first load with a cold cache, then drilling down and back, why, search; of the product at ANWANG_URL, over `--data <folder>`, or with the demonstration alone.

const PAGE = '/rankings'
const USER = 'city.office'
const TIMES = 5
/** Bytes, and milliseconds. */
const LIMITS = { script: 350_000, largestPaint: 1000 }

async function productOf(atEnd: AtEnd): Promise<{ url: string; on: string[]; command: string }> {
  const { folders } = readOptions({})
  const running = process.env['ANWANG_URL']
  if (running !== undefined) return { url: running, on: [`the product at ${running}`], command: 'ANWANG_URL=<address> pnpm --filter @anwang/bench page' }
  if (folders.length === 0) return { url: await startProduct(privateFolder(atEnd), atEnd), on: ['the demonstration alone'], command: 'pnpm --filter @anwang/bench page' }
  const { day, on } = await within(atEnd, (atEnd) => databaseOf(folders[0]!, atEnd))
  // Another day would make the demonstration anew.
  process.env['ANWANG_CLOCK'] = `${day}T12:00:00+08:00`
  return { url: await startProduct(folders[0]!, atEnd), on: [...on], command: 'pnpm --filter @anwang/bench page -- --data <folder>' }
}

await measure(async (atEnd) => {
  const loadBefore = load()
  const check = checks()
  const { url, on, command } = await productOf(atEnd)
  const browser = await launchBrowser()
  atEnd(() => browser.close())

  // The first one warms what a server warms once: its statements, the scores it keeps.
  await firstLoad(browser, url, PAGE, USER)
  const loads: FirstLoad[] = []
  for (let i = 0; i < TIMES; i += 1) loads.push(await firstLoad(browser, url, PAGE, USER))

  console.log(`${PAGE} as ${USER}, cold cache, ${TIMES} times after one (${load()})`)
  const scriptBytes = (one: FirstLoad) => one.scripts.reduce((sum, { wire }) => sum + wire, 0)
  const perLoad = [
    ['load', 'first paint', 'largest paint', 'first row', 'requests', 'scripts', 'all else', 'largest paint of'],
    ...loads.map((one, i) => [String(i + 1), millis(one.firstPaint), millis(one.largestPaint), millis(one.rows), String(one.requests), kilobytes(scriptBytes(one)), kilobytes(one.others), one.largest]),
  ]
  table(perLoad)

  const middle = loads.toSorted((a, b) => a.largestPaint - b.largestPaint)[TIMES >> 1]!
  table([['before the first row of the median one', 'asked', 'there'], ...middle.steps.map(({ path, from, to }) => [path, millis(from), millis(to)])])

  const scripts = loads.at(-1)!.scripts.toSorted((a, b) => b.wire - a.wire)
  const sizes = await Promise.all(scripts.map(({ path }) => gzipped(url + path)))
  const gzip = sizes.reduce((sum, bytes) => sum + bytes, 0)
  const wire = scriptBytes(loads.at(-1)!)
  table([
    ['script', 'over the wire', 'gzip'],
    ...scripts.map((script, i) => [script.path, kilobytes(script.wire), kilobytes(sizes[i]!)]),
    [`${scripts.length} scripts`, kilobytes(wire), kilobytes(gzip)],
  ])

  check(`JavaScript at most ${kilobytes(LIMITS.script)}`, Math.max(wire, gzip) <= LIMITS.script && scripts.length > 0, `${kilobytes(wire)} over the wire, ${kilobytes(gzip)} by gzip`)
  const largest = median(loads.map(({ largestPaint }) => largestPaint))
  check(`largest contentful paint at most ${millis(LIMITS.largestPaint)}`, largest > 0 && largest <= LIMITS.largestPaint, `median ${millis(largest)}, ${load()}`)

  const all = await allScripts(url)
  const loaded = new Set(loads.flatMap((one) => one.scripts.map(({ path }) => path)))
  check('every script of the page is one of the application', [...loaded].every((path) => all.has(path)), `${loaded.size} of ${all.size}`)
  for (const [library, words] of Object.entries(HEAVY)) {
    const holding = [...all].filter(([, text]) => words.test(text)).map(([path]) => path)
    const early = holding.filter((path) => loaded.has(path))
    check(`${library} is not loaded`, early.length === 0, early.length > 0 ? early.join(', ') : `it is in ${holding.length} of the application's scripts`)
  }

  const done = await interact(browser, url, USER, TIMES)
  const interactions = done[0]!.map(({ name }, i) => {
    const each = done.map((one) => one[i]!)
    return { name, toPaint: median(each.map((one) => one.toPaint)), longest: Math.max(...each.map((one) => one.toPaint)), toContent: median(each.map((one) => one.toContent)), bytes: each.map((one) => one.bytes) }
  })
  const perInteraction = [
    ['interaction', 'to next paint', 'longest', 'to its content', 'bytes, first time', 'bytes, again'],
    ...interactions.map(({ name, toPaint, longest, toContent, bytes }) => [name, millis(toPaint), millis(longest), millis(toContent), kilobytes(bytes[0]!), kilobytes(median(bytes.slice(1)))]),
  ]
  table(perInteraction)
  for (const { name, toPaint, toContent } of interactions) {
    check(`${name}: next paint within ${millis(INTERACTION_LIMITS.toPaint)}`, toPaint <= INTERACTION_LIMITS.toPaint, millis(toPaint))
    check(`${name}: content within ${millis(INTERACTION_LIMITS.toContent)}`, toContent <= INTERACTION_LIMITS.toContent, millis(toContent))
  }
  writeResult({
    title: 'Page', command, on: [...on, `Chromium ${browser.version()}, 1440 × 900`], loadBefore,
    body: `The rankings page as ${USER}. First load with nothing in the browser's cache, ${TIMES} times after one:\n\n${markdownTable(perLoad)}\n\nThen by one person, ${TIMES} times, medians. To next paint: the browser's own Event Timing, from the input to the frame that answers it, the longest of the inputs (keys, clicks) that it consists of. To its content: until what was asked for is on the screen.\n\n${markdownTable(perInteraction)}`,
  })
  console.log(check.failed === 0 ? 'everything holds' : `${check.failed} FAILED`)
  return check.failed === 0
})
