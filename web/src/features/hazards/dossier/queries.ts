import { graphql, type ResultOf } from '../../../gql/index.ts'

export const eventFragment = graphql(`
  fragment DossierEvent on HazardEvent @_unmask {
    id
    type
    actor
    occurredAt
    recordedAt
    reason
    source
    lateEntry
    facts {
      name
      value
    }
  }
`)

export const dossierFragment = graphql(
  `
    fragment Dossier on Hazard @_unmask {
      id
      number
      version
      description
      level
      state
      source
      foundOn
      registeredOn
      recordedLate
      dueOn
      overdue
      overdueDays
      imported
      shownOnly
      submittedOn
      acceptedOn
      region {
        id
        name
        ancestors {
          id
          name
          level
        }
      }
      accountable {
        id
        name
        level
      }
      subject {
        id
        name
      }
      sector {
        id
        name
      }
      inspection {
        id
        number
        nature
      }
      duplicateOf {
        id
        number
      }
      rounds {
        n
        startedOn
        dueOn
        scoredDueOn
        submittedOn
        acceptedOn
        overdueDays
      }
      plan {
        responsiblePost
        measures
        fundsYuan
        dueOn
        contingency
      }
      details {
        measures
        fundsYuan
        fundsText
        contingency
        rectifyingUnit
        regulator
        reinspectingUnit
        progress
        address
        note
      }
      moves {
        kind
        viewerCan
        because
        primary
        dueOn
      }
      contacts {
        role
        name
        phone
      }
      people {
        role
        name
        phone
      }
      events(first: 200) {
        nodes {
          ...DossierEvent
        }
      }
    }
  `,
  [eventFragment],
)

export const dossierQuery = graphql(
  `
    query Dossier($id: ID!) {
      node(id: $id) {
        __typename
        id
        ... on Hazard {
          ...Dossier
        }
      }
    }
  `,
  [dossierFragment],
)

export type Hazard = ResultOf<typeof dossierFragment>
export type DossierEvent = ResultOf<typeof eventFragment>
export type MoveKind = Hazard['moves'][number]['kind']
