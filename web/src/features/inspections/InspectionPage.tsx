// Opened from a list, a dossier or a score: what happened on this visit and what came of it? They open one of its hazards.
import { useQuery } from 'urql'
import { Link } from 'wouter'
import type { PageProps } from '../../app/pages.ts'
import { graphql } from '../../gql/index.ts'
import { count, DASH } from '../../lib/format.ts'
import { usePunctuation } from '../../lib/punctuation.ts'
import { useAddress } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { ContactList } from '../../ui/ContactList.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Failure } from '../../ui/Failure.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { PageSkeleton } from '../../ui/Skeleton.tsx'
import { useTitle } from '../../ui/title.ts'
import { hazardRow, hazardRows, useHazardColumns } from '../hazards/columns.tsx'
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
  [hazardRow],
)

export default function InspectionPage({ params }: PageProps) {
  const w = useWords(words)
  const c = useCommon()
  const { list } = usePunctuation()
  const address = useAddress()
  const id = decodeURIComponent(params['id'] ?? '')
  const [{ data, error, fetching }, again] = useQuery({ query: inspectionQuery, variables: { id } })
  const one = data?.node?.__typename === 'Inspection' ? data.node : null
  const columns = useHazardColumns(['subject', 'place', 'accountable', 'sector', 'source', 'foundOn'])
  useTitle(one ? `${one.number} ${w.one}` : w.title)
  const malformed = error?.graphQLErrors.some((each) => each.extensions['code'] === 'BAD_USER_INPUT')
  if (error && !data && !malformed) return <div className="page"><Failure error={error} retry={() => again({ requestPolicy: 'network-only' })} /></div>
  if (!data && fetching) return <PageSkeleton label={c.loading} />
  if (!one) return <div className="page"><Empty heading title={w.notFound} action={<Link className="button" href={address('/inspections')}>{w.toList}</Link>}>{w.notFoundBody}</Empty></div>
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
        <dt>{w.inspectors}</dt><dd>{one.inspectors.length > 0 ? one.inspectors.join(list) : DASH}</dd>
        {one.process && <><dt>{w.process}</dt><dd className="long">{one.process}</dd></>}
        <dt>{w.findings}</dt><dd className="long">{one.findings || DASH}</dd>
      </dl>
      {one.contacts.length > 0 && <ContactList contacts={one.contacts} />}
      <section aria-labelledby="found">
        <h2 id="found">{w.hazards} <span className="quiet">{c.total(count(one.hazards.totalCount))}</span></h2>
        {hazards.length === 0 ? <p className="quiet">{w.noHazards}</p> : <DataTable caption={w.hazards} columns={columns} rows={hazards} keyOf={(row) => row.id} />}
      </section>
    </div>
  )
}
