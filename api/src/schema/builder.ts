import SchemaBuilder from '@pothos/core'
import type { Day, Period } from '@anwang/domain'
import type { Context } from '../context.ts'

/** Stands for a scalar that could not be read, until `checkArguments` refuses it by the argument's name. */
export class Malformed {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

/** Defines no types: every feature adds its own in `features/<f>/schema.ts`. */
export const builder = new SchemaBuilder<{
  Context: Context
  DefaultFieldNullability: false
  DefaultInputFieldRequiredness: false
  Scalars: {
    ID: { Input: string; Output: string }
    Period: { Input: Period; Output: Period }
    Date: { Input: Day; Output: Day }
    DateTime: { Input: Date; Output: Date }
  }
}>({ defaultFieldNullability: false })

builder.queryType()
