import { append, inScope, VersionConflict, type Append, type Tx } from '@anwang/db'
import type { Command, Context } from '../../context.ts'
import { Conflict } from '../../schema/errors.ts'
import { log } from '../../serving/log.ts'
import { batchToRead } from './correct.ts'
import type { Batch, Bilingual, Outcome, StagedRow, StagedSheet } from './model.ts'
import { loadWorld } from './plan/load.ts'
import { planRows, registrationOf, type Planned } from './plan/rows.ts'
import type { World } from './plan/world.ts'
import { revived, wrongState } from './service.ts'
import { countsOf, skippedRows } from './stage.ts'
import { batchesById, holdLanding, markFailed, markImported, markImporting, showProgress, stillImporting } from './store/batches.ts'
import { countOutcomes, markChanged, markLanded, rowsAfter, type Landed } from './store/rows.ts'
import { putContacts } from './store/world.ts'

const AT_ONCE = 500
/** Milliseconds that the answer waits for; a larger ledger goes on landing after it. */
const PATIENCE = 8_000

/** Milliseconds between two signs of life of one that waits for its turn. */
const SIGN_OF_LIFE = 10_000

let last: Promise<unknown> = Promise.resolve()
/** One ledger of this process lands at a time; the others wait here and hold no connection. */
function inTurn(waiting: () => Promise<void>, work: () => Promise<void>): Promise<void> {
  const beat = setInterval(() => void waiting().catch((error: unknown) => log.error({ err: error }, 'a waiting import could not say so')), SIGN_OF_LIFE)
  const begin = () => {
    clearInterval(beat)
    return work()
  }
  const turn = last.then(begin, begin)
  last = turn.catch(() => undefined)
  return turn
}

/** Rows that no longer stand as they were shown: nothing lands. */
class NoLongerSo extends Error {
  readonly rows: readonly StagedRow[]
  constructor(rows: readonly StagedRow[]) {
    super(`${rows.length} rows are no longer acceptable`)
    this.rows = rows
  }
}

const accepted: readonly Outcome[] = ['NEW', 'CHANGED']

function appendsOf(world: World, planned: readonly Planned[], registered: Set<string>) {
  const appends: Append[] = []
  let firms = 0
  const contacts = planned.flatMap((one) => one.contacts)
  for (const { party, row, appends: own } of planned) {
    if (party?.made && !registered.has(party.id)) {
      registered.add(party.id)
      const { record } = row.values
      if (record.kind !== 'ENTERPRISE') {
        firms += 1
        const made = registrationOf(world, party, record.kind === 'HAZARD' ? { name: record.firm.contact, phone: record.firm.phones[0] ?? null } : null)
        appends.push(made.append)
        contacts.push(...made.contacts)
      }
      const { facts, path } = party.made
      world.firms.add({ id: party.id, name: facts.name, creditCode: facts.creditCode, placeId: facts.placeId, path, accountId: facts.accountId, sectorId: facts.sectorId })
    }
    appends.push(...own)
  }
  return { appends, contacts, firms }
}

/** All accepted rows, looked at anew, in the one transaction; answers how many firms they registered beside them. @throws NoLongerSo */
async function land(tx: Tx, context: Context, batch: Batch, sheets: ReadonlyMap<string, StagedSheet>, progress: (share: number) => Promise<void>): Promise<number> {
  const world = await loadWorld(tx, { viewer: context.viewer!, clock: context.clock, regionId: batch.regionId, path: batch.path }, batch.staging.answers, sheets)
  const total = batch.counts.new + batch.counts.changed
  const registered = new Set<string>()
  const spoilt: StagedRow[] = []
  let beside = 0
  let done = 0
  for (let after = 0; ;) {
    const rows = (await rowsAfter(tx, batch.id, accepted, after, AT_ONCE)).map(revived)
    if (rows.length === 0) break
    after = rows.at(-1)!.n
    const planned = await planRows(tx, world, rows.map(({ n, sheet, row, values }) => ({ n, sheet, row, values, problems: [], split: null })))
    spoilt.push(...planned.map((one) => one.row).filter((row) => row.outcome === 'REFUSED' || row.outcome === 'ASKED'))
    if (spoilt.length > 0) {
      // Nothing lands any more; the other rows are only looked at, so that all that changed is told at once.
      done += rows.length
      continue
    }
    const { appends, contacts, firms } = appendsOf(world, planned, registered)
    beside += firms
    await append(tx, appends.map((one) => ({ ...one, importId: batch.id })))
    await putContacts(tx, contacts, new Set(planned.flatMap(({ party, row }) => [...(party && !party.made ? [party.id] : []), ...(row.outcome === 'CHANGED' && row.streamId ? [row.streamId] : [])])))
    await markLanded(tx, batch.id, planned.map(({ row: { n, identity, outcome, streamId } }): Landed => ({ n, identity, outcome, streamId })))
    done += rows.length
    await progress(Math.min(0.99, done / total))
  }
  if (spoilt.length > 0) throw new NoLongerSo(spoilt)
  return beside
}

