import { graphql, type ResultOf } from '../../gql/index.ts'

export const auditChain = graphql(`
  fragment AuditChainState on Audit @_unmask {
    anchored
    chains {
      log
      sealed
      sealedAt
      checkedAt
      checked
      sound
      findings
    }
  }
`)

export const auditQuery = graphql(
  `
    query Audit($filter: AuditFilter, $first: Int, $after: String) {
      audit {
        ...AuditChainState
        entries(filter: $filter, first: $first, after: $after) {
          totalCount
          pageInfo {
            hasNextPage
            endCursor
          }
          nodes {
            number
            at
            kind
            refused
            reason
            userName
            title
            what
            target
            targetType
            targetId
            rows
            address
            region {
              id
              name
            }
            details {
              name
              value
            }
          }
        }
      }
    }
  `,
  [auditChain],
)

export const eventsQuery = graphql(
  `
    query AuditedEvents($record: String, $region: ID, $first: Int, $after: String) {
      audit {
        ...AuditChainState
        events(record: $record, region: $region, first: $first, after: $after) {
          totalCount
          pageInfo {
            hasNextPage
            endCursor
          }
          nodes {
            number
            stream
            record
            type
            userName
            title
            region {
              id
              name
            }
            occurredAt
            recordedAt
            source
            reason
            facts {
              name
              value
            }
          }
        }
      }
    }
  `,
  [auditChain],
)

export const verifyMutation = graphql(
  `
    mutation VerifyAudit($input: VerifyAuditInput!) {
      verifyAudit(input: $input) {
        __typename
        ... on VerifyAuditPayload {
          audit {
            ...AuditChainState
          }
        }
        ... on UserError {
          code
          message
          path
        }
      }
    }
  `,
  [auditChain],
)

export type Chains = ResultOf<typeof auditChain>
export type Event = NonNullable<ResultOf<typeof eventsQuery>['audit']>['events']['nodes'][number]
export type Entry = NonNullable<ResultOf<typeof auditQuery>['audit']>['entries']['nodes'][number]
