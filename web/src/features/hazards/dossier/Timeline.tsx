import { dayOf } from '@anwang/domain/time'
import { useState } from 'react'
import { useHere } from '../../../app/session.ts'
import { instant } from '../../../lib/format.ts'
import { usePunctuation } from '../../../lib/punctuation.ts'
import { useCommon, useWords } from '../../../lib/words/index.ts'
import { factsInWords, recordedApart } from './facts.ts'
import type { DossierEvent, Hazard } from './queries.ts'
import { alike } from './specs.ts'
import { words } from './words.ts'

type Words = typeof words.en | typeof words.zh

const wordOf = (event: Pick<DossierEvent, 'type'>, w: Words): string => (w.event as Readonly<Record<string, string>>)[event.type] ?? event.type

/** An event in one line: when, what, who. */
export const eventTitle = (event: DossierEvent, w: Words): string => [instant(event.occurredAt), wordOf(event, w), event.actor].filter(Boolean).join('　')

/** What happened, oldest first, and at its end what the hazard waits for now. `fresh`: events that came while the page was open. */
export function Timeline({ hazard, fresh }: { hazard: Hazard; fresh: ReadonlySet<string> }) {
  const w = useWords(words)
  const c = useCommon()
  const { colon, semicolon } = usePunctuation()
  const { office } = useHere()
  const [clockIsSet] = useState(() => office.demonstration && office.today !== dayOf(Date.now()))
  const waiting = hazard.moves.filter((move) => move.primary)
  const reopenings = hazard.events.nodes.filter((event) => event.type === 'reopened').map((event) => event.id)
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{w.timeline}</h2>
      <ol className="timeline">
        {hazard.events.nodes.map((event) => {
          const facts = factsInWords(event, w, c)
          return (
            <li key={event.id} className={fresh.has(event.id) ? 'fresh' : ''}>
              <p className="event-head">
                <b>{wordOf(event, w)}</b>
                {event.type === 'reopened' && <span className="tag">{w.round(reopenings.indexOf(event.id) + 2)}</span>}
                {event.lateEntry && <span className="tag">{w.lateEntry}</span>}
                {event.source === 'IMPORT' && <span className="tag">{w.byImport}</span>}
              </p>
              <p className="quiet">
                <time dateTime={event.occurredAt}>{instant(event.occurredAt)}</time>
                {event.actor && <> · {event.actor}</>}
                {recordedApart(event, clockIsSet) && <> · {w.recordedAt(instant(event.recordedAt))}</>}
              </p>
              {(facts.length > 0 || event.reason) && (
                <dl className="event-facts">
                  {event.reason && <div><dt>{w.reason}</dt><dd>{event.reason}</dd></div>}
                  {facts.map((fact) => <div key={fact.name}><dt>{fact.name}</dt><dd>{fact.value}</dd></div>)}
                </dl>
              )}
            </li>
          )
        })}
        <li className="now">
          <p className="event-head"><b>{w.now}</b> <span>{c.hazardState[hazard.state]}</span></p>
          <p className="quiet">{waiting.length === 0 ? w.nobody : alike(waiting).map((move) => `${move.kinds.map((kind) => w.move[kind]).join(' / ')}${colon}${move.because}`).join(semicolon)}</p>
        </li>
      </ol>
    </section>
  )
}