async function fail(context: Context, batch: Batch, failure: Bilingual, rows: readonly StagedRow[]): Promise<void> {
  await inScope(context.app, context.scope(), async (tx) => {
    await markChanged(tx, batch.id, rows.map(({ n, outcome, problems }) => ({ n, outcome, problems })))
    const counts = rows.length > 0 ? countsOf(await countOutcomes(tx, batch.id), skippedRows(batch.staging.sheets), batch.counts.firms) : null
    await markFailed(tx, batch.id, failure, counts)
  })
}

/** Lands a ledger that was marked as landing. @throws Conflict where nothing landed since the books changed */
async function run(context: Context, id: string): Promise<void> {
  const scope = context.scope()
  const batch = (await inScope(context.app, scope, (tx) => batchesById(tx, [id]), 'read')).get(id)!
  const sheets = new Map(batch.staging.sheets.map((sheet) => [sheet.sheetName, sheet]))
  const progress = (share: number) => inScope(context.app, scope, (tx) => showProgress(tx, id, share))
  try {
    await inTurn(() => inScope(context.app, scope, (tx) => stillImporting(tx, id)), () => inScope(context.app, scope, async (tx) => {
      await holdLanding(tx, id)
      const firms = await land(tx, context, batch, sheets, progress)
      const counts = countsOf(await countOutcomes(tx, id), skippedRows(batch.staging.sheets), firms)
      await markImported(tx, id, context.clock.today(), context.clock.now(), counts)
    }))
  } catch (error) {
    if (error instanceof NoLongerSo) {
      const { sheet, row, problems } = error.rows[0]!
      const why = problems.find((one) => one.kind !== 'WARNING')!.why
      const failure = { zh: `预览之后情况有变，没有导入：有 ${error.rows.length} 行不能再导入，如“${sheet}”第 ${row} 行：${why.zh}`, en: `Things changed since the preview and nothing was imported: ${error.rows.length} rows no longer fit, such as row ${row} of “${sheet}”: ${why.en}` }
      await fail(context, batch, failure, error.rows)
      throw new Conflict('CHANGED_SINCE_PREVIEW', failure[context.language], ['input', 'import'])
    }
    const raced = error instanceof VersionConflict
    const failure = raced ? { zh: '导入时有人改动了同一记录，没有导入；请再试一次', en: 'Somebody changed the same records meanwhile and nothing was imported: try again' } : { zh: '导入出错，没有导入任何一行', en: 'It went wrong and nothing was imported' }
    await fail(context, batch, failure, [])
    if (raced) throw new Conflict('CHANGED_SINCE_PREVIEW', failure[context.language], ['input', 'import'])
    throw error
  }
}

/** Begins to land the accepted rows and waits a little for the end. @throws NotFound, Forbidden, ValidationError, Conflict */
export async function confirmImport(context: Context, command: Command, id: string): Promise<{ id: string }> {
  context.scope()
  let begun = false
  const result = await context.write(command, async (tx) => {
    const batch = await batchToRead(tx, context, id)
    if (batch.counts.new + batch.counts.changed === 0) throw wrongState(context, { zh: '没有可以导入的行', en: 'There is no row to import' })
    await markImporting(tx, id)
    begun = true
    return { id }
  })
  if (!begun) return result
  let timer: NodeJS.Timeout | undefined
  const running = run(context, id)
  // Whoever asks later sees the failure on the import itself.
  running.catch((error: unknown) => { if (!(error instanceof Conflict)) log.error({ err: error }, 'import failed') })
  await Promise.race([running, new Promise<void>((done) => { timer = setTimeout(done, PATIENCE) })]).finally(() => clearTimeout(timer))
  return result
}
