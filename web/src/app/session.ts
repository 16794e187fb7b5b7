import { createContext, useContext } from 'react'
import { graphql, type ResultOf } from '../gql/index.ts'
import { defaultPeriod, parsePeriod, type Period } from '../lib/periods.ts'

export const regionHere = graphql(`
  fragment RegionHere on Region @_unmask {
    id
    code
    name
    level
    kind
    childLevel
    viewerSees
    viewerSectors {
      name
    }
    ancestors {
      id
      code
      name
      level
    }
  }
`)

export const sessionQuery = graphql(
  `
    query Session {
      viewer {
        name
        userName
        title
        titleEn
        viewerCanImport
        viewerCanRecord
        grants {
          role
          region {
            id
            name
            ancestors {
              id
            }
          }
          sectors {
            id
            name
          }
        }
        home {
          ...RegionHere
        }
      }
      office {
        name
        goLiveOn
        demonstration
        today
      }
    }
  `,
  [regionHere],
)

export const regionQuery = graphql(
  `
    query RegionOfAddress($code: String, $id: ID) {
      region(code: $code, id: $id) {
        ...RegionHere
      }
    }
  `,
  [regionHere],
)

export type Region = ResultOf<typeof regionHere>
export type Viewer = NonNullable<ResultOf<typeof sessionQuery>['viewer']>
export type Office = NonNullable<ResultOf<typeof sessionQuery>['office']>

/** What every page may rely on: who looks, and at which region and period. */
export interface Here {
  readonly viewer: Viewer
  readonly office: Office
  readonly region: Region
  readonly period: Period
}

/** Where the viewer stands by the address: its period or the default one, its region or the viewer's home. null: nobody is signed in. */
export function hereOf(session: ResultOf<typeof sessionQuery>, region: Region | null | undefined, query: URLSearchParams): Here | null {
  const { viewer, office } = session
  if (!viewer || !office) return null
  const period = parsePeriod(query.get('period') ?? '') ?? parsePeriod(defaultPeriod(office.today))!
  return { viewer, office, region: region ?? viewer.home, period }
}

export const HereContext = createContext<Here | null>(null)

/** @throws outside of the shell, where nobody is signed in. */
export function useHere(): Here {
  const here = useContext(HereContext)
  if (!here) throw new Error('useHere is for the pages within the shell')
  return here
}

/** A region as the address has it: its 12 digits, or its id where it has none. */
export const regionParam = (region: { id: string; code: string | null }): string => region.code ?? region.id

/** The arguments by which the API finds the region of the address. */
export const regionArguments = (text: string): { code?: string; id?: string } => (/^\d{12}$/.test(text) ? { code: text } : { id: text })

/** Where a region lies: 河南省 › 濮阳市 › 濮阳县. The country is not said. */
export const placeOf = (ancestors: readonly { name: string; level: string }[]): string =>
  ancestors
    .filter((one) => one.level !== 'COUNTRY')
    .map((one) => one.name)
    .join(' › ')

/** What was found within the viewer's own region, then what was found elsewhere; each once. */
export const nearestFirst = <T extends { id: string }>(mine: readonly T[], all: readonly T[]): T[] => [...mine, ...all.filter((one) => mine.every((each) => each.id !== one.id))]

/** Whether a region lies within the subtree of one of the viewer's posts. */
export const isWithin = ({ grants }: { readonly grants: readonly { readonly region: { readonly id: string } }[] }, region: { readonly id: string; readonly ancestors: readonly { readonly id: string }[] }): boolean =>
  [region, ...region.ancestors].some(({ id }) => grants.some((grant) => grant.region.id === id))
