import { graphql } from '../../../gql/index.ts'

export const orderRectification = graphql(`
  mutation OrderRectification($input: OrderRectificationInput!) {
    orderRectification(input: $input) {
      __typename
      ... on OrderRectificationPayload {
        hazard {
          id
          version
        }
      }
      ... on UserError {
        code
        message
        path
      }
    }
  }
`)

export const approveLongDeadline = graphql(`
  mutation ApproveLongDeadline($input: ApproveLongDeadlineInput!) {
    approveLongDeadline(input: $input) {
      __typename
      ... on ApproveLongDeadlinePayload {
        hazard {
          id
          version
        }
      }
      ... on UserError {
        code
        message
        path
      }
    }
  }
`)

export const planRectification = graphql(`
  mutation PlanRectification($input: PlanRectificationInput!) {
    planRectification(input: $input) {
      __typename
      ... on PlanRectificationPayload {
        hazard {
          id
          version
        }
      }
      ... on UserError {
        code
        message
        path
      }
    }
  }
`)

export const submitRectification = graphql(`
  mutation SubmitRectification($input: SubmitRectificationInput!) {
    submitRectification(input: $input) {
      __typename
      ... on SubmitRectificationPayload {
        hazard {
          id
          version
        }
      }
      ... on UserError {
        code
        message
        path
      }
    }
  }
`)

export const reinspect = graphql(`
  mutation Reinspect($input: ReinspectInput!) {
    reinspect(input: $input) {
      __typename
      ... on ReinspectPayload {
        hazard {
          id
          version
        }
      }
      ... on UserError {
        code
        message
        path
      }
    }
  }
`)

export const requestExtension = graphql(`
  mutation RequestExtension($input: RequestExtensionInput!) {
    requestExtension(input: $input) {
      __typename
      ... on RequestExtensionPayload {
        hazard {
          id
          version
        }
      }
      ... on UserError {
        code
        message
        path
      }
    }
  }
`)

export const decideExtension = graphql(`
  mutation DecideExtension($input: DecideExtensionInput!) {
    decideExtension(input: $input) {
      __typename
      ... on DecideExtensionPayload {
        hazard {
          id
          version
        }
      }
      ... on UserError {
        code
        message
        path
      }
    }
  }
`)

export const correctHazard = graphql(`
  mutation CorrectHazard($input: CorrectHazardInput!) {
    correctHazard(input: $input) {
      __typename
      ... on CorrectHazardPayload {
        hazard {
          id
          version
        }
      }
      ... on UserError {
        code
        message
        path
      }
    }
  }
`)

export const requestVoid = graphql(`
  mutation RequestVoid($input: RequestVoidInput!) {
    requestVoid(input: $input) {
      __typename
      ... on RequestVoidPayload {
        hazard {
          id
          version
        }
      }
      ... on UserError {
        code
        message
        path
      }
    }
  }
`)

export const countersignVoid = graphql(`
  mutation CountersignVoid($input: CountersignVoidInput!) {
    countersignVoid(input: $input) {
      __typename
      ... on CountersignVoidPayload {
        hazard {
          id
          version
        }
      }
      ... on UserError {
        code
        message
        path
      }
    }
  }
`)

export const refuseVoid = graphql(`
  mutation RefuseVoid($input: RefuseVoidInput!) {
    refuseVoid(input: $input) {
      __typename
      ... on RefuseVoidPayload {
        hazard {
          id
          version
        }
      }
      ... on UserError {
        code
        message
        path
      }
    }
  }
`)

export const reopenHazard = graphql(`
  mutation ReopenHazard($input: ReopenHazardInput!) {
    reopenHazard(input: $input) {
      __typename
      ... on ReopenHazardPayload {
        hazard {
          id
          version
        }
      }
      ... on UserError {
        code
        message
        path
      }
    }
  }
`)

export const archiveHazard = graphql(`
  mutation ArchiveHazard($input: ArchiveHazardInput!) {
    archiveHazard(input: $input) {
      __typename
      ... on ArchiveHazardPayload {
        hazard {
          id
          version
        }
      }
      ... on UserError {
        code
        message
        path
      }
    }
  }
`)
