import { useState } from 'react'
import { count, percent, points } from '../../lib/format.ts'
import { useWords } from '../../lib/words/index.ts'
import type { WhyItem } from './columns.ts'
import { WhyRecords, type Side } from './WhyRecords.tsx'
import { words } from './words.ts'

const SIDES: readonly Side[] = ['LOST', 'DENOMINATOR', 'NUMERATOR']

/** Clause in words, numerator ÷ denominator, points, what was lost, then the records. */
export function WhyIndicator({ region, one, live }: { region: { id: string }; one: WhyItem; live: boolean }) {
  const w = useWords(words)
  const applies = one.notApplicable === null || one.atPeersMean
  const [side, setSide] = useState<Side>((one.lost ?? 0) > 0 ? 'LOST' : 'DENOMINATOR')
  const names: Record<Side, string> = { NUMERATOR: w.numerator, DENOMINATOR: w.denominator, LOST: w.lost }
  return (
    <>
      {(one.clause !== null || live) && <p className="clause">
        <span className="quiet">{w.clause} · {w.itemOf(one.indicator.number)}</span>
        <br />
        {one.clause ?? '…'}
      </p>}
      {one.denominator !== null && (
        <p className="fraction">
          <span>
            <b>{count(one.numerator)}</b>
            <small className="quiet">{w.numerator}</small>
          </span>
          <span aria-hidden="true">÷</span>
          <span>
            <b>{count(one.denominator)}</b>
            <small className="quiet">{w.denominator}</small>
          </span>
          <span aria-hidden="true">=</span>
          <span>
            <b>{one.ratio === null ? '—' : `${percent(one.ratio)}%`}</b>
            <small className="quiet">{w.ratio}</small>
          </span>
        </p>
      )}
      <dl className="dl">
        <dt>{w.pointsGot}</dt>
        <dd>{applies ? w.ofPoints(one.shown ?? '—', one.maxPointsShown ?? points(one.maxPoints)) : '—'}</dd>
        <dt>{w.lostPoints}</dt>
        <dd>{applies ? points(one.lost) : '—'}</dd>
      </dl>
      {applies && Math.abs(one.maxPoints - one.indicator.weight) >= 0.005 && <p className="mark">{w.spread(String(one.indicator.weight), one.maxPointsShown ?? points(one.maxPoints))}</p>}
      {one.notApplicableReason && <p className="mark">{w.missing}: {one.notApplicableReason}</p>}
      {one.smallSample && <p className="mark">• {one.pooled ? w.pooledSample(one.periodDenominator == null ? null : count(one.periodDenominator), count(one.denominator)) : w.smallSample}</p>}
      {one.atPeersMean && !one.notApplicableReason && <p className="mark">{w.atPeersMean}</p>}
      {one.notApplicable !== 'NO_SOURCE' && (live ? (
        <section className="records">
          <h3>
            {w.records} <small className="quiet">{w.oldestFirst}</small>
          </h3>
          <div className="segments" role="group" aria-label={w.tabLabel}>
            {SIDES.map((each) => (
              <button key={each} type="button" aria-pressed={side === each} onClick={() => setSide(each)}>
                {names[each]}
              </button>
            ))}
          </div>
          <WhyRecords key={side} region={region} number={one.indicator.number} side={side} />
        </section>
      ) : (
        <p className="quiet">{w.recordsClosed}</p>
      ))}
    </>
  )
}
