import { useState } from 'react'
import { useHere } from '../../../app/session.ts'
import { keptDraft } from '../../../lib/drafts.ts'
import { useCommon, useWords } from '../../../lib/words/index.ts'
import { eventTitle } from './Timeline.tsx'
import { MoveForm } from './MoveForm.tsx'
import type { Hazard, MoveKind } from './queries.ts'
import { alike, arranged } from './specs.ts'
import { words } from './words.ts'

interface Props {
  readonly hazard: Hazard
  readonly reload: () => void
  readonly done: (kind: MoveKind) => void
}

/** Whose move it is, the form of the next one in front, the others behind. */
export function Moves({ hazard, reload, done }: Props) {
  const w = useWords(words)
  const c = useCommon()
  const { viewer } = useHere()
  const { primary, others, waiting } = arranged(hazard.moves)
  const [chosen, setChosen] = useState<MoveKind | null>(null)
  // What was there when the form opened: after a conflict, the rest is what changed.
  const [seen, setSeen] = useState<ReadonlySet<string> | null>(null)
  const open = chosen ?? (primary.length === 1 ? primary[0]! : null)
  const known = open === null ? true : hazard.moves.some((move) => move.kind === open && move.viewerCan)
  const changes = seen ? hazard.events.nodes.filter((event) => !seen.has(event.id)) : []
  const choose = (kind: MoveKind | null) => {
    setChosen(kind)
    setSeen(null)
  }
  const conflicted = () => {
    setSeen(new Set(hazard.events.nodes.map((event) => event.id)))
    reload()
  }
  const finished = (kind: MoveKind) => {
    choose(null)
    done(kind)
  }
  const button = (kind: MoveKind, className: string) => (
    <button key={kind} type="button" className={className} aria-pressed={open === kind} onClick={() => choose(kind)}>{w.move[kind]}</button>
  )
  const draft = chosen && !known ? keptDraft<Record<string, string>>(`${viewer.userName}.move.${chosen}.${hazard.id}`) : null
  return (
    <section className="moves no-print" aria-labelledby="moves">
      <h2 id="moves">{w.moves}</h2>
      {waiting.length === 0 && <p className="quiet">{w.nothingOpen}</p>}
      <ul className="waiting">
        {alike(waiting).map((move) => (
          <li key={move.kinds.join()} className={move.viewerCan ? 'yours' : ''}>
            <b>{move.kinds.map((kind) => w.move[kind]).join(' / ')}</b> <span className="quiet">{move.because}</span>
          </li>
        ))}
      </ul>
      {hazard.moves.every((move) => !move.viewerCan) && waiting.length > 0 && <p className="quiet">{w.readOnly}</p>}
      {primary.length > 1 && <div className="move-buttons" role="group" aria-label={w.moves}>{primary.map((kind) => button(kind, 'button'))}</div>}
      {changes.length > 0 && (
        <div className="changed" role="alert">
          <h3>{w.changed}</h3>
          <ul>{changes.map((event) => <li key={event.id}>{eventTitle(event, w)}</li>)}</ul>
        </div>
      )}
      {chosen && !known && (
        <div className="changed" role="alert">
          <p>{w.moveGone}</p>
          {draft && <pre>{Object.values(draft).filter((value) => value !== '').join('\n')}</pre>}
          <button type="button" className="button" onClick={() => choose(null)}>{c.close}</button>
        </div>
      )}
      {open && known && (
        <>
          {(primary.length !== 1 || chosen !== null) && <h3>{w.move[open]}</h3>}
          <MoveForm key={open} hazard={hazard} kind={open} done={finished} conflicted={conflicted} {...(chosen ? { cancel: () => choose(null) } : {})} />
        </>
      )}
      {others.length > 0 && (
        <details className="other-moves">
          <summary>{w.otherMoves}</summary>
          <div className="move-buttons">{others.map((kind) => button(kind, 'button'))}</div>
        </details>
      )}
    </section>
  )
}
