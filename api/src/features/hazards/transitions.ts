import type { Tx } from '@anwang/db'
import { append } from '@anwang/db/ledger'
import { decide, type Day, type HazardCommand, type HazardLevel, type HazardPlace, type RectificationPlan } from '@anwang/domain'
import type { Command, Context } from '../../context.ts'
import { ValidationError } from '../../schema/errors.ts'
import { regionsById } from '../regions/store.ts'
import { changedMeanwhile, inWords, knownSector, noSuch, notYours, placed, refusedBy, subjectToRecordOn, writing } from '../subjects/service.ts'
import { allow } from '../subjects/policy.ts'
import { actsFromAbove, denied, listingLevel, moves, samePost, type MoveKind } from './policy.ts'
import { placedHazard } from './service.ts'
import { postsOf } from './store/accounts.ts'
import { hazardToChange, type Found } from './store/index.ts'
import { refusals, whose } from './words.ts'

export interface Transition {
  readonly command: Command
  readonly hazardId: string
  readonly expectedVersion: number
}

type Wanted = HazardCommand | ((found: Found, tx: Tx) => Promise<HazardCommand>)

/** Where the domain's fields stand in the inputs; '' is no field of theirs. */
const FIELDS = { at: '', actorId: '', sectorId: 'sector', subjectId: 'subject', placeId: 'subject', accountId: 'subject' }

/** A major closes by another post than the one that submitted, a void is signed by another than asked: two accounts may hold one post. */
async function holdsPostOf(context: Context, accountId: string): Promise<boolean> {
  const theirs = await postsOf(context.worker, accountId, context.clock.today())
  const own = context.viewer!.grants.map(({ role, regionId, subjectId, sectors }) => ({ role, regionId, subjectId, sectors }))
  return own.some((post) => theirs.some((other) => samePost(post, other)))
}

const nameOf = async (tx: Tx, context: Context, regionId: string) => (await regionsById(tx, [regionId], context.clock.today())).get(regionId)?.name ?? ''

/**
 * One move of a hazard: whether it is there, whether this viewer may make it, whether it still is what the viewer saw, and
 * whether the rules of the domain allow it, in that order.
 * @throws NotFound, Forbidden, Conflict, ValidationError
 */
export function makeMove(context: Context, kind: MoveKind, { command, hazardId, expectedVersion }: Transition, wanted: Wanted): Promise<{ id: string }> {
  context.scope()
  return writing(context, command, async (tx) => {
    const found = await hazardToChange(tx, hazardId)
    if (!found) throw noSuch(context, 'hazard')
    const at = placedHazard(found.row, found.fold)
    const denial = denied(context.viewer, kind, at)
    if (denial) throw notYours(context, whose[denial](await nameOf(tx, context, found.row.accountId)), denial)
    if (found.fold.version !== expectedVersion) throw changedMeanwhile(context, found.fold.version)
    const move = typeof wanted === 'function' ? await wanted(found, tx) : wanted
    const decided = decide(found.fold, move, {
      actorId: context.viewer!.id, at: context.clock.now(), source: 'WEB', inspectionNature: found.nature,
      levelAbove: actsFromAbove(context.viewer, moves[kind].action, at),
      holdsSubmittersPost: kind === 'ACCEPT' && at.submittedBy !== null && found.fold.level === 'MAJOR' && (await holdsPostOf(context, at.submittedBy)),
      holdsRequestersPost: kind === 'COUNTERSIGN_VOID' && at.voidRequestedBy !== null && (await holdsPostOf(context, at.voidRequestedBy)),
    })
    if (!decided.ok) throw refusedBy(context, decided, FIELDS)
    await append(tx, [{ stream: 'hazard', id: hazardId, before: found.fold, events: decided.events }])
    return { id: hazardId }
  })
}

export const planned = (plan: RectificationPlan): HazardCommand => ({
  type: 'plan', plan: { responsiblePost: plan.responsiblePost, measures: plan.measures, fundsYuan: plan.fundsYuan, dueOn: plan.dueOn, contingency: plan.contingency },
})

export interface Correction {
  readonly reason: string
  readonly level?: HazardLevel | null | undefined
  /** null takes it away. */
  readonly sectorId?: string | null | undefined
  readonly subjectId?: string | null | undefined
  readonly description?: string | null | undefined
}

/** Where a hazard of the subject lies and counts. @throws NotFound, Forbidden, ValidationError */
async function placeOf(context: Context, tx: Tx, subjectId: string): Promise<HazardPlace> {
  const subject = await subjectToRecordOn(context, tx, subjectId)
  if (!allow.receive(context.viewer, placed(subject))) throw notYours(context, refusals.MAY_NOT_RECORD)
  return { subjectId: subject.id, placeId: subject.placeId, accountId: subject.accountId, sectorId: subject.sectorId }
}

export async function correct(context: Context, transition: Transition, correction: Correction): Promise<{ id: string }> {
  const { reason, level, sectorId, subjectId, description } = correction
  await knownSector(context, sectorId)
  return makeMove(context, 'CORRECT', transition, async (_found, tx) => {
    const subject = subjectId ? await placeOf(context, tx, subjectId) : undefined
    return {
      type: 'correct', reason, level: level ?? undefined, sectorId, description: description ?? undefined,
      subject: subject && sectorId !== undefined ? { ...subject, sectorId } : subject,
    }
  })
}

/** 挂牌督办 at the level of the viewer's own post. */
export const list = (context: Context, transition: Transition, dueOn: Day): Promise<{ id: string }> =>
  makeMove(context, 'LIST', transition, async ({ row, fold }) => ({ type: 'list', level: listingLevel(context.viewer, placedHazard(row, fold))!, dueOn }))

export const requestVoid = (context: Context, transition: Transition, reason: string, duplicateOf: string | null): Promise<{ id: string }> =>
  makeMove(context, 'REQUEST_VOID', transition, async (_found, tx) => {
    if (duplicateOf === transition.hazardId) throw new ValidationError('DUPLICATE_OF_ITSELF', inWords(context, refusals.DUPLICATE_OF_ITSELF), ['input', 'duplicateOf'])
    if (duplicateOf !== null && !(await hazardToChange(tx, duplicateOf))) throw noSuch(context, 'duplicateOf')
    return { type: 'requestVoid', reason, duplicateOf }
  })

/** Accepts, or sends back with a reason and perhaps another deadline; also at the deadline where nothing was submitted. */
export const reinspect = (context: Context, transition: Transition, result: { accepted: boolean; onSite: boolean; reason: string; dueOn: string | null }): Promise<{ id: string }> =>
  result.accepted
    ? makeMove(context, 'ACCEPT', transition, { type: 'accept', onSite: result.onSite })
    : makeMove(context, 'REJECT', transition, { type: 'reject', reason: result.reason, dueOn: result.dueOn })
