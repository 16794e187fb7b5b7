import { graphql } from '../../gql/index.ts'

export const mapImport = graphql(`
  mutation MapImport($input: MapImportInput!) {
    mapImport(input: $input) {
      __typename
      ... on MapImportPayload {
        import {
          id
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

export const confirmImport = graphql(`
  mutation ConfirmImport($input: ConfirmImportInput!) {
    confirmImport(input: $input) {
      __typename
      ... on ConfirmImportPayload {
        import {
          id
          state
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

export const discardImport = graphql(`
  mutation DiscardImport($input: DiscardImportInput!) {
    discardImport(input: $input) {
      __typename
      ... on DiscardImportPayload {
        import {
          id
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

export const withdrawImport = graphql(`
  mutation WithdrawImport($input: WithdrawImportInput!) {
    withdrawImport(input: $input) {
      __typename
      ... on WithdrawImportPayload {
        import {
          id
          state
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
