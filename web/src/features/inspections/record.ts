import type { Day } from '@anwang/domain/time'
import { isNoDay } from '../../lib/days.ts'
import type { Errors } from '../../lib/form.ts'
import type { FormWords } from '../../lib/words/forms.ts'
import type { words } from './words.ts'

export interface Finding {
  readonly description: string
  readonly level: 'GENERAL' | 'MAJOR'
  readonly dueOn: string
  readonly onTheSpot: boolean
  readonly measures: string
}

export interface Values {
  readonly subjectId: string
  readonly subjectName: string
  readonly nature: string
  readonly startedOn: string
  readonly finishedOn: string
  readonly reinspection: boolean
  readonly inspectors: readonly { readonly post: string; readonly name: string }[]
  readonly process: string
  readonly summary: string
  readonly findings: readonly Finding[]
}

export const emptyFinding: Finding = { description: '', level: 'GENERAL', dueOn: '', onTheSpot: false, measures: '' }

export const emptyRecord = (today: Day, post: string): Values => ({
  subjectId: '', subjectName: '', nature: '', startedOn: today, finishedOn: '', reinspection: false, inspectors: [{ post, name: '' }], process: '', summary: '', findings: [],
})

type Words = typeof words.en | typeof words.zh

/** What is wrong with one hazard that was found, by field. */
export const findingProblems = (one: Finding, w: Words, { required, badDay }: Pick<FormWords, 'required' | 'badDay'>): Errors => ({
  ...(one.description.trim() === '' && { description: required }),
  ...(isNoDay(one.dueOn) ? { dueOn: badDay } : one.level === 'MAJOR' && one.dueOn === '' && { dueOn: w.form.dueMajor }),
  ...(one.level === 'GENERAL' && one.onTheSpot && one.measures.trim() === '' && { onTheSpotMeasures: required }),
})

/** What is sent of it. */
export const findingInput = (one: Finding) => ({
  description: one.description.trim(),
  level: one.level,
  dueOn: one.dueOn || null,
  onTheSpotMeasures: one.level === 'GENERAL' && one.onTheSpot ? one.measures.trim() : null,
})

/** What is wrong, by field; a finding's as `findings.0.description`. Whatever needs the ledger the API finds. */
export function problemsOf(values: Values, nature: string, today: Day, w: Words, f: Pick<FormWords, 'required' | 'badDay'>): Errors {
  const { required, badDay } = f
  const posts = values.inspectors.filter((one) => one.post.trim() !== '').length
  const findings = values.findings.flatMap((one, i) => Object.entries(findingProblems(one, w, f)).map(([name, problem]) => [`findings.${i}.${name}`, problem] as const))
  return {
    ...(values.subjectId === '' && { subject: required }),
    ...(values.startedOn === '' ? { startedOn: required } : isNoDay(values.startedOn) ? { startedOn: badDay } : values.startedOn > today && { startedOn: w.form.future }),
    ...(isNoDay(values.finishedOn) ? { finishedOn: badDay } : values.finishedOn !== '' && values.finishedOn < values.startedOn ? { finishedOn: w.form.endBeforeStart } : values.finishedOn > today && { finishedOn: w.form.future }),
    ...(posts === 0 ? { 'inspectors.0.post': required } : posts < 2 && nature === 'ADMINISTRATIVE' && { 'inspectors.0.post': w.form.twoOfficers }),
    ...(values.process.trim() === '' && { process: required }),
    ...(values.findings.length === 0 && values.summary.trim() === '' && { summary: w.form.needSummary }),
    ...Object.fromEntries(findings),
  }
}

/** What is sent, without subject, nature and key. */
export const inputOf = (values: Values) => ({
  startedOn: values.startedOn,
  finishedOn: values.finishedOn || null,
  reinspection: values.reinspection,
  inspectors: values.inspectors.filter((one) => one.post.trim() !== '').map((one) => ({ post: one.post.trim(), name: one.name.trim() || null })),
  process: values.process.trim(),
  summary: values.summary.trim() || null,
  findings: values.findings.map(findingInput),
})
