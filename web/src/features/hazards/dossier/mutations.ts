import { graphql } from '../../../gql/index.ts'

/** What every move answers: the hazard that was changed, or why nothing was. */
const moved = graphql(`
  fragment Moved on Hazard @_unmask {
    id
    version
  }
`)
const refused = graphql(`
  fragment Refused on UserError @_unmask {
    code
    message
    path
  }
`)
const answers = [moved, refused] as const

export const orderRectification = graphql(`mutation OrderRectification($input: OrderRectificationInput!) { orderRectification(input: $input) { __typename ... on OrderRectificationPayload { hazard { ...Moved } } ...Refused } }`, answers)
export const approveLongDeadline = graphql(`mutation ApproveLongDeadline($input: ApproveLongDeadlineInput!) { approveLongDeadline(input: $input) { __typename ... on ApproveLongDeadlinePayload { hazard { ...Moved } } ...Refused } }`, answers)
export const planRectification = graphql(`mutation PlanRectification($input: PlanRectificationInput!) { planRectification(input: $input) { __typename ... on PlanRectificationPayload { hazard { ...Moved } } ...Refused } }`, answers)
export const submitRectification = graphql(`mutation SubmitRectification($input: SubmitRectificationInput!) { submitRectification(input: $input) { __typename ... on SubmitRectificationPayload { hazard { ...Moved } } ...Refused } }`, answers)
export const reinspect = graphql(`mutation Reinspect($input: ReinspectInput!) { reinspect(input: $input) { __typename ... on ReinspectPayload { hazard { ...Moved } } ...Refused } }`, answers)
export const requestExtension = graphql(`mutation RequestExtension($input: RequestExtensionInput!) { requestExtension(input: $input) { __typename ... on RequestExtensionPayload { hazard { ...Moved } } ...Refused } }`, answers)
export const decideExtension = graphql(`mutation DecideExtension($input: DecideExtensionInput!) { decideExtension(input: $input) { __typename ... on DecideExtensionPayload { hazard { ...Moved } } ...Refused } }`, answers)
export const correctHazard = graphql(`mutation CorrectHazard($input: CorrectHazardInput!) { correctHazard(input: $input) { __typename ... on CorrectHazardPayload { hazard { ...Moved } } ...Refused } }`, answers)
export const requestVoid = graphql(`mutation RequestVoid($input: RequestVoidInput!) { requestVoid(input: $input) { __typename ... on RequestVoidPayload { hazard { ...Moved } } ...Refused } }`, answers)
export const countersignVoid = graphql(`mutation CountersignVoid($input: CountersignVoidInput!) { countersignVoid(input: $input) { __typename ... on CountersignVoidPayload { hazard { ...Moved } } ...Refused } }`, answers)
export const refuseVoid = graphql(`mutation RefuseVoid($input: RefuseVoidInput!) { refuseVoid(input: $input) { __typename ... on RefuseVoidPayload { hazard { ...Moved } } ...Refused } }`, answers)
export const reopenHazard = graphql(`mutation ReopenHazard($input: ReopenHazardInput!) { reopenHazard(input: $input) { __typename ... on ReopenHazardPayload { hazard { ...Moved } } ...Refused } }`, answers)
export const revisitHazard = graphql(`mutation RevisitHazard($input: RevisitHazardInput!) { revisitHazard(input: $input) { __typename ... on RevisitHazardPayload { hazard { ...Moved } } ...Refused } }`, answers)
export const listHazard = graphql(`mutation ListHazard($input: ListHazardInput!) { listHazard(input: $input) { __typename ... on ListHazardPayload { hazard { ...Moved } } ...Refused } }`, answers)
export const delistHazard = graphql(`mutation DelistHazard($input: DelistHazardInput!) { delistHazard(input: $input) { __typename ... on DelistHazardPayload { hazard { ...Moved } } ...Refused } }`, answers)
export const archiveHazard = graphql(`mutation ArchiveHazard($input: ArchiveHazardInput!) { archiveHazard(input: $input) { __typename ... on ArchiveHazardPayload { hazard { ...Moved } } ...Refused } }`, answers)
