import { count } from '../../lib/format.ts'
import { useWords } from '../../lib/words/index.ts'
import type { Area } from './areas.ts'
import type { Headline } from './queries.ts'
import { words } from './words.ts'

/** The answer in a sentence, before any table. */
export function Verdict({ region, now, previous, worst }: { region: string; now: Headline; previous: Headline | null; worst: Area | null }) {
  const w = useWords(words)
  const difference = previous ? now.overdueOpen - previous.overdueOpen : null
  const changed = difference === null ? '' : difference > 0 ? w.more(count(difference)) : difference < 0 ? w.fewer(count(-difference)) : w.asMany
  const most = worst && worst.now.overdueOpen > 0 ? w.worst(worst.name, count(worst.now.overdueOpen)) : ''
  if (now.overdueOpen === 0)
    return (
      <p className="verdict">
        <strong>{w.wellTitle}</strong> <span>{[w.wellBody(region), changed].join(w.space)}</span>
      </p>
    )
  const major = now.overdueOpenMajor > 0
  return (
    <p className="verdict">
      <strong className="alarm">{major ? w.alarmTitle(count(now.overdueOpenMajor)) : w.warnTitle(count(now.overdueOpen))}</strong>{' '}
      <span>{[major ? w.alarmBody(count(now.overdueOpen)) : w.warnGeneral, changed, most].join(w.space)}</span>
    </p>
  )
}
