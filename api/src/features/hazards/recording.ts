import { newId, newNumber, type Tx } from '@anwang/db'
import { append, type Append } from '@anwang/db/ledger'
import { decide, decideInspection, type Day, type HazardCommand, type HazardLevel, type HazardSource, type InspectionNature } from '@anwang/domain'
import type { Command, Context } from '../../context.ts'
import { Forbidden, ValidationError } from '../../schema/errors.ts'
import { officeOf } from '../accounts/store.ts'
import { inWords, knownSector, noSuch, notYours, placed, refusedBy, subjectToRecordOn, writing } from '../subjects/service.ts'
import { replaceContacts, type Subject } from '../subjects/store/index.ts'
import { grantsAbove } from '../subjects/policy.ts'
import { inspectionsById } from '../inspections/store.ts'
import { registrableSources, sourceOf } from './policy.ts'
import { allow as inspections } from '../inspections/policy.ts'
import { foundSummary, refusals } from './words.ts'

export interface Finding {
  readonly description: string
  readonly level: HazardLevel
  /** Of the subject unless another is given. */
  readonly sectorId?: string | null | undefined
  readonly dueOn?: Day | null | undefined
  /** Corrected on the spot (当场整改) by these. */
  readonly onTheSpotMeasures?: string | null | undefined
}

export interface HazardInput extends Finding {
  readonly subjectId: string
  readonly source: HazardSource
  /** Default: today. */
  readonly foundOn?: Day | null | undefined
  readonly inspectionId?: string | null | undefined
}

export interface InspectionInput {
  readonly subjectId: string
  readonly nature: InspectionNature
  readonly startedOn: Day
  /** Default: the day it began. */
  readonly finishedOn?: Day | null | undefined
  readonly reinspection?: boolean | null | undefined
  readonly inspectors: readonly { readonly post: string; readonly name?: string | null | undefined }[]
  readonly process: string
  readonly summary?: string | null | undefined
  readonly findings: readonly Finding[]
}

const fieldsAt = (prefix: string) => ({
  at: '', measures: `${prefix}onTheSpotMeasures`, sectorId: `${prefix}sector`, dueOn: `${prefix}dueOn`, description: `${prefix}description`, level: `${prefix}level`,
})

/** What was found before the office's go-live date is shown and enters no figure. */
async function isBeforeGoLive(tx: Tx, day: Day): Promise<boolean> {
  const office = await officeOf(tx)
  return office !== null && day < office.goLiveOn
}

interface Origin {
  readonly source: HazardSource
  readonly foundOn: Day
  readonly inspectionId: string | null
  readonly shownOnly: boolean
}

/** A new hazard's events. @throws ValidationError with paths below `prefix` */
function registration(context: Context, subject: Subject, finding: Finding, { source, foundOn, inspectionId, shownOnly }: Origin, prefix: string): Append {
  const measures = finding.onTheSpotMeasures
  const command: HazardCommand = {
    type: 'register', number: newNumber('YH', foundOn), description: finding.description.trim(), level: finding.level, source, foundOn,
    subjectId: subject.id, placeId: subject.placeId, accountId: subject.accountId, sectorId: finding.sectorId ?? subject.sectorId, inspectionId, shownOnly,
    ...(finding.dueOn && { dueOn: finding.dueOn }), ...(typeof measures === 'string' && { onTheSpot: { measures } }),
  }
  const decided = decide(null, command, { actorId: context.viewer!.id, at: context.clock.now(), source: 'WEB' })
  if (!decided.ok) throw refusedBy(context, decided, fieldsAt(prefix))
  return { stream: 'hazard', id: newId(), before: null, events: decided.events }
}

/** @throws NotFound, Forbidden, ValidationError */
export async function registerHazard(context: Context, command: Command, input: HazardInput): Promise<{ id: string }> {
  context.scope()
  await knownSector(context, input.sectorId)
  return writing(context, command, async (tx) => {
    const subject = await subjectToRecordOn(context, tx, input.subjectId)
    const sources = registrableSources(context.viewer, { ...placed(subject), sectorId: input.sectorId ?? subject.sectorId })
    if (sources.length === 0) throw notYours(context, refusals.MAY_NOT_RECORD)
    if (!sources.includes(input.source)) throw new Forbidden('SOURCE_NOT_YOURS', inWords(context, refusals.SOURCE_NOT_YOURS), ['input', 'source'])
    const inspection = input.inspectionId ? (await inspectionsById(tx, [input.inspectionId])).get(input.inspectionId) : null
    if (input.inspectionId && inspection?.subjectId !== subject.id) throw noSuch(context, 'inspection')
    const foundOn = input.foundOn ?? inspection?.finishedOn ?? context.clock.today()
    const shownOnly = await isBeforeGoLive(tx, foundOn)
    const hazard = registration(context, subject, input, { source: input.source, foundOn, inspectionId: inspection?.id ?? null, shownOnly }, '')
    await append(tx, [hazard])
    return { id: hazard.id }
  })
}

