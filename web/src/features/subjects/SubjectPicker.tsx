import { useId, useState } from 'react'
import { useQuery } from 'urql'
import { useHere } from '../../app/session.ts'
import { graphql } from '../../gql/index.ts'
import { useDebounced } from '../../lib/debounce.ts'
import { useCommon } from '../../lib/words/index.ts'
import './subjects.css'

const foundQuery = graphql(`
  query SubjectsFound($home: ID!, $search: String!) {
    region(id: $home) {
      id
      subjects(search: $search, first: 10) {
        nodes {
          id
          name
          region {
            id
            name
          }
        }
      }
    }
  }
`)

export interface Picked {
  readonly id: string
  readonly name: string
}

interface Props {
  readonly id: string
  readonly 'data-field': string
  readonly 'aria-invalid': boolean
  readonly 'aria-describedby'?: string
  readonly picked: Picked | null
  readonly pick: (picked: Picked | null) => void
}

/** Finds a subject within the viewer's scope by a part of its name; arrows and Enter choose. */
export function SubjectPicker({ picked, pick, ...control }: Props) {
  const c = useCommon()
  const list = useId()
  const { viewer } = useHere()
  const [text, setText] = useState(picked?.name ?? '')
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const search = useDebounced(text.trim(), 200)
  // Only what answers the text as it stands: what an earlier text found is not to be chosen by a quick Enter.
  const asked = open && search !== '' && search === text.trim() && search !== picked?.name
  const [{ data, fetching }] = useQuery({ query: foundQuery, variables: { home: viewer.home.id, search }, pause: !asked })
  const options = asked && !fetching ? (data?.region?.subjects.nodes ?? []) : []
  const current = Math.min(at, options.length - 1)
  const choose = (one: Picked) => {
    pick({ id: one.id, name: one.name })
    setText(one.name)
    setOpen(false)
  }
  return (
    <div className="subject-picker" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}>
      <input
        {...control} type="search" role="combobox" autoComplete="off" aria-expanded={options.length > 0} aria-controls={list} aria-autocomplete="list"
        aria-activedescendant={current >= 0 ? `${list}-${current}` : undefined} value={text}
        onChange={(event) => {
          setText(event.target.value)
          setOpen(true)
          setAt(0)
          if (picked) pick(null)
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault()
            setAt(Math.max(0, Math.min(options.length - 1, current + (event.key === 'ArrowDown' ? 1 : -1))))
          } else if (event.key === 'Enter' && options[current]) {
            event.preventDefault()
            choose(options[current])
          } else if (event.key === 'Escape') setOpen(false)
        }}
      />
      {options.length > 0 && (
        <div className="options" role="listbox" id={list} aria-label={c.subject}>
          {options.map((one, i) => (
            <div
              key={one.id} id={`${list}-${i}`} className="option" role="option" tabIndex={-1} aria-selected={i === current}
              onPointerDown={(event) => event.preventDefault()} onPointerMove={() => setAt(i)} onClick={() => choose(one)} onKeyDown={(event) => event.key === 'Enter' && choose(one)}
            >
              <span>{one.name}</span>
              <span className="quiet">{one.region.name}</span>
            </div>
          ))}
        </div>
      )}
      {asked && !fetching && data && options.length === 0 && <span className="quiet" role="status">{c.noMatches}</span>}
    </div>
  )
}
