import { append, namedId, type Append, type Tx } from '@anwang/db'
import { applySubject, decide, decideInspection, decideSubject, apply, type Hazard, type HazardEvent, type Inspection, type Subject } from '@anwang/domain'
import type { Command, Context } from '../../context.ts'
import { Conflict, ValidationError } from '../../schema/errors.ts'
import { mayWorkOn } from './policy.ts'
import { noSuchImport, notYours, obstacles, wrongState } from './service.ts'
import { holdLandingNow, lockedBatch, setState } from './store/batches.ts'
import { builtOn, deleteContactsOf, foldsOf, touchedStreams } from './store/rows.ts'

const AT_ONCE = 500
/** The second signature under a withdrawal: the same that acts where nobody does. */
const SYSTEM_ACTOR = namedId('anwang system')

interface Taking {
  readonly at: Date
  readonly actorId: string
  readonly reason: string
}

function voided(id: string, fold: Hazard, { at, actorId, reason }: Taking): Append[] {
  const events: HazardEvent[] = []
  const asked = decide(fold, { type: 'requestVoid', reason }, { actorId, at, source: 'IMPORT' })
  if (!asked.ok) throw new Error(`${id}: ${asked.code}`)
  events.push(...asked.events)
  const signed = decide(asked.events.reduce<Hazard | null>(apply, fold), { type: 'countersignVoid' }, { actorId: SYSTEM_ACTOR, at, source: 'SYSTEM' })
  if (!signed.ok) throw new Error(`${id}: ${signed.code}`)
  return [{ stream: 'hazard', id, before: fold, events: [...events, ...signed.events] }]
}

function unrecorded(id: string, fold: Inspection, { at, actorId, reason }: Taking): Append[] {
  const decided = decideInspection(fold, { type: 'withdraw', reason }, { actorId, at, source: 'IMPORT' })
  if (!decided.ok) throw new Error(`${id}: ${decided.code}`)
  return [{ stream: 'inspection', id, before: fold, events: decided.events }]
}

/** A firm that it registered goes; one that it changed gets its former facts back. */
function undone(id: string, fold: Subject, first: number, { at, actorId, reason }: Taking): Append[] {
  const context = { actorId, at, source: 'IMPORT' as const, consent: true }
  const before = fold.states[first - 2]?.facts
  const decided = first === 1 || !before ? decideSubject(fold, { type: 'withdraw', reason }, context) : decideSubject(fold, { type: 'change', changes: { ...(fold.details && { details: {} }), ...before }, reason }, context)
  if (!decided.ok) {
    if (decided.code === 'NOTHING_CHANGED') return []
    throw new Error(`${id}: ${decided.code}`)
  }
  decided.events.reduce<Subject | null>(applySubject, fold)
  return [{ stream: 'subject', id, before: fold, events: decided.events }]
}

async function takeBack<F>(tx: Tx, importId: string, stream: 'hazard' | 'inspection' | 'subject', make: (id: string, fold: F, first: number) => Append[]): Promise<void> {
  for (let after: string | null = null; ;) {
    const streams = await touchedStreams(tx, importId, stream, after, AT_ONCE)
    if (streams.length === 0) return
    after = streams.at(-1)!.id
    const folds = await foldsOf<F>(tx, stream, streams.map((one) => one.id))
    await append(tx, streams.flatMap(({ id, first }) => make(id, folds.get(id)!, first)))
    await deleteContactsOf(tx, streams.filter((one) => one.first === 1).map((one) => one.id))
  }
}

const TRIES = 20
/** Somebody waits for the answer: five seconds, and no longer. */
async function isFree(tx: Tx, id: string): Promise<boolean> {
  for (let i = 1; !(await holdLandingNow(tx, id)); i++) {
    if (i === TRIES) return false
    await new Promise((done) => setTimeout(done, 250))
  }
  return true
}

/** Takes back whatever an import brought, by events, in one transaction. @throws NotFound, Forbidden, ValidationError, Conflict */
export async function withdrawImport(context: Context, command: Command, id: string, reason: string): Promise<{ id: string }> {
  const { accountId } = context.scope()
  if (reason.trim() === '') throw new ValidationError('REQUIRED', context.language === 'zh' ? '请填写理由' : 'The reason is missing', ['input', 'reason'])
  return context.write(command, async (tx) => {
    if (!(await isFree(tx, id))) throw new Conflict('LANDING', context.language === 'zh' ? '有台账正在导入，请等它完成后再撤回' : 'A ledger is being imported: withdraw when it is done', ['input', 'import'])
    const batch = await lockedBatch(tx, id)
    if (!batch) throw noSuchImport(context)
    if (!mayWorkOn(context.viewer!, batch)) throw notYours(context)
    if (batch.state !== 'IMPORTED') throw wrongState(context, { zh: '只有已导入的台账可以撤回', en: 'Only a ledger that has landed can be withdrawn' })
    const because = obstacles((await builtOn(tx, [id])).get(id) ?? [])
    if (because) throw new Conflict('BUILT_ON', because[context.language], ['input', 'import'])
    const taking: Taking = { at: context.clock.now(), actorId: accountId!, reason: `撤回导入：${reason.trim()}` }
    await takeBack<Hazard>(tx, id, 'hazard', (stream, fold) => voided(stream, fold, taking))
    await takeBack<Inspection>(tx, id, 'inspection', (stream, fold) => unrecorded(stream, fold, taking))
    await takeBack<Subject>(tx, id, 'subject', (stream, fold, first) => undone(stream, fold, first, taking))
    await setState(tx, id, 'WITHDRAWN')
    return { id }
  })
}
