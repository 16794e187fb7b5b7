// Opened from a list, a dossier or a score: what happened on this visit and what came of it? They open one of its hazards.
import { useQuery } from 'urql'
import { Link } from 'wouter'
import type { PageProps } from '../../app/pages.ts'
import { graphql, type ResultOf } from '../../gql/index.ts'
import { count, DASH } from '../../lib/format.ts'
import { usePunctuation } from '../../lib/punctuation.ts'
import { useAddress } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { ContactList } from '../../ui/ContactList.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { RecordFrame } from '../../ui/RecordFrame.tsx'
import { useTitle } from '../../ui/title.ts'
import { hazardRow, hazardRows, useHazardColumns } from '../hazards/columns.tsx'
import { Reported, reportedFragment, reportsHazards } from './Reported.tsx'
import './inspections.css'
import { words } from './words.ts'

const inspectionQuery = graphql(
  `
    query InspectionPage($id: ID!) {
      node(id: $id) {
        __typename
        id
        ... on Inspection {
          number
          nature
          startedOn
          finishedOn
          reinspection
          findings
          process
          inspectors
          subject {
            id
            name
          }
          region {
            id
            name
          }
          accountable {
            id
            name
          }
          sector {
            id
            name
          }
          ...InspectionReported
          contacts {
            role
            name
            phone
          }
          hazards(first: 100) {
            totalCount
            nodes {
              id
              ...HazardRow
            }
          }
        }
      }
    }
  `,
  [hazardRow, reportedFragment],
)

type Inspection = Extract<NonNullable<ResultOf<typeof inspectionQuery>['node']>, { __typename: 'Inspection' }>

export default function InspectionPage({ params }: PageProps) {
  const w = useWords(words)
  const id = decodeURIComponent(params['id'] ?? '')
  const [answer, again] = useQuery({ query: inspectionQuery, variables: { id } })
  const inspection = answer.data?.node?.__typename === 'Inspection' ? answer.data.node : null
  useTitle(inspection ? `${inspection.number} ${w.one}` : w.title)
  return (
    <RecordFrame answer={answer} again={() => again({ requestPolicy: 'network-only' })} record={inspection} none={{ title: w.notFound, body: w.notFoundBody, back: w.toList, to: '/inspections' }}>
      {(found) => <Details one={found} />}
    </RecordFrame>
  )
}

function Details({ one }: { one: Inspection }) {
  const w = useWords(words)
  const c = useCommon()
  const { list } = usePunctuation()
  const address = useAddress()
  const columns = useHazardColumns(['subject', 'place', 'accountable', 'sector', 'source', 'foundOn'])
  const hazards = hazardRows(one.hazards.nodes)
  return (
    <div className="page inspection">
      <div className="page-head">
        <h1><span className="quiet">{w.one}</span> {one.number}</h1>
        <span className="tag">{c.nature[one.nature]}</span>
        {one.reinspection && <span className="tag" title={w.reinspectionWhy}>{w.reinspection}</span>}
        <div className="end no-print"><button type="button" className="button not-phone" onClick={() => window.print()}><Icon name="print" />{c.print}</button></div>
      </div>
      <dl className="dl">
        <dt>{w.subject}</dt><dd><Link href={address(`/subjects/${encodeURIComponent(one.subject.id)}`)}>{one.subject.name}</Link></dd>
        <dt>{w.on}</dt><dd>{w.days(one.startedOn, one.finishedOn)}</dd>
        <dt>{w.place}</dt><dd>{one.region.name}{one.accountable.id !== one.region.id && <span className="quiet"> · {w.accountable} {one.accountable.name}</span>}</dd>
        <dt>{c.sector}</dt><dd>{one.sector?.name ?? DASH}</dd>
        {(one.inspectors.length > 0 || one.contacts.length === 0) && <><dt>{w.inspectors}</dt><dd>{one.inspectors.length > 0 ? one.inspectors.join(list) : DASH}</dd></>}
        {one.process && <><dt>{w.process}</dt><dd className="long">{one.process}</dd></>}
        <dt>{w.findings}</dt><dd className="long">{one.findings || DASH}</dd>
      </dl>
      {one.contacts.length > 0 && <ContactList contacts={one.contacts} />}
      <Reported inspection={one} />
      <section aria-labelledby="found">
        <h2 id="found">{w.hazards} <span className="quiet">{c.total(count(one.hazards.totalCount))}</span></h2>
        {hazards.length === 0 ? <p className="quiet">{reportsHazards(one) ? w.onlyCounted : w.noHazards}</p> : <DataTable caption={w.hazards} columns={columns} rows={hazards} keyOf={(row) => row.id} />}
      </section>
    </div>
  )
}
