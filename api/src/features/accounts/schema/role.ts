import { roles } from '../../../auth/grant.ts'
import { builder } from '../../../schema/builder.ts'

export const Role = builder.enumType('Role', { values: roles })
