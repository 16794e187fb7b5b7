import { useState } from 'react'
import { Link } from 'wouter'
import { regionParam, useHere } from '../../app/session.ts'
import { graphql, readFragment, type FragmentOf, type ResultOf } from '../../gql/index.ts'
import { count } from '../../lib/format.ts'
import { usePunctuation } from '../../lib/punctuation.ts'
import { useQueryState, withChanges, type Changes } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { BANDS, foldGroups, sumOf, worstFirst } from './groups.ts'
import { words } from './words.ts'

export const overdueGroup = graphql(`
  fragment OverdueGroup on OverdueGroup {
    key
    label
    region {
      id
      code
      level
    }
    sector {
      id
    }
    subject {
      id
    }
    count
    major
    days1to7
    days8to30
    days31to90
    daysOver90
    longestDays
  }
`)

type Group = ResultOf<typeof overdueGroup>
export type Grouping = 'REGION' | 'SECTOR' | 'SUBJECT'

const FEW = 8

/** Who owes how much for how long. A name narrows the page to it, a count to its days too. */
export function GroupTable({ groups: masked, by, busy }: { groups: readonly FragmentOf<typeof overdueGroup>[]; by: Grouping; busy: boolean }) {
  const w = useWords(words)
  const c = useCommon()
  const { region } = useHere()
  const { comma } = usePunctuation()
  const [query] = useQueryState()
  const [all, setAll] = useState(false)
  const isOwn = (group: Group) => by === 'REGION' && group.region?.id === region.id
  const groups = worstFirst(masked.map((one) => readFragment(overdueGroup, one)))
  const most = groups[0]?.count ?? 1
  const { folded } = foldGroups(groups, isOwn, FEW)
  const hidden = new Set(all ? [] : folded)
  const sum = sumOf(groups)
  const rest = sumOf(folded)
  const nameOf = (group: Group) => (isOwn(group) ? c.ownOf[region.level] : group.label)
  const narrowed = (group: Group): Changes | null => {
    const first = { after: null, at: null }
    if (by === 'REGION') return !group.region ? null : isOwn(group) ? { own: '1', ...first } : { region: regionParam(group.region), ...first }
    if (by === 'SECTOR') return group.sector ? { sector: group.sector.id, ...first } : null
    return group.subject ? { subject: group.subject.id, ...first } : null
  }
  const hrefOf = (changes: Changes) => `/overdue?${withChanges(query.toString(), changes)}`
  const cell = (n: number, group: Group, age: (typeof BANDS)[number]['age']) => {
    const changes = narrowed(group)
    if (n === 0) return <span className="quiet">0</span>
    return changes ? <Link href={hrefOf({ ...changes, age })} aria-label={`${count(n)}${comma}${w.filterCell(nameOf(group), w.age[age])}`}>{count(n)}</Link> : count(n)
  }
  return (
    <>
      <div className="table-frame overdue-groups" aria-busy={busy}>
        <table className="table">
          <caption className="unseen">{w.groupCaption(w.byName[by])}</caption>
          <thead>
            <tr>
              <th scope="col">{w.groupHeader[by]}</th>
              <th scope="col" className="number">{w.count}</th>
              <th scope="col" className="number">{w.major}</th>
              {BANDS.map((band) => <th key={band.age} scope="col" className="number p2">{w.age[band.age]}</th>)}
              <th scope="col" className="number">{w.longest}</th>
              <th scope="col" className="bar-column p3" aria-hidden="true" />
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => {
              const changes = narrowed(group)
              return (
                <tr key={group.key || 'none'} className={hidden.has(group) ? 'folded' : undefined}>
                  <th scope="row">{changes ? <Link href={hrefOf(changes)} title={w.filterGroup(nameOf(group))}>{nameOf(group)}</Link> : nameOf(group)}</th>
                  <td className="number">{changes ? <Link href={hrefOf(changes)}>{count(group.count)}</Link> : count(group.count)}</td>
                  <td className="number">{group.major === 0 ? <span className="quiet">0</span> : changes ? <Link className="alarm" href={hrefOf({ ...changes, level: 'MAJOR' })}>{count(group.major)}</Link> : <span className="alarm">{count(group.major)}</span>}</td>
                  {BANDS.map((band) => <td key={band.age} className="number p2">{cell(group[band.field], group, band.age)}</td>)}
                  <td className="number">{count(group.longestDays)}</td>
                  <td className="bar-column p3" aria-hidden="true"><Share group={group} most={most} /></td>
                </tr>
              )
            })}
            {hidden.size > 0 && (
              <tr className="no-print">
                <th scope="row"><button type="button" className="link-button" onClick={() => setAll(true)}>{w.rest[by](folded.length)}</button></th>
                <td className="number">{count(rest.count)}</td>
                <td className="number">{count(rest.major)}</td>
                {BANDS.map((band) => <td key={band.age} className="number p2">{count(rest[band.field])}</td>)}
                <td className="number">{count(rest.longestDays)}</td>
                <td className="bar-column p3" aria-hidden="true" />
              </tr>
            )}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{w.sum}</th>
              <td className="number">{count(sum.count)}</td>
              <td className="number">{count(sum.major)}</td>
              {BANDS.map((band) => <td key={band.age} className="number p2">{count(sum[band.field])}</td>)}
              <td className="number">{count(sum.longestDays)}</td>
              <td className="bar-column p3" aria-hidden="true" />
            </tr>
          </tfoot>
        </table>
      </div>
      {folded.length > 0 && (
        <button type="button" className="link-button no-print" onClick={() => setAll(!all)}>{all ? w.showFew : w.showAll(groups.length)}</button>
      )}
    </>
  )
}

/** The bands of a group as a bar, against the greatest group: the older, the darker. */
function Share({ group, most }: { group: Group; most: number }) {
  return (
    <span className="share" style={{ width: `${(group.count / most) * 100}%` }}>
      {BANDS.map((band, i) => group[band.field] > 0 && <i key={band.age} className={`share-${i}`} style={{ flexGrow: group[band.field] }} />)}
    </span>
  )
}
