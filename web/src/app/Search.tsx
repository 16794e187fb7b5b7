import { useEffect, useId, useRef, useState } from 'react'
import { useQuery } from 'urql'
import { useLocation } from 'wouter'
import { graphql } from '../gql/index.ts'
import { useDebounced } from '../lib/debounce.ts'
import { useAddress } from '../lib/url.ts'
import { useCommon } from '../lib/words/index.ts'
import { Icon } from '../ui/Icon.tsx'
import { regionParam, useHere } from './session.ts'

const everythingQuery = graphql(`
  query Everything($search: String!, $home: ID!) {
    regions(search: $search, first: 5) {
      nodes {
        id
        code
        name
        ancestors {
          id
          name
          level
        }
      }
    }
    region(id: $home) {
      id
      subjects(search: $search, first: 5) {
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
    hazards(filter: { search: $search }, first: 5) {
      nodes {
        id
        number
        description
        subject {
          id
          name
        }
      }
    }
  }
`)

interface Hit {
  readonly key: string
  readonly group: 'hazard' | 'subject' | 'region'
  readonly name: string
  readonly detail: string
  readonly href: string
}

/** Search over everything: `/` opens it from anywhere but a field. */
export function Search() {
  const w = useCommon()
  const dialog = useRef<HTMLDialogElement>(null)
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const slash = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (event.key !== '/' || event.ctrlKey || event.metaKey || target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return
      event.preventDefault()
      setOpen(true)
    }
    document.addEventListener('keydown', slash)
    return () => document.removeEventListener('keydown', slash)
  }, [])
  useEffect(() => {
    if (open) dialog.current?.showModal()
  }, [open])
  return (
    <>
      <button type="button" className="button quiet-button search-button" aria-keyshortcuts="/" aria-label={w.search} title={w.searchHint} onClick={() => setOpen(true)}>
        <Icon name="search" />
        <span className="search-word">{w.search}</span>
        <kbd>/</kbd>
      </button>
      {open && (
        <dialog ref={dialog} className="search-dialog" aria-label={w.search} onClose={() => setOpen(false)} onClick={(event) => event.target === dialog.current && dialog.current.close()}>
          <Results close={() => dialog.current?.close()} />
        </dialog>
      )}
    </>
  )
}

function Results({ close }: { close: () => void }) {
  const w = useCommon()
  const list = useId()
  const [, go] = useLocation()
  const address = useAddress()
  const { viewer } = useHere()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const search = useDebounced(text.trim(), 200)
  const [found] = useQuery({ query: everythingQuery, variables: { search, home: viewer.home.id }, pause: search === '' })
  const data = search === '' ? undefined : found.data
  const hits: Hit[] = data
    ? [
        ...data.hazards.nodes.map((one): Hit => ({ key: one.id, group: 'hazard', name: one.description, detail: `${one.number} · ${one.subject.name}`, href: address(`/hazards/${encodeURIComponent(one.id)}`) })),
        ...(data.region?.subjects.nodes ?? []).map((one): Hit => ({ key: one.id, group: 'subject', name: one.name, detail: one.region.name, href: address(`/subjects/${encodeURIComponent(one.id)}`) })),
        ...data.regions.nodes.map((one): Hit => ({ key: one.id, group: 'region', name: one.name, detail: one.ancestors.filter((above) => above.level !== 'COUNTRY').map((above) => above.name).join(' › '), href: address('/rankings', { region: regionParam(one) }) })),
      ]
    : []
  const current = Math.min(at, hits.length - 1)
  const words = { hazard: w.hazard, subject: w.subject, region: w.region }
  const follow = (hit: Hit) => {
    close()
    go(hit.href)
  }
  return (
    <div className="finder">
      <input
        type="search"
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls={list}
        aria-label={w.searchEverything}
        placeholder={w.searchEverything}
        aria-activedescendant={current >= 0 ? `${list}-${current}` : undefined}
        autoFocus
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault()
            setAt(Math.max(0, Math.min(hits.length - 1, current + (event.key === 'ArrowDown' ? 1 : -1))))
          } else if (event.key === 'Enter' && hits[current]) {
            event.preventDefault()
            follow(hits[current])
          }
        }}
      />
      <ul role="listbox" id={list} aria-label={w.search}>
        {hits.map((hit, i) => (
          <li key={hit.key} id={`${list}-${i}`} role="option" aria-selected={i === current} onPointerMove={() => setAt(i)} onClick={() => follow(hit)}>
            <span>
              <small className="tag">{words[hit.group]}</small> {hit.name}
            </span>
            <span className="quiet">{hit.detail}</span>
          </li>
        ))}
      </ul>
      {search !== '' && !found.fetching && hits.length === 0 && <p className="quiet" role="status">{w.noMatches}</p>}
    </div>
  )
}
