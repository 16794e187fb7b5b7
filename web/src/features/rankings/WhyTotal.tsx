import { points, signed } from '../../lib/format.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import type { ScoreWhy } from './queries.ts'
import { words } from './words.ts'

/** How the total comes about: the groups' points and what was added or taken off, each with its clause and day. */
export function WhyTotal({ score }: { score: ScoreWhy }) {
  const w = useWords(words)
  const c = useCommon()
  const groups = score.groups.filter((one) => !one.hidden && one.shown !== null)
  return (
    <>
      <p className="fraction">
        <span>
          <b>{score.shown ?? '—'}</b>
          <small className="quiet">{score.grade ? c.grade[score.grade] : w.total}</small>
        </span>
        {score.shown !== null && groups.length > 0 && (
          <span className="sum-of">
            = {groups.map((one) => one.shown).join(' + ')}
            {score.adjustments.map((one) => ` ${one.points < 0 ? '−' : '+'} ${points(Math.abs(one.points))}`)}
          </span>
        )}
      </p>
      {score.unrankedBecause && <p className="mark">{w.unranked}: {score.unrankedBecause}</p>}
      {score.vetoes.map((one) => (
        <p key={one.clause + one.reason}>
          <span className="tag alarm">{w.vetoed}</span> {one.reason} <span className="quiet">{one.clause}</span>
        </p>
      ))}
      {score.adjustments.length > 0 && (
        <section>
          <h3>{w.adjustments}</h3>
          <ul className="record-list">
            {score.adjustments.map((one) => (
              <li key={`${one.clause} ${one.on} ${one.basis}`}>
                <span>
                  <b>{signed(one.points)}</b> {one.basis}
                </span>
                <span className="quiet">
                  {one.on} · {one.clause}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
