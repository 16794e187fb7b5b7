import { count } from '../../lib/format.ts'
import { useWords } from '../../lib/words/index.ts'
import type { Area } from './areas.ts'
import type { Headline } from './queries.ts'
import { words } from './words.ts'

/** The answer in a sentence, before any table: how bad, since when, and where. */
export function Verdict({ region, now, previous, areas }: { region: string; now: Headline; previous: Headline | null; areas: readonly Area[] }) {
  const w = useWords(words)
  const difference = previous ? now.overdueOpen - previous.overdueOpen : null
  const changed = difference === null ? '' : difference > 0 ? w.more(count(difference)) : difference < 0 ? w.fewer(count(-difference)) : w.asMany
  const said = (...sentences: string[]) => sentences.filter((one) => one !== '').join(w.space)
  if (now.overdueOpen === 0)
    return (
      <p className="verdict">
        <strong>{w.wellTitle}</strong> <span>{said(w.wellBody(region), changed)}</span>
      </p>
    )
  const withMajors = areas.filter((area) => area.now.overdueOpenMajor > 0).slice(0, 3)
  const worst = areas.reduce<Area | null>((most, area) => (area.now.overdueOpen > (most?.now.overdueOpen ?? 0) ? area : most), null)
  const most = worst ? w.worst(worst.name, count(worst.now.overdueOpen)) : ''
  if (now.overdueOpenMajor === 0)
    return (
      <p className="verdict">
        <strong className="alarm">{w.warnTitle(count(now.overdueOpen))}</strong> <span>{said(w.warnGeneral, changed, most)}</span>
      </p>
    )
  const where = withMajors.length > 0 ? w.alarmWhere(withMajors.map((area) => [area.name, count(area.now.overdueOpenMajor)] as const)) : ''
  return (
    <p className="verdict">
      <strong className="alarm">{w.alarmTitle(count(now.overdueOpenMajor))}</strong> <span>{said(where, w.alarmBody(count(now.overdueOpen)), changed, most)}</span>
    </p>
  )
}
