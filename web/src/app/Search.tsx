import { useEffect, useRef, useState } from 'react'
import { useQuery } from 'urql'
import { useLocation } from 'wouter'
import { graphql } from '../gql/index.ts'
import { useDebounced } from '../lib/debounce.ts'
import { useAddress } from '../lib/url.ts'
import { useCommon } from '../lib/words/index.ts'
import { Finder, type Found } from '../ui/Finder.tsx'
import { Icon } from '../ui/Icon.tsx'
import { nearestFirst, placeOf, regionParam, useHere } from './session.ts'

const placeFound = graphql(`
  fragment PlaceFound on Region @_unmask {
    id
    code
    name
    ancestors {
      id
      name
      level
    }
  }
`)

const everythingQuery = graphql(
  `
  query Everything($search: String!, $home: ID!) {
    mine: regions(search: $search, within: $home, first: 5) {
      nodes {
        ...PlaceFound
      }
    }
    all: regions(search: $search, first: 5) {
      nodes {
        ...PlaceFound
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
        state
        subject {
          id
          name
        }
      }
    }
  }
`,
  [placeFound],
)

interface Hit extends Found {
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
    const shown = dialog.current
    if (!open || !shown) return
    shown.showModal()
    const outside = (event: PointerEvent) => {
      if (event.target === shown) shown.close()
    }
    shown.addEventListener('pointerdown', outside)
    return () => shown.removeEventListener('pointerdown', outside)
  }, [open])
  return (
    <>
      <button type="button" className="button quiet-button search-button" aria-keyshortcuts="/" aria-label={w.search} title={w.searchHint} onClick={() => setOpen(true)}>
        <Icon name="search" />
        <span className="search-word">{w.search}</span>
        <kbd aria-hidden="true">/</kbd>
      </button>
      {open && (
        <dialog ref={dialog} className="search-dialog" aria-label={w.search} onClose={() => setOpen(false)}>
          <Results close={() => dialog.current?.close()} />
        </dialog>
      )}
    </>
  )
}

function Results({ close }: { close: () => void }) {
  const w = useCommon()
  const [, go] = useLocation()
  const address = useAddress()
  const { viewer } = useHere()
  const [text, setText] = useState('')
  const search = useDebounced(text.trim(), 200)
  const [{ data, fetching }] = useQuery({ query: everythingQuery, variables: { search, home: viewer.home.id }, pause: search === '' })
  const named = (kind: string, name: string) => (
    <>
      <small className="tag">{kind}</small> {name}
    </>
  )
  const hits: Hit[] =
    data && search !== ''
      ? [
          ...nearestFirst(data.mine.nodes, data.all.nodes).slice(0, 3).map((one) => ({ key: one.id, name: named(w.region, one.name), detail: placeOf(one.ancestors), href: address('/rankings', { region: regionParam(one) }) })),
          ...(data.region?.subjects.nodes ?? []).map((one) => ({ key: one.id, name: named(w.subject, one.name), detail: one.region.name, href: address(`/subjects/${encodeURIComponent(one.id)}`) })),
          ...data.hazards.nodes.map((one) => ({ key: one.id, name: named(w.hazard, one.description), detail: [one.number, one.subject.name, ...(one.state === 'VOIDED' ? [w.hazardState.VOIDED] : [])].join(' · '), href: address(`/hazards/${encodeURIComponent(one.id)}`) })),
        ]
      : []
  const follow = (hit: Hit) => {
    close()
    go(hit.href)
  }
  return <Finder label={w.searchEverything} listLabel={w.search} text={text} type={setText} found={hits} choose={follow} empty={search !== '' && !fetching && hits.length === 0} />
}
