import { useQuery } from 'urql'
import { graphql } from '../../gql/index.ts'

const sectorsQuery = graphql(`
  query Sectors {
    sectors {
      id
      name
      parent {
        id
      }
    }
  }
`)

export interface SectorChoice {
  readonly value: string
  readonly label: string
  readonly depth: number
}

/** Every sector below its parent, in the API's order. */
export function inTree(sectors: readonly { id: string; name: string; parent: { id: string } | null }[]): SectorChoice[] {
  const known = new Set(sectors.map((sector) => sector.id))
  const below = (parent: string | null, depth: number): SectorChoice[] =>
    sectors
      .filter((sector) => (sector.parent && known.has(sector.parent.id) ? sector.parent.id : null) === parent)
      .flatMap((sector) => [{ value: sector.id, label: sector.name, depth }, ...below(sector.id, depth + 1)])
  return below(null, 0)
}

export function useSectors(): SectorChoice[] {
  const [{ data }] = useQuery({ query: sectorsQuery, requestPolicy: 'cache-first' })
  return data ? inTree(data.sectors) : []
}
