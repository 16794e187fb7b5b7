import type { Day } from '@anwang/domain/time'
import type { Errors } from '../../lib/form.ts'
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

/** What is wrong, by field; a finding's as `findings.0.description`. Whatever needs the ledger the API finds. */
export function problemsOf(values: Values, nature: string, today: Day, w: Words, required: string): Errors {
  const posts = values.inspectors.filter((one) => one.post.trim() !== '').length
  const findings = values.findings.flatMap((one, i): [string, string][] => [
    ...(one.description.trim() === '' ? [[`findings.${i}.description`, required] as [string, string]] : []),
    ...(one.level === 'MAJOR' && one.dueOn === '' ? [[`findings.${i}.dueOn`, w.form.dueMajor] as [string, string]] : []),
    ...(one.level === 'GENERAL' && one.onTheSpot && one.measures.trim() === '' ? [[`findings.${i}.onTheSpotMeasures`, required] as [string, string]] : []),
  ])
  return {
    ...(values.subjectId === '' && { subject: required }),
    ...(values.startedOn === '' ? { startedOn: required } : values.startedOn > today && { startedOn: w.form.future }),
    ...(values.finishedOn !== '' && values.finishedOn < values.startedOn ? { finishedOn: w.form.endBeforeStart } : values.finishedOn > today && { finishedOn: w.form.future }),
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
  findings: values.findings.map((one) => ({
    description: one.description.trim(),
    level: one.level,
    dueOn: one.dueOn || null,
    onTheSpotMeasures: one.level === 'GENERAL' && one.onTheSpot ? one.measures.trim() : null,
  })),
})
