import type { AuditNote } from '@anwang/db'
import { masked } from '@anwang/domain/personal'
import type { GraphQLResolveInfo } from 'graphql'
import type { Context } from '../../context.ts'
import type { Contact } from './store/index.ts'

/** The line of the second log for names and numbers shown unmasked. */
const personalDataRead = (target: 'Subject' | 'Inspection' | 'Hazard', targetId: string): AuditNote => ({ kind: 'PERSONAL_DATA', action: `${target}.contacts`, target, targetId })

/** Whether the field was reached through a list, so that many records are shown at once. */
export function withinList(info: Pick<GraphQLResolveInfo, 'path'>): boolean {
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at; at = at.prev) if (typeof at.key === 'number') return true
  return false
}

/** People as they may be shown: whole to those who work with them, one record at a time, with a line in the second log; masked otherwise. */
export function shown(context: Context, info: GraphQLResolveInfo, people: readonly Contact[], worksWithThem: boolean, of: 'Subject' | 'Inspection' | 'Hazard', id: string): readonly Contact[] {
  if (!worksWithThem || withinList(info)) return people.map(masked)
  if (people.length > 0) context.note(personalDataRead(of, id))
  return people
}
