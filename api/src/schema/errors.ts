import { GraphQLError } from 'graphql'

/** A query's argument that cannot be answered; `argument` names it, with a dotted path inside an input. */
export const badInput = (argument: string, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', argument } })

export const unauthenticated = (): GraphQLError =>
  new GraphQLError('Sign in first.', { extensions: { code: 'UNAUTHENTICATED' } })

/** What a mutation answers with instead of its payload: a member of its union, never a top-level error. */
export abstract class UserFailure extends Error {
  abstract readonly typename: 'ValidationError' | 'Forbidden' | 'NotFound' | 'Conflict'
  readonly code: string
  readonly path: readonly string[] | null

  constructor(code: string, message: string, path: readonly string[] | null = null) {
    super(message)
    this.code = code
    this.path = path
  }
}

/** A value that a rule refuses; `path` names the field of the input. */
export class ValidationError extends UserFailure {
  readonly typename = 'ValidationError'
}
/** The viewer's post may not do it here. */
export class Forbidden extends UserFailure {
  readonly typename = 'Forbidden'
}
/** It is not there, or lies outside the viewer's scope: the two are not told apart. */
export class NotFound extends UserFailure {
  readonly typename = 'NotFound'
}
/** Somebody else was faster, or the key of idempotency was used for another request. */
export class Conflict extends UserFailure {
  readonly typename = 'Conflict'
  /** The version that the record is at, where that is what differs. */
  readonly currentVersion: number | null

  constructor(code: string, message: string, path: readonly string[] | null = null, currentVersion: number | null = null) {
    super(code, message, path)
    this.currentVersion = currentVersion
  }
}
