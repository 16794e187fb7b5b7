import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { useCommon } from '../lib/words/index.ts'

export interface Found {
  readonly key: string
  readonly name: ReactNode
  readonly detail: string
}

interface Props<F extends Found> {
  /** The field's name, and what it shows while empty. */
  readonly label: string
  /** The list's name. */
  readonly listLabel: string
  readonly text: string
  readonly type: (text: string) => void
  readonly found: readonly F[]
  readonly choose: (one: F) => void
  /** Nothing was found, and nothing more is on its way. */
  readonly empty: boolean
}

/** A field with a list below it (the combobox pattern): arrow keys choose, Enter takes, a click as well. */
export function Finder<F extends Found>({ label, listLabel, text, type, found, choose, empty }: Props<F>) {
  const w = useCommon()
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [at, setAt] = useState(0)
  useEffect(() => field.current?.focus(), [])
  const current = Math.min(at, found.length - 1)
  return (
    <div className="finder">
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={id}
        aria-label={label}
        placeholder={label}
        aria-activedescendant={current >= 0 ? `${id}-${current}` : undefined}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          type(event.target.value)
          setAt(0)
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault()
            const next = Math.max(0, Math.min(found.length - 1, current + (event.key === 'ArrowDown' ? 1 : -1)))
            setAt(next)
            document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' })
          } else if (event.key === 'Enter' && found[current]) {
            event.preventDefault()
            choose(found[current])
          }
        }}
      />
      <div role="listbox" id={id} aria-label={listLabel}>
        {found.map((one, i) => (
          <div key={one.key} id={`${id}-${i}`} className="option" role="option" tabIndex={-1} aria-selected={i === current} onPointerMove={() => setAt(i)} onClick={() => choose(one)} onKeyDown={(event) => event.key === 'Enter' && choose(one)}>
            <span>{one.name}</span>
            <span className="quiet">{one.detail}</span>
          </div>
        ))}
      </div>
      {empty && <p className="quiet" role="status">{w.noMatches}</p>}
    </div>
  )
}
