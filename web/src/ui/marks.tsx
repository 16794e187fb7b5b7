import { useCommon } from '../lib/words/index.ts'

type HazardLevel = 'GENERAL' | 'MAJOR'
type HazardState = 'REGISTERED' | 'RECTIFYING' | 'SUBMITTED' | 'CLOSED' | 'ARCHIVED' | 'VOIDED'
type RiskGrade = 'RED' | 'ORANGE' | 'YELLOW' | 'BLUE'

export function LevelMark({ level }: { level: HazardLevel }) {
  const w = useCommon()
  return <span className={level === 'MAJOR' ? 'tag alarm' : 'tag'}>{w.hazardLevelShort[level]}</span>
}

export function StateMark({ state }: { state: HazardState }) {
  const w = useCommon()
  return <span className={state === 'SUBMITTED' ? 'tag accent' : 'tag'}>{w.hazardState[state]}</span>
}

/** Red, with the word: one of the three things that may be. */
export function OverdueMark({ days }: { days: number }) {
  const w = useCommon()
  return days > 0 ? <span className="alarm nowrap">{w.overdueDays(days)}</span> : null
}

/** Each grade has its shape beside its colour, and its word. */
export function RiskMark({ grade }: { grade: RiskGrade | null }) {
  const w = useCommon()
  return grade ? <span className={`risk risk-${grade}`} title={w.riskGradeLong[grade]}>{w.riskGrade[grade]}</span> : <span className="quiet">{w.ungraded}</span>
}
