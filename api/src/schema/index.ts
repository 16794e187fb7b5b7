import type { GraphQLSchema } from 'graphql'
import './scalars.ts'
import './nodes.ts'
import '../features/regions/schema.ts'
import '../features/accounts/schema.ts'
import '../features/subjects/schema.ts'
import '../features/inspections/schema.ts'
import '../features/hazards/schema.ts'
import '../features/metrics/schema.ts'
import { checkArguments } from './arguments.ts'
import { builder } from './builder.ts'

export const schema: GraphQLSchema = checkArguments(builder.toSchema())
