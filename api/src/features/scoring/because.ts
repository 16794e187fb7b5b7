import { daysBetween, reinspectionLimit, responsibilities, scoredDueOn, type Day, type Responsibility, type Round, type SubjectFacts } from '@anwang/domain'
import type { Words } from '@anwang/domain/scoring'
import type { SubjectFigure } from './store/behind.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const zhDay = (day: Day): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`
const enDay = (day: Day): string => `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]}`
const enDays = (n: number): string => (n === 1 ? '1 day' : `${n} days`)

/** Why a round that was due is not in time (`due_*` without `rectified_on_time_*`): one phrase; by the deadline that counts, where it is another than the one in force. */
export function notOnTime(round: Round, today: Day): Words {
  const due = scoredDueOn(round)
  const by = (words: Words): Words => (due === round.dueOn ? words : { zh: `计分期限${zhDay(due)}，${words.zh}`, en: `counted by ${enDay(due)}: ${words.en}` })
  const lateBy = (day: Day): Words => {
    const n = daysBetween(due, day)
    return n > 0 ? { zh: `，逾期${n}天`, en: `, ${enDays(n)} late` } : { zh: '', en: '' }
  }
  const rejected = round.submissions.findLast((one) => one.decision === 'REJECTED')
  const standing = round.submissions.find((one) => one.decision !== 'REJECTED')
  if (standing) {
    const late = lateBy(standing.on)
    if (standing.on > due)
      return by(rejected
        ? { zh: `复查不合格，${zhDay(standing.on)}重新提交${late.zh}`, en: `failed re-inspection, submitted again ${enDay(standing.on)}${late.en}` }
        : { zh: `${zhDay(standing.on)}提交${late.zh}`, en: `submitted ${enDay(standing.on)}${late.en}` })
    if (standing.lateEntry) return by({ zh: `${zhDay(standing.on)}提交，系补录，不计按期`, en: `submitted ${enDay(standing.on)}, a late entry: not counted as on time` })
    return by({ zh: `${zhDay(standing.on)}提交，至今未复查`, en: `submitted ${enDay(standing.on)}, not re-inspected since` })
  }
  if (round.acceptedOn) {
    const late = lateBy(round.acceptedOn)
    return by({ zh: `没有提交，${zhDay(round.acceptedOn)}复查确认整改${late.zh}`, en: `never submitted, found rectified ${enDay(round.acceptedOn)}${late.en}` })
  }
  const late = lateBy(today)
  return by(rejected
    ? { zh: `${zhDay(rejected.on)}提交，复查不合格，至今未重新提交`, en: `submitted ${enDay(rejected.on)}, failed re-inspection, not submitted again` }
    : { zh: `至今未提交${late.zh}`, en: `not submitted yet${late.en}` })
}

/** Why a round was not re-inspected in time: one phrase. */
export function notReinspected(round: Round): Words {
  const limit = reinspectionLimit(round)
  const by = (zh: string, en: string): Words => ({ zh: `应在${zhDay(limit)}以前复查，${zh}`, en: `re-inspection by ${enDay(limit)}: ${en}` })
  const done = round.reinspections.find((one) => !one.lateEntry)
  if (!done) return round.reinspections.length > 0 ? by('复查系补录，不计按时', 'a late entry, not counted as in time') : by('至今未复查', 'none yet')
  return by(`${zhDay(done.on)}复查，晚${daysBetween(limit, done.on)}天`, `done ${enDay(done.on)}, ${enDays(daysBetween(limit, done.on))} late`)
}

export const recurred = (on: Day): Words => ({ zh: `${zhDay(on)}回头看，隐患反弹`, en: `revisited ${enDay(on)}: it recurred` })

const NAMES: Readonly<Record<Responsibility, Words>> = {
  PRIMARY: { zh: '主体责任', en: 'primary' }, TERRITORIAL: { zh: '属地责任', en: 'territorial' }, SECTOR: { zh: '部门监管责任', en: 'sector' },
  COMPREHENSIVE: { zh: '综合监管', en: 'comprehensive' }, PARTY_AND_GOVERNMENT: { zh: '党政领导责任', en: 'party and government' },
}

/** What a subject lacks, by its facts at the end of the period. */
export function lacking(figure: SubjectFigure, facts: SubjectFacts): Words {
  switch (figure) {
    case 'KEY': return { zh: '没有确定监管方式', en: 'no supervision mode set' }
    case 'SOURCES': {
      const [all, off] = [facts.hazardSources, facts.hazardSources - Math.min(facts.hazardSourcesOnline, facts.hazardSources)]
      return { zh: `${all}处重大危险源中${off}处未联网`, en: `${off} of ${all} major hazard sources not online` }
    }
    case 'ENTERPRISES': {
      const missing = responsibilities.filter((one) => !facts.assigned.includes(one))
      return { zh: `缺${missing.map((one) => NAMES[one].zh).join('、')}`, en: `nobody named for: ${missing.map((one) => NAMES[one].en).join(', ')}` }
    }
  }
}
