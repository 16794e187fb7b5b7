import { graphql, type ResultOf } from '../../gql/index.ts'

export const accountRow = graphql(`
  fragment AccountRow on Account @_unmask {
    id
    userName
    title
    home {
      id
      name
    }
    hasPassword
    identity {
      hint
      boundAt
    }
    invitedUntil
    secondFactor
    sessions
    waitsUntil
    erased
    postsElsewhere
    viewerCanChange
    posts {
      id
      role
      region {
        id
        name
      }
      enterprise
      sectors {
        id
        name
      }
      from
      until
      current
    }
  }
`)

export type Account = ResultOf<typeof accountRow>

export const accountsQuery = graphql(
  `
    query Accounts($search: String, $waiting: Boolean, $first: Int, $after: String) {
      accounts(search: $search, waiting: $waiting, first: $first, after: $after) {
        totalCount
        nodes {
          ...AccountRow
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [accountRow],
)

export const sectorsQuery = graphql(`
  query SectorsToGive {
    sectors {
      id
      name
    }
  }
`)

export const refused = graphql(`
  fragment AdministrationRefused on UserError @_unmask {
    code
    message
    path
  }
`)

export const inviteMutation = graphql(
  `
    mutation InviteAccount($input: InviteAccountInput!) {
      outcome: inviteAccount(input: $input) {
        __typename
        ...AdministrationRefused
        ... on InviteAccountPayload {
          invitation
          account {
            ...AccountRow
          }
        }
      }
    }
  `,
  [accountRow, refused],
)
export const giveMutation = graphql(
  `
    mutation GivePost($input: GivePostInput!) {
      outcome: givePost(input: $input) {
        __typename
        ...AdministrationRefused
        ... on GivePostPayload {
          proposed
          invitation
          account {
            ...AccountRow
          }
        }
      }
    }
  `,
  [accountRow, refused],
)
export const endPostMutation = graphql(
  `
    mutation EndPost($input: EndPostInput!) {
      outcome: endPost(input: $input) {
        __typename
        ...AdministrationRefused
        ... on EndPostPayload {
          account {
            ...AccountRow
          }
        }
      }
    }
  `,
  [accountRow, refused],
)

const renewInvitation = graphql(
  `
    mutation RenewInvitation($input: RenewInvitationInput!) {
      outcome: renewInvitation(input: $input) {
        __typename
        ...AdministrationRefused
        ... on RenewInvitationPayload {
          proposed
          invitation
          account {
            ...AccountRow
          }
        }
      }
    }
  `,
  [accountRow, refused],
)
const signOutAccount = graphql(
  `
    mutation SignOutAccount($input: SignOutAccountInput!) {
      outcome: signOutAccount(input: $input) {
        __typename
        ...AdministrationRefused
        ... on SignOutAccountPayload {
          account {
            ...AccountRow
          }
        }
      }
    }
  `,
  [accountRow, refused],
)
const resetSecondFactor = graphql(
  `
    mutation ResetSecondFactor($input: ResetSecondFactorInput!) {
      outcome: resetSecondFactor(input: $input) {
        __typename
        ...AdministrationRefused
        ... on ResetSecondFactorPayload {
          proposed
          account {
            ...AccountRow
          }
        }
      }
    }
  `,
  [accountRow, refused],
)
const leaveOffice = graphql(
  `
    mutation LeaveOffice($input: LeaveOfficeInput!) {
      outcome: leaveOffice(input: $input) {
        __typename
        ...AdministrationRefused
        ... on LeaveOfficePayload {
          account {
            ...AccountRow
          }
        }
      }
    }
  `,
  [accountRow, refused],
)
const unlockAccount = graphql(
  `
    mutation UnlockAccount($input: UnlockAccountInput!) {
      outcome: unlockAccount(input: $input) {
        __typename
        ...AdministrationRefused
        ... on UnlockAccountPayload {
          account {
            ...AccountRow
          }
        }
      }
    }
  `,
  [accountRow, refused],
)
const eraseAccount = graphql(
  `
    mutation EraseAccount($input: EraseAccountInput!) {
      outcome: eraseAccount(input: $input) {
        __typename
        ...AdministrationRefused
        ... on EraseAccountPayload {
          account {
            ...AccountRow
          }
        }
      }
    }
  `,
  [accountRow, refused],
)
const unbindIdentity = graphql(
  `
    mutation UnbindIdentity($input: UnbindIdentityInput!) {
      outcome: unbindIdentity(input: $input) {
        __typename
        ...AdministrationRefused
        ... on UnbindIdentityPayload {
          account {
            ...AccountRow
          }
        }
      }
    }
  `,
  [accountRow, refused],
)
/** What can be done to an account as a whole, in the order shown. */
export const acts = { unlockAccount, renewInvitation, signOutAccount, resetSecondFactor, unbindIdentity, leaveOffice, eraseAccount } as const
export type Act = keyof typeof acts
