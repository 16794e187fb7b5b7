import { graphql, type ResultOf } from '../../gql/index.ts'
import { refused } from './admin-queries.ts'

export const proposalRow = graphql(`
  fragment ProposalRow on Proposal @_unmask {
    id
    kind
    state
    userName
    title
    role
    region {
      id
      name
    }
    from
    until
    proposer
    proposedAt
    expiresAt
    decider
    decidedAt
    reason
    viewerCanDecide
    viewerCanWithdraw
  }
`)

export type Proposal = ResultOf<typeof proposalRow>

export const proposalsQuery = graphql(
  `
    query Proposals($open: Boolean, $first: Int, $after: String) {
      proposals(open: $open, first: $first, after: $after) {
        totalCount
        nodes {
          ...ProposalRow
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [proposalRow],
)

const countersign = graphql(
  `
    mutation CountersignProposal($input: CountersignProposalInput!) {
      outcome: countersignProposal(input: $input) {
        __typename
        ...AdministrationRefused
        ... on CountersignProposalPayload {
          proposal {
            ...ProposalRow
          }
        }
      }
    }
  `,
  [proposalRow, refused],
)
const withdraw = graphql(
  `
    mutation WithdrawProposal($input: WithdrawProposalInput!) {
      outcome: withdrawProposal(input: $input) {
        __typename
        ...AdministrationRefused
        ... on WithdrawProposalPayload {
          proposal {
            ...ProposalRow
          }
        }
      }
    }
  `,
  [proposalRow, refused],
)
export const returnMutation = graphql(
  `
    mutation ReturnProposal($input: ReturnProposalInput!) {
      outcome: returnProposal(input: $input) {
        __typename
        ...AdministrationRefused
        ... on ReturnProposalPayload {
          proposal {
            ...ProposalRow
          }
        }
      }
    }
  `,
  [proposalRow, refused],
)
export const decisions = { countersign, withdraw } as const
