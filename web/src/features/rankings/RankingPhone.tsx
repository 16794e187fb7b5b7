import { useState } from 'react'
import { Link } from 'wouter'
import { regionParam, useHere } from '../../app/session.ts'
import { count, points, signed } from '../../lib/format.ts'
import { lostStep } from '../../lib/lost.ts'
import { useAddress } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Icon } from '../../ui/Icon.tsx'
import { adjustmentsOf, type GroupColumn } from './columns.ts'
import type { Entry } from './queries.ts'
import { Change, GradeMark, Places, TotalDifference } from './RankingRow.tsx'
import type { RankingProps } from './types.ts'
import { words } from './words.ts'

/** On a phone: rank, name, total and a bar; one tap shows the rest. */
export function RankingPhone({ columns, sections, hrefOf, whyHref, own, compared }: RankingProps) {
  const w = useWords(words)
  const c = useCommon()
  const address = useAddress()
  const { region } = useHere()
  return (
    <div className="ranking-phone">
      {sections.map((section) => (
        <section key={section.peerGroup}>
          {(section.peerGroup === 'FUNCTIONAL_ZONES' || section.unrankedBecause) && (
            <h2>
              {section.peerGroup === 'FUNCTIONAL_ZONES' ? (section.unrankedBecause ? w.zones : w.zonesApart) : w.levelWord[region.level]}
              {section.unrankedBecause && <span className="quiet"> · {section.unrankedBecause}</span>}
            </h2>
          )}
          <ol>
            {section.entries.map((entry) => entry.region && <PhoneRow key={entry.region.id} entry={entry} said={section.unrankedBecause} region={entry.region} columns={columns} hrefOf={hrefOf} whyHref={whyHref} compared={compared} />)}
          </ol>
        </section>
      ))}
      {own && (
        <p className="own-line">
          <b>{c.ownOf[region.level]}</b> <span className="quiet">{w.ownRow(w.ownFigures(count(own.inspections), count(own.hazardsFoundGeneral + own.hazardsFoundMajor), count(own.hazardsFoundMajor), count(own.overdueOpen)))}</span>{' '}
          <Link href={address('/rankings', { view: 'figures' })}>{w.seeFigures}</Link>
        </p>
      )}
    </div>
  )
}

interface RowProps extends Pick<RankingProps, 'hrefOf' | 'whyHref' | 'compared'> {
  readonly entry: Entry
  readonly said: string | null
  readonly region: NonNullable<Entry['region']>
  readonly columns: readonly GroupColumn[]
}

function PhoneRow({ entry, said, region, columns, hrefOf, whyHref, compared }: RowProps) {
  const w = useWords(words)
  const [open, setOpen] = useState(false)
  const { score } = entry
  const adjustment = adjustmentsOf(entry)
  const difference = compared?.differences?.get(region.id)
  return (
    <li data-region={regionParam(region)}>
      <button type="button" className="phone-row" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="rank">{entry.rank ?? '—'}</span>
        <span className="name">
          {region.name}
          {entry.unrankedBecause && entry.unrankedBecause !== said && <small className="quiet">{entry.unrankedBecause}</small>}
        </span>
        <span className="total">
          {score?.shown ?? '—'}
          {difference && <small className="quiet"><TotalDifference one={difference} period={compared!.period} /></small>}
        </span>
        <Icon name={open ? 'up' : 'down'} size={16} />
        <span className="bar-line" aria-hidden="true"><i style={{ width: `${Math.max(0, Math.min(100, score?.total ?? 0))}%` }} /></span>
      </button>
      {open && (
        <div className="phone-rest">
          <p>
            <GradeMark entry={entry} /> {compared ? <span>{compared.period} {difference ? <><TotalDifference one={difference} period={compared.period} /> <Places change={difference.places} /></> : w.incomparable}</span> : <Change entry={entry} />} {adjustment !== null && `${w.adjustments} ${signed(adjustment)}`}
          </p>
          <ul aria-label={w.rest(region.name)}>
            {columns.map((group) => {
              const of = score?.groups.find((one) => one.name === group.name && !one.hidden)
              const step = lostStep(of?.lost, of?.maxPoints ?? 0)
              return (
                <li key={group.index}>
                  <button type="button" className={step ? `lost-${step}` : undefined} onClick={() => whyHref(region, `g${group.index}`)}>
                    <span>{group.name} <small className="quiet">{w.full} {group.max}</small></span>
                    <span>{of?.shown ?? '—'}</span>
                    <small className="quiet">{of?.lost == null ? '' : step ? `${w.lostPoints} ${points(of.lost)}` : w.nothingLost}</small>
                  </button>
                </li>
              )
            })}
          </ul>
          {region.childLevel && <Link className="button" href={hrefOf(region)}>{w.goDown(region.name)}<Icon name="right" size={16} /></Link>}
        </div>
      )}
    </li>
  )
}
