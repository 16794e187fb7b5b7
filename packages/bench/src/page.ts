import { allScripts, gzipped, HEAVY } from './lib/chunks.ts'
import { launchBrowser } from './lib/browser.ts'
import { measure, privateFolder } from './lib/ending.ts'
import { firstLoad, type FirstLoad } from './lib/first-load.ts'
import { startProduct } from './lib/product.ts'
import { checks, kilobytes, load, median, millis, table } from './lib/report.ts'

// The first load of the rankings page with a cold cache, of the product at ANWANG_URL or of one started for it.

const PAGE = '/rankings'
const USER = 'city.office'
const TIMES = 5
/** Bytes, and milliseconds. */
const LIMITS = { script: 350_000, largestPaint: 1000 }

await measure(async (atEnd) => {
  const check = checks()
  const url = process.env['ANWANG_URL'] ?? (await startProduct(privateFolder(atEnd), atEnd))
  const browser = await launchBrowser()
  atEnd(() => browser.close())

  // The first one warms what a server warms once: its statements, the scores it keeps.
  await firstLoad(browser, url, PAGE, USER)
  const loads: FirstLoad[] = []
  for (let i = 0; i < TIMES; i += 1) loads.push(await firstLoad(browser, url, PAGE, USER))

  console.log(`${PAGE} as ${USER}, cold cache, ${TIMES} times after one (${load()})`)
  table([
    ['load', 'first paint', 'largest paint', 'first row', 'requests', 'scripts', 'all else', 'largest paint of'],
    ...loads.map((one, i) => [
      String(i + 1), millis(one.firstPaint), millis(one.largestPaint), millis(one.rows), String(one.requests),
      kilobytes(one.scripts.reduce((sum, { wire }) => sum + wire, 0)), kilobytes(one.others), one.largest,
    ]),
  ])

  const middle = loads.toSorted((a, b) => a.largestPaint - b.largestPaint)[TIMES >> 1]!
  table([['before the first row of the median one', 'asked', 'there'], ...middle.steps.map(({ path, from, to }) => [path, millis(from), millis(to)])])

  const scripts = loads.at(-1)!.scripts.toSorted((a, b) => b.wire - a.wire)
  const sizes = await Promise.all(scripts.map(({ path }) => gzipped(url + path)))
  const gzip = sizes.reduce((sum, bytes) => sum + bytes, 0)
  const wire = scripts.reduce((sum, script) => sum + script.wire, 0)
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

  console.log(check.failed === 0 ? 'everything holds' : `${check.failed} FAILED`)
  return check.failed === 0
})
