import type { Context } from '../../../context.ts'
import { builder } from '../../../schema/builder.ts'
import { NotFound } from '../../../schema/errors.ts'
import { mutation } from '../../../schema/mutations.ts'
import { globalId, idOf } from '../../../schema/nodes.ts'
import { mayAdminister } from '../policy.ts'
import { Viewer } from '../schema.ts'
import { credentialsOf, endSession, previousSignIn, sessionsOf, type OwnSession, type PreviousSignIn as Previous } from '../store/own.ts'

const Session = builder.objectRef<OwnSession>('Session').implement({
  description: "One of the viewer's own sessions.",
  fields: (t) => ({
    id: t.id({ resolve: (session) => globalId('Session', session.id) }),
    openedAt: t.expose('openedAt', { type: 'DateTime' }),
    seenAt: t.expose('seenAt', { type: 'DateTime', description: 'last used, to some ten minutes' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'however busy; unused it ends after two hours' }),
    address: t.exposeString('address', { nullable: true }),
    agent: t.exposeString('agent', { nullable: true, description: 'what the browser said it was' }),
    current: t.boolean({ description: 'the one that asks', resolve: (session, _args, { viewer }) => viewer?.sessionId === session.id }),
  }),
})

const PreviousSignIn = builder.objectRef<Previous>('PreviousSignIn').implement({
  description: 'The sign-in before that of the session that asks.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', nullable: true, description: 'null: this one is the first' }),
    address: t.exposeString('address', { nullable: true }),
    failures: t.exposeInt('failures', { description: 'tries at the password or the code that failed between the two' }),
  }),
})

const credentials = async (context: Context) => credentialsOf(await context.read(), context.viewer!.id)

builder.objectFields(Viewer, (t) => ({
  sessions: t.field({ type: [Session], resolve: async (viewer, _args, context) => sessionsOf(await context.read(), viewer.id) }),
  previousSignIn: t.field({
    type: PreviousSignIn, nullable: true,
    resolve: async (viewer, _args, context) => (viewer.sessionId === undefined ? null : previousSignIn(await context.read(), viewer.sessionId)),
  }),
  passwordChangedAt: t.field({ type: 'DateTime', resolve: async (_viewer, _args, context) => (await context.once(credentials)).passwordChangedAt }),
  secondFactorSince: t.field({ type: 'DateTime', nullable: true, description: 'null: none', resolve: async (_viewer, _args, context) => (await context.once(credentials)).secondFactorSince }),
  recoveryCodesLeft: t.int({ resolve: async (_viewer, _args, context) => (await context.once(credentials)).recoveryCodesLeft }),
  viewerCanAdminister: t.boolean({ description: 'makes accounts and gives posts', resolve: (viewer) => mayAdminister(viewer) }),
}))

mutation('endSession', {
  description: "Ends one of the viewer's own sessions; its next request is refused.",
  input: (t) => ({ session: t.id({ required: true }) }),
  payload: (ref) => ref.implement({ fields: (t) => ({ viewer: t.field({ type: Viewer, resolve: (_payload: object, _args, context) => context.viewer! }) }) }),
  async resolve(input, context) {
    const id = idOf('Session', input.session, 'input.session')
    await context.write({ idempotencyKey: input.idempotencyKey, request: ['endSession', input] }, async (tx) => {
      if (!(await endSession(tx, context.scope().accountId!, id))) throw new NotFound('SESSION', context.language === 'zh' ? '这个登录已经退出。' : 'That session has ended.')
      return { id }
    })
    return {}
  },
})
