import { useState } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { useHere } from '../../app/session.ts'
import { count } from '../../lib/format.ts'
import { useAddress } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Failure } from '../../ui/Failure.tsx'
import { LevelMark, OverdueMark, StateMark } from '../../ui/marks.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { recordsQuery, type RecordNode } from './queries.ts'
import { words } from './words.ts'

export type Side = 'NUMERATOR' | 'DENOMINATOR' | 'LOST'

interface Props {
  readonly region: { id: string }
  readonly number: number
  readonly side: Side
}

/** The records that count on one side, page after page. One stands as often as it counts. */
export function WhyRecords(props: Props) {
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null])
  return (
    <>
      {cursors.map((after, i) => (
        <RecordsPage key={after ?? ''} {...props} after={after} first={i === 0} more={i === cursors.length - 1 ? (cursor) => setCursors([...cursors, cursor]) : null} />
      ))}
    </>
  )
}

function RecordsPage({ region, number, side, after, first, more }: Props & { after: string | null; first: boolean; more: ((cursor: string) => void) | null }) {
  const w = useWords(words)
  const c = useCommon()
  const { period } = useHere()
  const [{ data, error }, again] = useQuery({ query: recordsQuery, variables: { region: region.id, period: period.text, number: [number], counted: side, after } })
  if (error && !data) return <Failure error={error} retry={() => again({ requestPolicy: 'network-only' })} />
  if (!data) return <SkeletonRows rows={4} label={c.loading} />
  const records = data.region?.score?.indicators[0]?.records
  if (!records) return <p className="quiet">{w.recordsClosed}</p>
  if (records.edges.length === 0 && first) return <p className="quiet">{w.noRecords[side]}</p>
  const { endCursor, hasNextPage } = records.pageInfo
  return (
    <>
      {first && <p className="quiet" role="status">{c.total(count(records.totalCount))}</p>}
      <ul className="record-list">
        {records.edges.map(({ node, because }, i) => (
          <li key={`${i} ${node.id}`}>
            <Record node={node} />
            {because && <span className="because"><span className="quiet">{w.because}</span> {because}</span>}
          </li>
        ))}
      </ul>
      {more && hasNextPage && endCursor && (
        <button type="button" className="button" onClick={() => more(endCursor)}>
          {w.moreRecords}
        </button>
      )}
    </>
  )
}

function Record({ node }: { node: RecordNode }) {
  const c = useCommon()
  const address = useAddress()
  if (node.__typename === 'Hazard')
    return (
      <>
        <Link href={address(`/hazards/${encodeURIComponent(node.id)}`)}>{node.description}</Link>
        <span className="quiet">
          <span className="nowrap">{node.foundOn}</span> · {node.subject.name} · <span className="nowrap">{c.dueOn} {node.dueOn}</span>
        </span>
        <span className="marks">
          <LevelMark level={node.level} /> <StateMark state={node.state} /> <OverdueMark days={node.overdueDays} />
        </span>
      </>
    )
  if (node.__typename === 'Subject')
    return (
      <>
        <Link href={address(`/subjects/${encodeURIComponent(node.id)}`)}>{node.subjectName}</Link>
        <span className="quiet">{node.subjectRegion.name}</span>
      </>
    )
  return <span className="quiet">{node.__typename}</span>
}
