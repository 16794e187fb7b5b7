import { compare, rational, type Rational } from './rational.ts'
import type { MemberInput, VetoInput, VetoResult } from './result.ts'
import type { Grade, SchemeData } from './scheme.ts'

const confirmed = (inputs: readonly VetoInput[]): VetoInput[] => {
  const byId = new Map(inputs.filter((input) => input.confirmedOn !== null).map((input) => [input.id, input]))
  return [...byId.values()].toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.id < b.id ? -1 : 1))
}

const worst = (scheme: SchemeData): Grade => scheme.grades.at(-1)!.grade

/** The vetoes that hold for the year, and what caps the period's grade. */
export function vetoesOf(scheme: SchemeData, member: MemberInput): VetoResult[] {
  const ofYear = confirmed([...member.yearVetoes, ...member.vetoes])
  const ofPeriod = confirmed(member.vetoes)
  const failing = scheme.vetoes.flatMap(({ kind, count, clause }) => {
    const matters = ofYear.filter((input) => input.kind === kind)
    if (matters.length < count) return []
    return matters.map(({ reason, on }): VetoResult => ({ effect: 'FAIL_YEAR', grade: worst(scheme), clause, reason, on }))
  })
  const capping = scheme.gradeCaps.flatMap(({ kind, figure, count, grade, clause }): VetoResult[] => {
    const matters = ofPeriod.filter((input) => input.kind === kind)
    if (matters.length >= count) return matters.map(({ reason, on }) => ({ effect: 'CAP_PERIOD', grade, clause, reason, on }))
    const byFigures = (member.figures[figure] ?? 0) >= count
    return byFigures ? [{ effect: 'CAP_PERIOD', grade, clause, reason: clause.zh, on: null }] : []
  })
  return [...failing, ...capping]
}

export const holdsVeto = (vetoes: readonly VetoResult[]): boolean => vetoes.some((veto) => veto.effect === 'FAIL_YEAR')

/** The grade line that the exact total reaches, no better than the vetoes allow; null without total, unless a veto holds. */
export function gradeOf(scheme: SchemeData, total: Rational | null, vetoes: readonly VetoResult[]): Grade | null {
  if (holdsVeto(vetoes)) return worst(scheme)
  if (total === null) return null
  const place = (grade: Grade) => scheme.grades.findIndex((line) => line.grade === grade)
  const reached = scheme.grades.find((line) => compare(total, rational(line.from)) >= 0)?.grade ?? worst(scheme)
  return vetoes.reduce((grade, veto) => (place(veto.grade) > place(grade) ? veto.grade : grade), reached)
}
