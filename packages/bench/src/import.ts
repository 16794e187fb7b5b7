import { connect } from '@anwang/db/client'
import { foldAll } from '@anwang/db/metrics/fold'
import { compareAll } from '@anwang/db/metrics/recount'
import { cpuOf, cpuOfFamily } from './lib/cpu.ts'
import { measure } from './lib/ending.ts'
import { landLedger, ledgerOf, lookAt, peakOf, uploadLedger } from './lib/ledgers.ts'
import { sizesOf } from './lib/options.ts'
import { checks, load, seconds, table, timed } from './lib/report.ts'
import { markdownTable, writeResult } from './lib/results.ts'
import { cookieOf, stageOf } from './lib/stage.ts'

// A city's ledger of a hundred thousand hazards through the product's own import: uploaded, read, checked, confirmed, written.

const CITY = '41/09/'
const ROWS = Number(process.env['ANWANG_ROWS'] ?? 100_000)

await measure(async (atEnd) => {
  const loadBefore = load()
  const { data } = sizesOf({ rounds: 1, seconds: 1, connections: 1 })
  const stage = await stageOf(data, atEnd)
  const product = await stage.start('product')
  const cookie = await cookieOf(product, 'city.office')
  const root = connect(stage.superUrl, { max: 1 })
  const worker = connect(stage.database.workerUrl, { max: 1 })
  atEnd(() => Promise.all([root.close(), worker.close()]))
  const commits = async () => Number((await root.client<{ n: string }[]>`select xact_commit as n from pg_stat_database where datname = current_database()`)[0]!.n)
  const hazards = async () => Number((await root.client<{ n: string }[]>`select count(*) as n from hazard`)[0]!.n)
  const cost = async <T>(work: () => Promise<T>) => {
    const [node, postgres] = [cpuOf(product.pid), cpuOfFamily(stage.postgres)]
    return { ...(await timed(work)), node: cpuOf(product.pid) - node, postgres: cpuOfFamily(stage.postgres) - postgres }
  }

  const file = await ledgerOf(root.client, CITY, stage.day, ROWS)
  const [had, idle, began] = [await hazards(), peakOf(product.pid), await commits()]
  const staged = await cost(() => uploadLedger(product, cookie, file))
  const preview = await lookAt(product, cookie, staged.value)
  console.log(`staged in ${seconds(staged.took)}: ${JSON.stringify(preview.counts)}`)
  for (const { row, problems } of preview.rows.nodes) console.log(`  row ${row}: ${problems.map(({ code, value, message }) => `${code} ${value ?? ''} ${message}`).join('; ')}`)
  const landed = await cost(() => landLedger(product, cookie, staged.value))
  console.log(`landed in ${seconds(landed.took)}: ${landed.value.state} ${landed.value.failure ?? ''}`)
  const [peak, gained, transactions] = [peakOf(product.pid), (await hazards()) - had, (await commits()) - began]
  await foldAll(worker.db, stage.day)
  const recount = await timed(() => compareAll(worker.db, stage.day))

  const each = (milliseconds: number) => `${((milliseconds * 1000) / ROWS).toFixed(0)} µs`
  const rows = [
    ['', 'clock', 'processor of node, a row', 'processor of PostgreSQL, a row'],
    ['uploaded, read, checked and staged', seconds(staged.took), each(staged.node), each(staged.postgres)],
    ['confirmed, checked anew and written', seconds(landed.took), each(landed.node), each(landed.postgres)],
  ]
  table(rows)
  const { counts } = preview
  const check = checks()
  check('every row has an outcome', counts.new + counts.changed + counts.unchanged + counts.refused + counts.asked === ROWS, JSON.stringify(counts))
  check('every row is new', counts.new === ROWS, `${counts.new}`)
  check('it landed whole', landed.value.state === 'IMPORTED' && gained === ROWS, `${landed.value.state}, ${gained} hazards`)
  check('a recount afterwards finds no difference', recount.value.differing === 0, `${recount.value.differing} of ${recount.value.cells}`)
  writeResult({
    title: 'Import', command: 'pnpm --filter @anwang/bench import -- --data <folder>', on: stage.on, loadBefore,
    body: `A ledger of ${ROWS.toLocaleString('en')} rows (${(file.byteLength / 1e6).toFixed(1)} MB of CSV) uploaded by a city's office over HTTP, previewed and confirmed; ${gained.toLocaleString('en')} hazards landed in one transaction. The server's process held at most ${peak.toFixed(0)} MB (${idle.toFixed(0)} before), ${transactions} transactions were committed in the whole database meanwhile. A recount afterwards compared ${recount.value.cells.toLocaleString('en')} cells: ${recount.value.differing} differ.\n\n${markdownTable(rows)}`,
  })
  return check.failed === 0
})
