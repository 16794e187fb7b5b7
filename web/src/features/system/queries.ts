import { graphql, type ResultOf } from '../../gql/index.ts'

export const systemQuery = graphql(`
  query SystemState {
    system {
      databaseVersion
      databaseBytes
      databaseSince
      servedSince
      unfolded
      unfoldedSince
      unsealed
      unsealedSince
      sealedAt
      checkedAt
      sound
      anchored
      backedUpAt
      backup
    }
  }
`)

export type SystemState = NonNullable<ResultOf<typeof systemQuery>['system']>
