// Opened by an inspector or a department from a list, a score or a notice: where is this one, what happened, whose move is it? They make the one next move.
import { useEffect, useState } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import type { PageProps } from '../../../app/pages.ts'
import { useAddress } from '../../../lib/url.ts'
import { useCommon, useWords } from '../../../lib/words/index.ts'
import { ContactList } from '../../../ui/ContactList.tsx'
import { Icon } from '../../../ui/Icon.tsx'
import { LevelMark, StateMark } from '../../../ui/marks.tsx'
import { RecordFrame } from '../../../ui/RecordFrame.tsx'
import { useTitle } from '../../../ui/title.ts'
import './dossier.css'
import { DetailsOf, Facts, PlanOf, Rounds } from './Facts.tsx'
import { Moves } from './Moves.tsx'
import { dossierQuery, type Hazard, type MoveKind } from './queries.ts'
import { Timeline } from './Timeline.tsx'
import { words } from './words.ts'

export default function DossierPage({ params }: PageProps) {
  const w = useWords(words)
  const id = decodeURIComponent(params['id'] ?? '')
  const [answer, again] = useQuery({ query: dossierQuery, variables: { id } })
  const reload = () => again({ requestPolicy: 'network-only' })
  const node = answer.data?.node
  const hazard = node?.__typename === 'Hazard' ? (node as Hazard & { __typename: 'Hazard' }) : null
  useTitle(hazard ? `${hazard.number} ${w.title}` : w.title)
  return (
    <RecordFrame answer={answer} again={reload} record={hazard} none={{ title: w.notFound, body: w.notFoundBody, back: w.toList, to: '/hazards' }}>
      {(found) => <Dossier key={found.id} hazard={found} reload={reload} />}
    </RecordFrame>
  )
}

function Dossier({ hazard, reload }: { hazard: Hazard; reload: () => void }) {
  const w = useWords(words)
  const c = useCommon()
  const address = useAddress()
  const [first] = useState(() => new Set(hazard.events.nodes.map((event) => event.id)))
  const [said, setSaid] = useState<string | null>(null)
  useEffect(() => {
    if (said === null) return
    const timer = setTimeout(() => setSaid(null), 6000)
    return () => clearTimeout(timer)
  }, [said])
  const fresh = new Set(hazard.events.nodes.map((event) => event.id).filter((id) => !first.has(id)))
  const done = (kind: MoveKind) => {
    setSaid(w.done(w.move[kind]))
    reload()
  }
  return (
    <div className="page dossier">
      <div className="page-head">
        <p className="dossier-number">
          <span className="quiet">{w.title}</span> <b>{hazard.number}</b> <LevelMark level={hazard.level} /> <StateMark state={hazard.state} />
          {hazard.imported && <span className="tag">{w.imported}</span>}
        </p>
        <div className="end no-print">
          <span role="status" className="said">{said && <><Icon name="check" /> {said}</>}</span>
          <button type="button" className="button not-phone" onClick={() => window.print()}><Icon name="print" />{c.print}</button>
        </div>
      </div>
      <h1 className="dossier-text">{hazard.description}</h1>
      {hazard.shownOnly && <p className="quiet">{w.shownOnly}</p>}
      {hazard.duplicateOf && <p>{w.duplicateOf} <Link href={address(`/hazards/${encodeURIComponent(hazard.duplicateOf.id)}`)}>{hazard.duplicateOf.number}</Link></p>}
      <div className="dossier-parts">
        <Facts hazard={hazard} />
        <div className="dossier-main">
          <Timeline hazard={hazard} fresh={fresh} />
          {hazard.plan && <PlanOf plan={hazard.plan} />}
          {hazard.details && <DetailsOf details={hazard.details} />}
          {hazard.rounds.length > 0 && <Rounds hazard={hazard} />}
        </div>
        <Moves hazard={hazard} reload={reload} done={done} />
        {hazard.people.length + hazard.contacts.length > 0 && (
          <section className="dossier-contacts" aria-labelledby="contacts">
            <h2 id="contacts">{w.contacts}</h2>
            <ContactList contacts={[...hazard.people, ...hazard.contacts]} />
          </section>
        )}
      </div>
    </div>
  )
}
