import { Fragment, type MouseEvent } from 'react'
import { useLocation } from 'wouter'
import { useHere } from '../../app/session.ts'
import { count } from '../../lib/format.ts'
import { useAddress } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Link } from 'wouter'
import { parseWhy, type GroupColumn } from './columns.ts'
import { useGridKeys } from './keys.ts'
import type { FiguresRow } from './queries.ts'
import { RankingRow } from './RankingRow.tsx'
import type { RankingProps } from './types.ts'
import { words } from './words.ts'

/** rank, name, total, grade, change, groups that open to their indicators in place, adjustments, the last six periods. */
export function RankingTable({ columns, sections, hrefOf, whyHref, own, why, compared, opened, open, shown }: RankingProps & { opened: readonly string[]; open: (names: string[]) => void; shown: string }) {
  const w = useWords(words)
  const { region } = useHere()
  const [, go] = useLocation()
  const keys = useGridKeys(shown)
  const explained = parseWhy(why)?.item
  const isOpen = (group: GroupColumn) => opened.includes(String(group.index)) || (explained?.kind === 'indicator' && group.indicators.some((one) => one.number === explained.number))
  const toggle = (group: GroupColumn) => open(isOpen(group) ? opened.filter((one) => one !== String(group.index)) : [...opened, String(group.index)])
  const width = (compared ? 8 : 7) + columns.reduce((n, group) => n + 1 + (isOpen(group) ? group.indicators.length : 0), 0)
  const drill = (event: MouseEvent<HTMLTableRowElement>, href: string | null) => {
    if (href && !(event.target as HTMLElement).closest('button, a') && window.getSelection()?.isCollapsed !== false) go(href)
  }
  return (
    <div className="table-frame">
      <table className={compared ? 'table ranking-table comparing' : 'table ranking-table'} {...keys}>
        <caption className="unseen">{w.titleOf(region.name, w.levelWord[region.level])}</caption>
        <thead>
          <tr>
            <th scope="col" className="number stick-rank">{w.rank}</th>
            <th scope="col" className="stick-name">{w.area[region.level]}</th>
            <th scope="col" className="number">{w.total}</th>
            <th scope="col">{w.grade}</th>
            {compared ? (
              <>
                <th scope="col" className="number compared">{w.totalDifference}<small>{compared.period}</small></th>
                <th scope="col" className="compared">{w.rankDifference}<small>{compared.period}</small></th>
              </>
            ) : (
              <th scope="col">{w.sinceQuarter}</th>
            )}
            {columns.map((group) => (
              <Fragment key={group.index}>
                <th scope="col" className="number group">
                  <button type="button" className="sort" aria-expanded={isOpen(group)} title={isOpen(group) ? w.closeGroup(group.name) : w.openGroup(group.name)} onClick={() => toggle(group)}>
                    <Icon name={isOpen(group) ? 'minus' : 'plus'} size={14} />
                    <span>{group.name}</span>
                    <small>{w.full} {group.max}</small>
                  </button>
                </th>
                {isOpen(group) &&
                  group.indicators.map((one) => (
                    <th key={one.number} scope="col" className="number indicator" title={`${one.number}. ${one.name}`}>
                      <span>{one.name}</span>
                      <small>{w.full} {one.max ?? '—'}</small>
                    </th>
                  ))}
              </Fragment>
            ))}
            <th scope="col" className="number adjustments">{w.adjustments}</th>
            <th scope="col" className="trend-head">{w.lastSix}</th>
          </tr>
        </thead>
        {sections.map((section) => (
          <tbody key={section.peerGroup}>
            {(section.peerGroup === 'FUNCTIONAL_ZONES' || section.unrankedBecause) && (
              <tr className="section">
                <th scope="rowgroup" colSpan={width}>
                  {section.peerGroup === 'FUNCTIONAL_ZONES' ? (section.unrankedBecause ? w.zones : w.zonesApart) : w.levelWord[region.level]}
                  {section.unrankedBecause && <span className="quiet"> · {section.unrankedBecause}</span>}
                </th>
              </tr>
            )}
            {section.entries.map((entry) => (
              <RankingRow key={entry.region?.id} entry={entry} said={section.unrankedBecause} columns={columns} isOpen={isOpen} hrefOf={hrefOf} whyHref={whyHref} drill={drill} why={why} compared={compared} />
            ))}
          </tbody>
        ))}
        {own && <OwnRow own={own} width={width} />}
      </table>
    </div>
  )
}

function OwnRow({ own, width }: { own: FiguresRow; width: number }) {
  const w = useWords(words)
  const c = useCommon()
  const address = useAddress()
  const { region } = useHere()
  return (
    <tbody>
      <tr className="section">
        <th scope="rowgroup" colSpan={width}>
          {c.ownOf[region.level]}
          <span className="quiet"> · {w.ownRow(w.ownFigures(count(own.inspections), count(own.hazardsFoundGeneral + own.hazardsFoundMajor), count(own.hazardsFoundMajor), count(own.overdueOpen)))} </span>
          <Link className="no-print" href={address('/rankings', { view: 'figures' })}>{w.seeFigures}</Link>
        </th>
      </tr>
    </tbody>
  )
}
