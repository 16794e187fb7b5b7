import { graphql, type ResultOf } from '../../gql/index.ts'

export const countsFragment = graphql(`
  fragment Counts on ImportCounts @_unmask {
    new
    changed
    unchanged
    refused
    asked
    skipped
    firms
  }
`)

export const problemFragment = graphql(`
  fragment Problem on RowProblem @_unmask {
    kind
    column
    field
    code
    value
    message
    right
    choices {
      value
      label
    }
  }
`)

export const rowFragment = graphql(
  `
    fragment StagedRow on ImportRow @_unmask {
      n
      sheet
      row
      outcome
      summary
      writes {
        firm
        newFirm
        place {
          name
        }
        accountable {
          name
        }
        hazard {
          level
          state
          dueOn
          scoredDueOn
          dueByDefault
        }
        closed
        lateEntry
      }
      problems {
        ...Problem
      }
    }
  `,
  [problemFragment],
)

export const importFragment = graphql(
  `
    fragment StagedImport on Import @_unmask {
      id
      fileName
      layout
      state
      uploadedAt
      uploadedBy
      confirmedAt
      progress
      failure
      erasedOn
      refusedUrl
      viewerCanConfirm
      viewerCanWithdraw
      withdrawRefusedBecause
      counts {
        ...Counts
      }
      counting {
        closed {
          period
          rows
        }
        lateEntries
        warned
      }
      answers {
        field
        label
        value
        answer
        remembered
        sheet
        row
        subject {
          id
          name
        }
      }
      sheets {
        name
        headerRow
        layout
        source
        sourceBecause
        unmatched
        missing
        notWritten
        periodText
        reportingUnit
        skipped
        hidden
        columns {
          field
          header
          index
        }
        headers {
          index
          letter
          header
          sample
        }
        fields {
          field
          label
          required
        }
      }
    }
  `,
  [countsFragment],
)

export const importQuery = graphql(
  `
    query ImportPage($id: ID!) {
      node(id: $id) {
        __typename
        id
        ... on Import {
          ...StagedImport
        }
      }
      layouts {
        id
        name
      }
    }
  `,
  [importFragment],
)

export const rowsQuery = graphql(
  `
    query ImportRows($id: ID!, $outcome: [RowOutcome!], $first: Int, $after: String) {
      node(id: $id) {
        __typename
        id
        ... on Import {
          rows(outcome: $outcome, first: $first, after: $after) {
            totalCount
            pageInfo {
              hasNextPage
              endCursor
            }
            nodes {
              ...StagedRow
            }
          }
        }
      }
    }
  `,
  [rowFragment],
)

export const importsQuery = graphql(
  `
    query Imports($first: Int, $after: String) {
      imports(first: $first, after: $after) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          id
          fileName
          layout
          state
          uploadedAt
          uploadedBy
          counts {
            ...Counts
          }
        }
      }
      layouts {
        id
        name
        templateUrl
      }
    }
  `,
  [countsFragment],
)

export type Import = ResultOf<typeof importFragment>
export type Sheet = Import['sheets'][number]
export type Row = ResultOf<typeof rowFragment>
export type Problem = ResultOf<typeof problemFragment>
export type Answered = Import['answers'][number]
export type Counts = ResultOf<typeof countsFragment>
