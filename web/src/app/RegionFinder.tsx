import { useId, useState } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../gql/index.ts'
import { useDebounced } from '../lib/debounce.ts'
import { useCommon } from '../lib/words/index.ts'
import type { Region } from './session.ts'

const foundQuery = graphql(`
  query RegionsFound($search: String!) {
    regions(search: $search, first: 12) {
      totalCount
      nodes {
        id
        code
        name
        level
        ancestors {
          id
          name
          level
        }
      }
    }
  }
`)

const nearQuery = graphql(`
  query RegionsNear($id: ID!) {
    region(id: $id) {
      id
      parent {
        id
        code
        name
        level
      }
      children(first: 60) {
        totalCount
        nodes {
          id
          code
          name
          level
        }
      }
    }
  }
`)

interface Option {
  readonly id: string
  readonly code: string | null
  readonly name: string
  readonly level: Region['level']
  readonly ancestors?: readonly { name: string; level: string }[]
}

/** Search by name, pinyin initials or code; before anything is typed, what lies below the region and the one above it. */
export function RegionFinder({ region, choose }: { region: Region; choose: (chosen: Option) => void }) {
  const w = useCommon()
  const list = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const search = useDebounced(text.trim(), 150)
  const [found] = useQuery({ query: foundQuery, variables: { search }, pause: search === '' })
  const [near] = useQuery({ query: nearQuery, variables: { id: region.id }, requestPolicy: 'cache-first' })
  const nearby: Option[] = near.data?.region ? [...(near.data.region.parent ? [near.data.region.parent] : []), ...near.data.region.children.nodes] : []
  const options: readonly Option[] = search === '' ? nearby : (found.data?.regions.nodes ?? [])
  const current = Math.min(at, options.length - 1)

  return (
    <div className="finder">
      <input
        type="search"
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-label={w.typeToSearch}
        placeholder={w.typeToSearch}
        aria-activedescendant={current >= 0 ? `${list}-${current}` : undefined}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault()
            setAt(Math.max(0, Math.min(options.length - 1, current + (event.key === 'ArrowDown' ? 1 : -1))))
          } else if (event.key === 'Enter' && options[current]) {
            event.preventDefault()
            choose(options[current])
          }
        }}
      />
      <ul role="listbox" id={list} aria-label={w.chooseRegion}>
        {options.map((one, i) => (
          <li key={one.id} id={`${list}-${i}`} role="option" aria-selected={i === current} onPointerMove={() => setAt(i)} onClick={() => choose(one)}>
            <span>{one.name}</span>
            <span className="quiet">
              {one.ancestors
                ?.filter((above) => above.level !== 'COUNTRY')
                .map((above) => above.name)
                .join(' › ') ?? w.level[one.level]}
            </span>
          </li>
        ))}
      </ul>
      {search !== '' && !found.fetching && options.length === 0 && <p className="quiet" role="status">{w.noMatches}</p>}
    </div>
  )
}
