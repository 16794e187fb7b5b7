// Opened by a department or a grid worker before a visit: what is this place, who answers for it, what was found there? They record an inspection or open a hazard.
import { useState } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import type { PageProps } from '../../app/pages.ts'
import { useHere } from '../../app/session.ts'
import { graphql, type ResultOf } from '../../gql/index.ts'
import { count, DASH } from '../../lib/format.ts'
import { usePunctuation } from '../../lib/punctuation.ts'
import { useAddress } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { ContactList } from '../../ui/ContactList.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { RiskMark } from '../../ui/marks.tsx'
import { RecordFrame } from '../../ui/RecordFrame.tsx'
import { useTitle } from '../../ui/title.ts'
import { hazardRow, hazardRows, useHazardColumns } from '../hazards/columns.tsx'
import { EraseContact } from './EraseContact.tsx'
import { erasing } from './erase-words.ts'
import { gapsOf, RESPONSIBILITIES } from './responsibilities.ts'
import { useSaid } from './said.ts'
import { Stated, statedFragment } from './Stated.tsx'
import './subjects.css'
import { words } from './words.ts'

const subjectQuery = graphql(
  `
    query SubjectPage($id: ID!) {
      node(id: $id) {
        __typename
        id
        ... on Subject {
          kind
          name
          creditCode
          status
          riskGrade
          key
          assigned
          supervisedAt
          supervisionModeSet
          hazardSources
          hazardSourcesOnline
          standardized
          registeredOn
          recordableNatures
          registrableSources
          viewerCanChange
          viewerCanErasePersonalData
          region {
            id
            name
            ancestors {
              id
              name
              level
            }
          }
          accountable {
            id
            name
          }
          sector {
            id
            name
          }
          ...SubjectStated
          contacts {
            id
            role
            name
            phone
          }
          hazards(orderBy: { field: FOUND_ON, direction: DESC }, first: 10) {
            totalCount
            nodes {
              id
              ...HazardRow
            }
          }
          open: hazards(filter: { state: [REGISTERED, RECTIFYING, SUBMITTED] }, first: 1) {
            totalCount
          }
          inspections(first: 10) {
            totalCount
            nodes {
              id
              number
              nature
              finishedOn
              findings
            }
          }
        }
      }
    }
  `,
  [hazardRow, statedFragment],
)

type Subject = Extract<NonNullable<ResultOf<typeof subjectQuery>['node']>, { __typename: 'Subject' }>

export default function SubjectPage({ params }: PageProps) {
  const w = useWords(words)
  const id = decodeURIComponent(params['id'] ?? '')
  const [answer, again] = useQuery({ query: subjectQuery, variables: { id } })
  const subject = answer.data?.node?.__typename === 'Subject' ? answer.data.node : null
  useTitle(subject?.name ?? w.title)
  return (
    <RecordFrame answer={answer} again={() => again({ requestPolicy: 'network-only' })} record={subject} none={{ title: w.notFound, body: w.notFoundBody, back: w.toList, to: '/subjects' }}>
      {(found) => <Details subject={found} reload={() => again({ requestPolicy: 'network-only' })} />}
    </RecordFrame>
  )
}

