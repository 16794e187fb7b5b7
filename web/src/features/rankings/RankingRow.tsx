import { Fragment, type MouseEvent } from 'react'
import { Link } from 'wouter'
import { regionParam } from '../../app/session.ts'
import { useLanguage } from '../../lib/language.ts'
import { points, signed } from '../../lib/format.ts'
import { lostStep } from '../../lib/lost.ts'
import { periodWords } from '../../lib/periods.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Changed } from '../../ui/Changed.tsx'
import { Trend } from '../../ui/Trend.tsx'
import { adjustmentsOf, type GroupColumn } from './columns.ts'
import type { Difference } from './compare.ts'
import type { Entry } from './queries.ts'
import type { RankingProps } from './types.ts'
import { words } from './words.ts'

interface Props {
  readonly entry: Entry
  /** What the section already says about having no rank. */
  readonly said: string | null
  readonly columns: readonly GroupColumn[]
  readonly isOpen: (group: GroupColumn) => boolean
  readonly hrefOf: (region: { id: string; code: string | null }) => string
  readonly whyHref: (region: { id: string; code: string | null }, item: string) => void
  readonly drill: (event: MouseEvent<HTMLTableRowElement>, href: string | null) => void
  readonly why: string | null
  readonly compared: RankingProps['compared']
}

export function RankingRow({ entry, said, columns, isOpen, hrefOf, whyHref, drill, why, compared }: Props) {
  const w = useWords(words)
  const { region, score } = entry
  const language = useLanguage()
  if (!region) return null
  const name = region.name
  const href = region.childLevel ? hrefOf(region) : null
  const adjustment = adjustmentsOf(entry)
  const explained = (item: string) => why === `${regionParam(region)}.${item}`
  const history = entry.history.map((one) => `${periodWords(one.period, language)} ${one.shown ?? '—'}`).join(language === 'zh' ? '，' : ', ')
  return (
    <tr className={`${href ? 'drills' : ''}${why?.startsWith(`${regionParam(region)}.`) ? ' explained' : ''}`} onClick={(event) => drill(event, href)} data-region={regionParam(region)}>
      <td className="number stick-rank">
        {entry.rank ?? <span title={entry.unrankedBecause ?? undefined}>—<span className="unseen">{entry.unrankedBecause}</span></span>}
        {entry.tied && <small className="quiet tied">{w.tied}</small>}
      </td>
      <th scope="row" className="stick-name">
        {href ? <Link data-cell href={href} tabIndex={-1}>{name}</Link> : <span data-cell tabIndex={-1}>{name}</span>}
        {entry.unrankedBecause && entry.unrankedBecause !== said && <small className="quiet reason">{entry.unrankedBecause}</small>}
      </th>
      <td className={`number total${explained('all') ? ' at' : ''}`}>
        <button type="button" data-cell tabIndex={-1} className="cell" aria-label={`${w.whyOf(name, w.total)} ${score?.shown ?? '—'}. ${w.whyButton}`} onClick={() => whyHref(region, 'all')} disabled={!score}>
          <Changed value={score?.shown ?? null}>{score?.shown ?? '—'}</Changed>
        </button>
      </td>
      <td className="nowrap"><GradeMark entry={entry} /></td>
      {compared ? <ComparedCells compared={compared} id={region.id} /> : <td className="nowrap"><Change entry={entry} /></td>}
      {columns.map((group) => {
        const of = score?.groups.find((one) => one.name === group.name && !one.hidden)
        return (
          <Fragment key={group.index}>
            <ScoreCell area={name} item={group.name} shown={of?.shown ?? null} lost={of?.lost ?? null} max={of?.maxPoints ?? 0} reason={w.missing} group at={explained(`g${group.index}`)} why={() => whyHref(region, `g${group.index}`)} />
            {isOpen(group) &&
              group.indicators.map((column) => {
                const item = score?.indicators.find((one) => one.indicator.number === column.number)
                const applies = item && (item.notApplicable === null || item.atPeersMean)
                return (
                  <ScoreCell
                    key={column.number} area={name} item={column.name} shown={applies ? item.shown : null} lost={applies ? (item.lost ?? null) : null} max={item?.maxPoints ?? 0}
                    reason={item?.notApplicableReason ?? w.missing} small={item?.smallSample ?? false} pooled={item?.pooled ?? false} mean={item?.atPeersMean ?? false} at={explained(String(column.number))} why={() => whyHref(region, String(column.number))}
                  />
                )
              })}
          </Fragment>
        )
      })}
      <td className="number adjustments">
        {adjustment === null ? <span className="quiet">0.00</span> : <button type="button" data-cell tabIndex={-1} className="cell" aria-label={`${w.whyOf(name, w.adjustments)} ${signed(adjustment)}. ${w.whyButton}`} onClick={() => whyHref(region, 'all')}>{signed(adjustment)}</button>}
      </td>
      <td className="trend-cell">{entry.history.some((one) => one.total !== null) ? <Trend values={entry.history.map((one) => one.total)} label={history} /> : <span className="quiet">—</span>}</td>
    </tr>
  )
}