/** 检查人员、过程、问题等都要详细记录: without inspectors, course or findings there is no record (mechanisms.md, I1). */
function incomplete(context: Context, input: InspectionInput): ValidationError | null {
  const refuse = (code: keyof typeof refusals, ...path: string[]) => new ValidationError(code, inWords(context, refusals[code]), ['input', ...path])
  const posts = input.inspectors.map((inspector) => inspector.post.trim())
  if (posts.length === 0) return refuse('INSPECTORS_REQUIRED', 'inspectors')
  const blank = posts.indexOf('')
  if (blank >= 0) return refuse('INSPECTORS_REQUIRED', 'inspectors', String(blank), 'post')
  if (input.nature === 'ADMINISTRATIVE' && posts.length < 2) return refuse('TWO_OFFICERS', 'inspectors')
  if (input.process.trim() === '') return refuse('PROCESS_REQUIRED', 'process')
  return input.findings.length === 0 && !input.summary?.trim() ? refuse('FINDINGS_REQUIRED', 'findings') : null
}

/** An inspection with all it found, in one go. @throws NotFound, Forbidden, ValidationError */
export async function recordInspection(context: Context, command: Command, input: InspectionInput): Promise<{ id: string; hazardIds: string[] }> {
  context.scope()
  for (const [i, finding] of input.findings.entries()) await knownSector(context, finding.sectorId, `findings.${i}.sector`)
  const finishedOn = input.finishedOn ?? input.startedOn
  return writing(context, command, async (tx) => {
    const subject = await subjectToRecordOn(context, tx, input.subjectId)
    const natures = inspections.record(context.viewer, placed(subject))
    if (natures.length === 0) throw notYours(context, refusals.MAY_NOT_RECORD)
    if (!natures.includes(input.nature)) throw new Forbidden('NATURE_NOT_YOURS', inWords(context, refusals.NATURE_NOT_YOURS), ['input', 'nature'])
    const problem = incomplete(context, input)
    if (problem) throw problem
    const source = sourceOf(input.nature, grantsAbove(context.viewer, 'inspection:write', placed(subject)).length > 0)
    const id = newId()
    const shownOnly = await isBeforeGoLive(tx, finishedOn)
    const decided = decideInspection(null, {
      type: 'record', shownOnly,
      facts: {
        number: newNumber('JC', finishedOn), nature: input.nature, subjectId: subject.id, placeId: subject.placeId, accountId: subject.accountId, sectorId: subject.sectorId,
        startedOn: input.startedOn, finishedOn, reinspection: input.reinspection ?? false, process: input.process.trim(),
        inspectors: input.inspectors.map((inspector) => inspector.post.trim()),
        findings: input.summary?.trim() || foundSummary(input.findings.map((finding) => finding.description.trim())),
      },
    }, { actorId: context.viewer!.id, at: context.clock.now(), source: 'WEB' })
    if (!decided.ok) throw refusedBy(context, decided, { at: '', findings: 'summary' })
    const hazards = input.findings.map((finding, i) =>
      registration(context, subject, finding, { source, foundOn: finishedOn, inspectionId: id, shownOnly }, `findings.${i}.`))
    await append(tx, [{ stream: 'inspection', id, before: null, events: decided.events }, ...hazards])
    await keepNames(context, tx, id, subject, input.inspectors)
    return { id, hazardIds: hazards.map((hazard) => hazard.id) }
  })
}

/** Names of persons stand apart from events. An enterprise keeps contacts of its own firm only; its inspectors are known by post. */
async function keepNames(context: Context, tx: Tx, inspectionId: string, subject: Subject, inspectors: InspectionInput['inspectors']): Promise<void> {
  const named = inspectors.filter((inspector) => inspector.name?.trim())
  if (named.length === 0 || !inspections.keepNames(context.viewer, placed(subject))) return
  await replaceContacts(tx, 'inspection', inspectionId, subject.path, named.map(({ post, name }) => ({ id: newId(), role: post.trim(), name: name!.trim(), phone: null })))
}
