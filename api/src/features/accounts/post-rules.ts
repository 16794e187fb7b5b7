import type { Language } from '../../context.ts'
import { ValidationError } from '../../schema/errors.ts'
import { administrationText } from './words.ts'

export const causeOf = (error: unknown): { code?: string; constraint_name?: string } => (error as { cause?: object }).cause ?? (error as object)

/** What the database says of a post that the account's other posts exclude (`posts_together`); null for any other error. */
export function refusedPost(error: unknown, language: Language): ValidationError | null {
  const refused = causeOf(error).constraint_name
  if (refused === 'account_grant_officers') return new ValidationError('OFFICERS', administrationText('OFFICERS', language), ['input', 'role'])
  return null
}
