import { useState } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../gql/index.ts'
import { useDebounced } from '../lib/debounce.ts'
import { useCommon } from '../lib/words/index.ts'
import { Finder } from '../ui/Finder.tsx'
import { isWithin, nearestFirst, placeOf, useHere, type Region } from './session.ts'

const foundRegion = graphql(`
  fragment FoundRegion on Region @_unmask {
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
`)

const foundQuery = graphql(
  `
    query RegionsFound($search: String!, $home: ID!) {
      mine: regions(search: $search, within: $home, first: 12) {
        nodes {
          ...FoundRegion
        }
      }
      all: regions(search: $search, first: 12) {
        nodes {
          ...FoundRegion
        }
      }
    }
  `,
  [foundRegion],
)

const nearQuery = graphql(`
  query RegionsNear($id: ID!) {
    region(id: $id) {
      id
      children(first: 60) {
        nodes {
          id
          code
          name
          level
          kind
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
  readonly kind?: Region['kind']
  readonly ancestors?: readonly { name: string; level: string }[]
}

interface Props {
  readonly region: Region
  readonly choose: (chosen: { id: string; code: string | null }) => void
  /** Only what lies within the viewer's posts: a form takes nothing else. Otherwise it stands first. */
  readonly within?: boolean
}

/** Search by name, pinyin initials or code; before anything is typed, what lies below (what lies above stands beside the switch). */
export function RegionFinder({ region, choose, within = false }: Props) {
  const w = useCommon()
  const [text, setText] = useState('')
  const search = useDebounced(text.trim(), 150)
  const { viewer } = useHere()
  const from = within && !isWithin(viewer, region) ? viewer.home : region
  const [found] = useQuery({ query: foundQuery, variables: { search, home: viewer.home.id }, pause: search === '' })
  const [near] = useQuery({ query: nearQuery, variables: { id: from.id }, requestPolicy: 'cache-first' })
  const below: readonly Option[] = near.data?.region?.children.nodes ?? []
  const onTheWay = (one: Option) => [viewer.home, ...viewer.home.ancestors].some(({ id }) => id === one.id)
  const nearby = below.toSorted((a, b) => Number(onTheWay(b)) - Number(onTheWay(a)))
  const known = found.data ? nearestFirst(found.data.mine.nodes, found.data.all.nodes) : []
  const options = (search === '' ? nearby : within ? known.filter((one) => isWithin(viewer, one)) : known).map((one: Option) => ({
    key: one.id, id: one.id, code: one.code, name: one.name,
    detail: one.ancestors ? placeOf(one.ancestors) : one.kind === 'FUNCTIONAL_ZONE' ? w.kind.FUNCTIONAL_ZONE : w.level[one.level],
  }))
  return <Finder label={w.typeToSearch} listLabel={w.chooseRegion} text={text} type={setText} found={options} choose={choose} empty={search !== '' && !found.fetching && options.length === 0} />
}
