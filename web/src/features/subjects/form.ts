import { creditCodeProblem, normalizeCreditCode } from '@anwang/domain/subjects'
import type { Errors } from '../../lib/form.ts'
import type { Language } from '../../lib/language.ts'
import { wordsIn } from '../../lib/words/index.ts'
import { GRADES, KINDS, RESPONSIBILITIES, STATUSES } from './responsibilities.ts'
import { words } from './words.ts'

export const LEVELS = ['CITY', 'COUNTY', 'STREET', 'COMMUNITY'] as const

/** The facts of a subject as the form holds them, all as texts. `supervisedAt` '' is the level of the place. */
export const emptySubject = {
  kind: 'ENTERPRISE', name: '', creditCode: '', region: '', supervisedAt: '', sector: '', riskGrade: '', status: 'OPERATING', key: '',
  assigned: '', hazardSources: '0', hazardSourcesOnline: '0', standardized: '', supervisionModeSet: '', leader: '', phone: '', reason: '',
}
export type Values = typeof emptySubject
/** Whose names and numbers stay out of the draft. */
export const personalFields = ['leader', 'phone'] as const

/** What the form refuses by itself. */
export function problemsOf(values: Values, language: Language): Errors {
  const w = wordsIn(words, language)
  const required = language === 'zh' ? '请填写' : 'Required'
  const code = normalizeCreditCode(values.creditCode)
  const problem = code === '' ? null : creditCodeProblem(code)
  const whole = (text: string) => /^\d{1,4}$/.test(text.trim())
  return {
    ...(values.name.trim() === '' && { name: required }),
    ...(values.region === '' && { region: required }),
    ...(problem && { creditCode: problem.message[language] }),
    ...(!whole(values.hazardSources) && { hazardSources: w.form.badCount }),
    ...(!whole(values.hazardSourcesOnline)
      ? { hazardSourcesOnline: w.form.badCount }
      : Number(values.hazardSourcesOnline) > Number(values.hazardSources) && { hazardSourcesOnline: w.form.tooManyOnline }),
  }
}

/** What is sent of the facts. */
export const factsOf = (values: Values) => ({
  kind: KINDS.find((one) => one === values.kind) ?? ('ENTERPRISE' as const),
  name: values.name.trim(),
  creditCode: normalizeCreditCode(values.creditCode),
  region: values.region,
  supervisedAt: LEVELS.find((one) => one === values.supervisedAt) ?? null,
  sector: values.sector || null,
  riskGrade: GRADES.find((one) => one === values.riskGrade) ?? null,
  status: STATUSES.find((one) => one === values.status) ?? ('OPERATING' as const),
  key: values.key === 'true',
  assigned: RESPONSIBILITIES.filter((one) => values.assigned.split(',').includes(one)),
  hazardSources: Number(values.hazardSources),
  hazardSourcesOnline: Number(values.hazardSourcesOnline),
  standardized: values.standardized === 'true',
  supervisionModeSet: values.supervisionModeSet === 'true',
})

export interface Contact {
  readonly role: string
  readonly name: string | null
  readonly phone: string | null
}
/** The person in charge as the form names them; none where it names nobody. */
export const principalOf = ({ leader, phone }: Values): Contact[] =>
  leader.trim() === '' && phone.trim() === '' ? [] : [{ role: 'PRINCIPAL', name: leader.trim() || null, phone: phone.trim() || null }]

/** A registered subject, as a change of it needs it. */
export interface Registered {
  readonly kind: string
  readonly name: string
  readonly creditCode: string | null
  readonly region: { readonly id: string; readonly level: string }
  readonly supervisedAt: string
  readonly sector: { readonly id: string } | null
  readonly riskGrade: string | null
  readonly status: string
  readonly key: boolean
  readonly assigned: readonly string[]
  readonly hazardSources: number
  readonly hazardSourcesOnline: number
  readonly standardized: boolean
  readonly supervisionModeSet: boolean
  readonly contacts: readonly Contact[]
}

const yes = (value: boolean) => (value ? 'true' : '')

export function valuesOf(subject: Registered): Values {
  const principal = subject.contacts.find((one) => one.role === 'PRINCIPAL')
  return {
    kind: subject.kind, name: subject.name, creditCode: subject.creditCode ?? '', region: subject.region.id, supervisedAt: subject.supervisedAt === subject.region.level ? '' : subject.supervisedAt,
    sector: subject.sector?.id ?? '', riskGrade: subject.riskGrade ?? '', status: subject.status, key: yes(subject.key), assigned: RESPONSIBILITIES.filter((one) => subject.assigned.includes(one)).join(','),
    hazardSources: String(subject.hazardSources), hazardSourcesOnline: String(subject.hazardSourcesOnline), standardized: yes(subject.standardized), supervisionModeSet: yes(subject.supervisionModeSet),
    leader: principal?.name ?? '', phone: principal?.phone ?? '', reason: '',
  }
}

/** Only the facts that differ from what is registered; {} where none does. `placeLevel`: of the place that the form names. */
export function changesOf(subject: Registered, values: Values, placeLevel: string): Partial<ReturnType<typeof factsOf>> & { contacts?: Contact[] } {
  const [before, now] = [valuesOf(subject), values]
  const facts = factsOf(now)
  const normal = (one: Values): Record<string, unknown> => factsOf(one)
  const changed = Object.keys(facts).filter((name) => JSON.stringify(normal(before)[name]) !== JSON.stringify(normal(now)[name]))
  const picked = Object.fromEntries(changed.map((name) => [name, normal(now)[name]])) as Partial<ReturnType<typeof factsOf>>
  const moved = changed.includes('region') || changed.includes('supervisedAt')
  const person = before.leader !== now.leader.trim() || before.phone !== now.phone.trim()
  return {
    ...picked,
    ...(moved && { supervisedAt: facts.supervisedAt ?? LEVELS.find((one) => one === placeLevel) ?? null }),
    ...(person && { contacts: [...principalOf(now), ...subject.contacts.filter((one) => one.role !== 'PRINCIPAL').map(({ role, name, phone }) => ({ role, name, phone }))] }),
  }
}