interface CellProps {
  readonly area: string
  readonly item: string
  readonly shown: string | null
  readonly lost: number | null
  readonly max: number
  readonly reason: string
  readonly small?: boolean
  readonly pooled?: boolean
  readonly mean?: boolean
  readonly group?: boolean
  /** The panel beside explains it. */
  readonly at: boolean
  readonly why: () => void
}

/** Points, on the shade of what was lost; a dash with its reason where the item does not apply. */
function ScoreCell({ area, item, shown, lost, max, reason, small = false, pooled = false, mean = false, group = false, at, why }: CellProps) {
  const w = useWords(words)
  const step = lostStep(lost, max)
  const label = shown === null ? w.cellNone(area, item, reason) : step ? w.cell(area, item, shown, points(lost)) : w.cellFull(area, item, shown)
  // Drawn by the style sheet: what is seen then stands in the name as it is.
  const mark = `${small ? '•' : ''}${mean ? w.atPeersMeanMark : ''}`
  const marks = [small && (pooled ? w.pooledCell : w.smallSample), mean && w.atPeersMean].filter((mark) => mark !== false)
  return (
    <td className={`number score ${group ? 'group' : 'indicator'}${step ? ` lost-${step}` : ''}${at ? ' at' : ''}`}>
      <button type="button" data-cell tabIndex={-1} className="cell" {...(mark ? { 'data-mark': mark } : {})} aria-label={[label, ...marks].join(' · ')} title={shown === null ? reason : marks.join(' · ') || undefined} onClick={why}>
        <Changed value={shown}>{shown ?? '—'}</Changed>
      </button>
    </td>
  )
}

export function GradeMark({ entry }: { entry: Entry }) {
  const w = useWords(words)
  const c = useCommon()
  const { score } = entry
  if (!score?.grade) return <span className="quiet">—</span>
  return (
    <>
      {c.grade[score.grade]}
      {score.vetoes.length > 0 && (
        <span className="tag alarm" title={score.vetoes.map((one) => `${one.clause} ${one.reason}`).join(' ')}>
          {w.vetoed}
        </span>
      )}
    </>
  )
}

/** How the area stands against the earlier period: what the total and the rank were then is said on hover and to screen readers. */
function ComparedCells({ compared, id }: { compared: NonNullable<RankingProps['compared']>; id: string }) {
  const w = useWords(words)
  const { period, differences } = compared
  const one = differences?.get(id)
  return (
    <>
      <td className="number"><TotalDifference one={one} period={period} /></td>
      <td className="nowrap" title={one ? w.thenWas(period, one.before.shown ?? '—', String(one.before.rank ?? '—')) : undefined}>
        {differences === undefined ? <span className="quiet" aria-busy="true">…</span> : one ? <Places change={one.places} /> : <span className="quiet" title={w.notThen(period)}>{w.incomparable}</span>}
      </td>
    </>
  )
}

export function TotalDifference({ one, period }: { one: Difference | undefined; period: string }) {
  const w = useWords(words)
  if (!one || one.total === null) return <span className="quiet">—</span>
  return (
    <span title={w.thenWas(period, one.before.shown ?? '—', String(one.before.rank ?? '—'))}>
      {one.total === 0 ? '0.00' : signed(one.total)}
      <span className="unseen">{w.thenWas(period, one.before.shown ?? '—', String(one.before.rank ?? '—'))}</span>
    </span>
  )
}

export function Change({ entry }: { entry: Entry }) {
  const w = useWords(words)
  return entry.comparable ? <Places change={entry.change} /> : <span className="quiet">{w.incomparable}</span>
}

/** Up and down by shape, number and word. */
export function Places({ change }: { change: number | null }) {
  const w = useWords(words)
  if (change === null) return <span className="quiet">—</span>
  if (change === 0) return <span className="quiet" title={w.stay}>–<span className="unseen">{w.stay}</span></span>
  return (
    <span title={change > 0 ? w.rise(change) : w.fall(-change)}>
      <span aria-hidden="true">{change > 0 ? '▲' : '▼'}{Math.abs(change)}</span>
      <span className="unseen">{change > 0 ? w.rise(change) : w.fall(-change)}</span>
    </span>
  )
}
