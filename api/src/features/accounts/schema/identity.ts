import DataLoader from 'dataloader'
import type { IdentityProvider as Provider } from '../../../auth/identity.ts'
import type { Context } from '../../../context.ts'
import { builder } from '../../../schema/builder.ts'
import { opened } from '../administration.ts'
import { Viewer } from '../schema.ts'
import { hasPassword, identitiesOf, type Identity as IdentityRow } from '../store/identity.ts'
import { Account } from './administration.ts'

const IdentityProvider = builder.objectRef<Provider>('IdentityProvider').implement({
  description: "The office's own sign-in (统一身份认证), by OpenID Connect.",
  fields: (t) => ({ name: t.exposeString('name', { nullable: true, description: 'what the office calls it; null: 统一身份认证' }) }),
})

const Identity = builder.objectRef<IdentityRow>('Identity').implement({
  description: 'By whom the identity provider may sign in as an account.',
  fields: (t) => ({
    hint: t.exposeString('hint', { description: "the two ends of the provider's name for the person" }),
    boundAt: t.expose('boundAt', { type: 'DateTime' }),
  }),
})

builder.queryField('identityProvider', (t) =>
  t.field({ type: IdentityProvider, nullable: true, description: 'open to the unsigned; null: there is none', resolve: (_root, _args, { oidc }) => oidc ?? null }))

builder.objectFields(Viewer, (t) => ({
  identity: t.field({ type: Identity, nullable: true, description: 'null: none is bound', resolve: async (viewer, _args, context) => (await identitiesOf(await context.read(), [viewer.id])).get(viewer.id) ?? null }),
  hasPassword: t.boolean({ description: 'false: only the identity provider signs in', resolve: async (viewer, _args, context) => hasPassword(await context.read(), viewer.id) }),
}))

const administeredIdentities = (context: Context) => new DataLoader(async (ids: readonly string[]) => {
  const found = await identitiesOf(await context.once(opened), ids)
  return ids.map((id) => found.get(id) ?? null)
})
builder.objectField(Account, 'identity', (t) =>
  t.field({ type: Identity, nullable: true, description: 'null: none is bound, or it is not for the viewer to change', resolve: (account, _args, context) => context.once(administeredIdentities).load(account.id) }))
