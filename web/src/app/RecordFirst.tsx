import { Link } from 'wouter'
import { useAddress } from '../lib/url.ts'
import { defineWords, useWords } from '../lib/words/index.ts'
import { Icon } from '../ui/Icon.tsx'

const words = defineWords({ record: '录入检查', own: '待整改的隐患' }, { record: 'Record an inspection', own: 'Hazards to rectify' })

/** What a grid worker came for, above the figures of the home. */
export function RecordFirst() {
  const w = useWords(words)
  const address = useAddress()
  return (
    <div className="record-first no-print">
      <Link className="button primary" href={address('/inspections/new')}><Icon name="plus" />{w.record}</Link>
      <Link className="button" href={address('/hazards', { state: ['REGISTERED', 'RECTIFYING'] })}>{w.own}</Link>
    </div>
  )
}
