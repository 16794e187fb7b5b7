import type { AuditNote } from '@anwang/db'
import type { GraphQLResolveInfo } from 'graphql'

/** 王** */
export const maskedName = (name: string | null): string | null => (name === null ? null : `${[...name][0] ?? ''}**`)
/** 1000****001 */
export const maskedPhone = (phone: string | null): string | null =>
  phone === null ? null : phone.length < 8 ? '****' : `${phone.slice(0, 4)}****${phone.slice(-3)}`

/** The line of the second log for names and numbers shown unmasked. */
export const personalDataRead = (target: 'Subject' | 'Inspection' | 'Hazard', targetId: string): AuditNote => ({ kind: 'PERSONAL_DATA', action: `${target}.contacts`, target, targetId })

/** Whether the field was reached through a list, so that many records are shown at once. */
export function withinList(info: Pick<GraphQLResolveInfo, 'path'>): boolean {
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at; at = at.prev) if (typeof at.key === 'number') return true
  return false
}