function Details({ subject, reload }: { subject: Subject; reload: () => void }) {
  const w = useWords(words)
  const c = useCommon()
  const address = useAddress()
  const { viewer } = useHere()
  const { comma } = usePunctuation()
  const said = useSaid()
  const e = useWords(erasing)
  const [erased, setErased] = useState(false)
  const forgotten = () => {
    setErased(true)
    reload()
  }
  const columns = useHazardColumns(['subject', 'place', 'accountable', 'sector'])
  const gaps = gapsOf(subject.assigned)
  const place = [...subject.region.ancestors.filter((one) => one.level !== 'COUNTRY' && one.level !== 'PROVINCE'), subject.region].map((one) => one.name).join(' › ')
  const hazards = hazardRows(subject.hazards.nodes)
  const home = subject.region.id === viewer.home.id ? {} : { region: null }
  return (
    <div className="page subject">
      <div className="page-head">
        <h1>{subject.name}</h1>
        {subject.key && <span className="tag accent">{w.keyLong}</span>}
        <RiskMark grade={subject.riskGrade} />
        <span className="tag">{c.subjectStatus[subject.status]}</span>
        <span role="status" className="subject-said">{(said || erased) && <><Icon name="check" /> {erased ? e.erased : said && w[said]}</>}</span>
        <div className="end no-print">
          <button type="button" className="button not-phone" onClick={() => window.print()}><Icon name="print" />{c.print}</button>
          {subject.viewerCanChange && <Link className="button" href={address(`/subjects/${encodeURIComponent(subject.id)}/change`)}>{w.change}</Link>}
          {subject.registrableSources.length > 0 && <Link className="button" href={address('/hazards/new', { subject: subject.id })}><Icon name="plus" />{w.registerHazard}</Link>}
          {subject.recordableNatures.length > 0 && <Link className="button primary" href={address('/inspections/new', { subject: subject.id })}><Icon name="plus" />{w.recordInspection}</Link>}
        </div>
      </div>
      <div className="subject-parts">
        <section aria-labelledby="subject-facts">
          <h2 id="subject-facts">{w.facts}</h2>
          <dl className="dl">
            <dt>{w.kind}</dt><dd>{c.subjectKind[subject.kind]}</dd>
            <dt>{w.creditCode}</dt><dd>{subject.creditCode ?? DASH}</dd>
            <dt>{w.place}</dt><dd>{place}</dd>
            <dt>{w.supervisedAt}</dt><dd>{c.level[subject.supervisedAt]} · {subject.accountable.name}</dd>
            <dt>{c.sector}</dt><dd>{subject.sector?.name ?? DASH}</dd>
            <dt>{w.hazardSources}</dt><dd>{subject.hazardSources === 0 ? c.none : w.hazardSourcesOf(subject.hazardSources, subject.hazardSourcesOnline)}</dd>
            <dt>{w.standardized}</dt><dd>{subject.standardized ? w.standardizedYes : w.standardizedNo}</dd>
            <dt>{w.modeSet}</dt><dd>{subject.supervisionModeSet ? w.modeSetYes : w.modeSetNo}</dd>
            <dt>{w.registeredOn}</dt><dd>{subject.registeredOn}</dd>
          </dl>
        </section>
        <section aria-labelledby="subject-five">
          <h2 id="subject-five">{w.gapsTitle(gaps.length)}</h2>
          <ul className="five">
            {RESPONSIBILITIES.map((one) => {
              const missing = gaps.includes(one)
              return (
                <li key={one} className={missing ? 'missing' : ''}>
                  <Icon name={missing ? 'minus' : 'check'} /> {w.responsibility[one]} <span className={missing ? '' : 'quiet'}>{missing ? w.gap : w.assigned}</span>
                </li>
              )
            })}
          </ul>
          {subject.contacts.length > 0 && (
            <>
              <h2>{w.contacts}</h2>
              <ContactList contacts={subject.contacts} acts={subject.viewerCanErasePersonalData ? subject.contacts.map((one) => <EraseContact key={one.id} person={one} done={forgotten} />) : []} />
            </>
          )}
        </section>
        <Stated subject={subject} />
      </div>
      <section aria-labelledby="subject-hazards">
        <h2 id="subject-hazards">{w.hazards} <span className="quiet">{w.openHazards(count(subject.open.totalCount))}{comma}{c.total(count(subject.hazards.totalCount))}</span></h2>
        {hazards.length === 0 ? <p className="quiet">{w.noHazards}</p> : <DataTable caption={w.hazards} columns={columns} rows={hazards} keyOf={(row) => row.id} />}
        {subject.hazards.totalCount > hazards.length && <Link href={address('/hazards', { subject: subject.id, ...home })}>{w.allHazards}</Link>}
      </section>
      <section aria-labelledby="subject-inspections">
        <h2 id="subject-inspections">{w.inspections} <span className="quiet">{c.total(count(subject.inspections.totalCount))}</span></h2>
        {subject.inspections.nodes.length === 0 ? (
          <p className="quiet">{w.noInspections}</p>
        ) : (
          <div className="table-frame">
            <table className="table">
              <thead><tr><th scope="col" className="fit">{w.inspectionHead.number}</th><th scope="col" className="fit p2">{w.inspectionHead.nature}</th><th scope="col" className="fit">{w.inspectionHead.finishedOn}</th><th scope="col" className="p2">{w.inspectionHead.findings}</th></tr></thead>
              <tbody>
                {subject.inspections.nodes.map((one) => (
                  <tr key={one.id}>
                    <td className="fit"><Link href={address(`/inspections/${encodeURIComponent(one.id)}`)}>{one.number}</Link></td>
                    <td className="fit p2">{c.nature[one.nature]}</td>
                    <td className="fit">{one.finishedOn}</td>
                    <td className="p2"><span className="line" title={one.findings}>{one.findings}</span></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {subject.inspections.totalCount > subject.inspections.nodes.length && <Link href={address('/inspections', { subject: subject.id, ...home })}>{w.allInspections}</Link>}
      </section>
    </div>
  )
}
