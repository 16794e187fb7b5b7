import type { InputFieldMap, InputShapeFromFields } from '@pothos/core'
import type { GraphQLResolveInfo } from 'graphql'
import type { Context } from '../context.ts'
import { builder } from './builder.ts'
import { denied } from './denials.ts'
import { Conflict, Forbidden, NotFound, UserFailure, ValidationError } from './errors.ts'
import { namedIn } from './nodes.ts'

builder.mutationType()

/** A failure as the executor takes it for a value: an Error that a resolver returns is one that it threw. */
class Failed {
  readonly failure: UserFailure
  constructor(failure: UserFailure) {
    this.failure = failure
  }
}

const UserError = builder.interfaceRef<Failed>('UserError').implement({
  fields: (t) => ({
    code: t.string({ resolve: ({ failure }) => failure.code }),
    message: t.string({ resolve: ({ failure }) => failure.message }),
    path: t.stringList({ nullable: true, resolve: ({ failure }) => failure.path && [...failure.path] }),
  }),
  resolveType: ({ failure }) => failure.typename,
})

const failures = [
  ...[ValidationError, Forbidden, NotFound].map((type) => builder.objectRef<Failed>(type.name).implement({ interfaces: [UserError] })),
  builder.objectRef<Failed>('Conflict').implement({
    interfaces: [UserError],
    fields: (t) => ({
      currentVersion: t.int({
        nullable: true, description: 'the version that the record is at, where that is what differs',
        resolve: ({ failure }) => (failure instanceof Conflict ? failure.currentVersion : null),
      }),
    }),
  }),
]

type InputFields = (t: Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0]) => InputFieldMap

/** Every mutation's input has it; of a transition also `expectedVersion`. */
interface Common {
  idempotencyKey: string
}

/**
 * A mutation `name(input)` answering `<Name>Payload | ValidationError | Forbidden | NotFound | Conflict`. `resolve` throws
 * those four classes; anything else it throws is a bug and is masked. `idempotencyKey` is added to the input by itself.
 */
export function mutation<Fields extends InputFieldMap, Payload extends object>(name: string, options: {
  description?: string
  input: (t: Parameters<InputFields>[0]) => Fields
  payload: (ref: ReturnType<typeof builder.objectRef<Payload>>) => void
  resolve: (input: InputShapeFromFields<Fields> & Common, context: Context, info: GraphQLResolveInfo) => Promise<Payload>
}): void {
  const Name = name[0]!.toUpperCase() + name.slice(1)
  const Input = builder.inputType(`${Name}Input`, {
    fields: (t) => ({ idempotencyKey: t.string({ required: true, description: 'The same key and input answer the same, and do it once.' }), ...options.input(t) }),
  })
  const PayloadType = builder.objectRef<Payload>(`${Name}Payload`)
  options.payload(PayloadType as never)
  const Result = builder.unionType(`${Name}Result`, {
    types: [PayloadType, ...failures] as never,
    resolveType: (value: object) => (value instanceof Failed ? value.failure.typename : `${Name}Payload`) as never,
  })
  builder.mutationField(name, (t) =>
    t.field({
      type: Result as never,
      ...(options.description !== undefined && { description: options.description }),
      args: { input: t.arg({ type: Input, required: true }) },
      resolve: (async (_root: object, args: { input: object }, context: Context, info: GraphQLResolveInfo) => {
        const input = args.input as InputShapeFromFields<Fields> & Common
        try {
          if (input.idempotencyKey.length < 1 || input.idempotencyKey.length > 200)
            throw new ValidationError('IDEMPOTENCY_KEY', 'idempotencyKey has 1 to 200 characters', ['input', 'idempotencyKey'])
          return await options.resolve(input, context, info)
        } catch (error) {
          if (error instanceof Forbidden || error instanceof NotFound) context.note(denied(name, error.code, namedIn(input)))
          if (error instanceof UserFailure) return new Failed(error)
          throw error
        }
      }) as never,
    }))
}
