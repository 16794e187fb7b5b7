import type { Context } from '../../../context.ts'
import { builder } from '../../../schema/builder.ts'
import { connection } from '../../../schema/connections.ts'
import { mutation } from '../../../schema/mutations.ts'
import { globalId, idOf } from '../../../schema/nodes.ts'
import { Region } from '../../regions/schema.ts'
import { regionOf } from '../../regions/service.ts'
import {
  accountsPage, administered, eraseAccount, finishPost, givePost, inviteAccount, leaveOffice, postLoader, renewInvitation, resetSecondFactor, signOutAccount, unbindIdentity, unlockAccount, type Changed as Done,
} from '../administration.ts'
import { mayChange } from '../policy.ts'
import { Sector, sectorLoader } from '../schema.ts'
import type { Account as AccountRow, Post as PostRow } from '../store/posts.ts'
import { Role } from './role.ts'

const Post = builder.objectRef<PostRow>('Post').implement({
  description: 'A grant with its days: role × region and what lies below × sectors.',
  fields: (t) => ({
    id: t.id({ resolve: (post) => globalId('Post', post.id) }),
    role: t.expose('role', { type: Role }),
    region: t.field({ type: Region, resolve: (post, _args, context) => regionOf(context, post.regionId) }),
    sectors: t.field({
      type: [Sector], nullable: true, description: 'null: all',
      resolve: async (post, _args, context) => post.sectors && (await Promise.all(post.sectors.map((id) => context.once(sectorLoader).load(id)))).filter((sector) => sector !== null),
    }),
    enterprise: t.exposeString('enterprise', { nullable: true, description: 'the name of the enterprise that it is for' }),
    from: t.expose('from', { type: 'Date' }),
    until: t.expose('until', { type: 'Date', nullable: true, description: 'the first day on which it holds no more' }),
    current: t.boolean({ resolve: (post, _args, { clock }) => post.from <= clock.today() && (post.until === null || clock.today() < post.until) }),
  }),
})

export const Account = builder.objectRef<AccountRow>('Account').implement({
  description: 'An account as its security administrator sees it.',
  fields: (t) => ({
    id: t.id({ resolve: (account) => globalId('Account', account.id) }),
    userName: t.exposeString('userName'),
    title: t.string({ resolve: (account, _args, { language }) => (language === 'en' ? account.titleEn : account.title) }),
    home: t.field({ type: Region, resolve: (account, _args, context) => regionOf(context, account.homeId) }),
    posts: t.field({ type: [Post], description: 'past and future ones too, the newest first', resolve: (account, _args, context) => context.once(postLoader).load(account.id) }),
    hasPassword: t.exposeBoolean('hasPassword', { description: 'false: nobody can sign in with it yet' }),
    invitedUntil: t.expose('invitedUntil', { type: 'DateTime', nullable: true }),
    secondFactor: t.exposeBoolean('secondFactor'),
    sessions: t.exposeInt('sessions', { description: 'open now' }),
    seenAt: t.expose('seenAt', { type: 'DateTime', nullable: true, description: 'of the open sessions' }),
    waitsUntil: t.expose('waitsUntil', { type: 'DateTime', nullable: true, description: 'after wrong tries it cannot sign in before then' }),
    erased: t.exposeBoolean('erased', { description: 'nothing in it tells any longer who held it; nobody changes it' }),
    postsElsewhere: t.boolean({ description: 'it holds or is to hold posts outside of what the viewer administers: the security administrator above changes it', resolve: ({ within, erased }) => !within && !erased }),
    viewerCanChange: t.boolean({ description: 'another\'s, without posts outside of what the viewer administers', resolve: (account, _args, { viewer }) => account.within && !account.erased && mayChange(viewer, account.id) }),
  }),
})
const AccountConnection = connection<AccountRow>('Account', Account)

builder.queryField('accounts', (t) =>
  t.field({
    type: AccountConnection, nullable: true, description: 'by user name; null for everybody but the security administrator',
    args: { search: t.arg.string({ description: 'in user name and title' }), waiting: t.arg.boolean({ description: 'only those that wait after wrong tries' }), first: t.arg.int(), after: t.arg.string() },
    resolve: (_root, { search, waiting, ...args }, context) => accountsPage(context, { search, waiting }, args),
  }))

interface Changed extends Done {
  readonly token?: string | null
}
const account = ({ accountId }: Changed, _args: object, context: Context): Promise<AccountRow | null> => context.once(administered).load(accountId)
type Ref = ReturnType<typeof builder.objectRef<Changed>>
/** A post here may be of an account at home elsewhere. */
const ofPost = (ref: Ref) => ref.implement({ fields: (t) => ({ account: t.field({ type: Account, nullable: true, description: 'null: at home outside of what one administers', resolve: account }) }) })
const mine = async (changed: Changed, args: object, context: Context): Promise<AccountRow> => (await account(changed, args, context))!
const PROPOSED = 'it is one of the three officers: it is done when another officer has signed it'
const payload = (ref: Ref) => ref.implement({ fields: (t) => ({ account: t.field({ type: Account, resolve: mine }), proposed: t.exposeBoolean('proposed', { description: PROPOSED }) }) })
const invited = (ref: Ref) => ref.implement({
  fields: (t) => ({
    account: t.field({ type: Account, resolve: mine }),
    proposed: t.exposeBoolean('proposed', { description: PROPOSED }),
    invitation: t.string({ nullable: true, description: 'what the link carries, told once: null where the same request was answered before, or no link was made', resolve: ({ token }) => token ?? null }),
  }),
})
const idIn = (id: string) => idOf('Account', id, 'input.account')

mutation('inviteAccount', {
  description: 'A new account, and the link by which its owner sets the password.',
  input: (t) => ({ userName: t.string({ required: true }), title: t.string({ required: true, description: 'what the post is called; no names of persons' }), titleEn: t.string(), home: t.id({ required: true }) }),
  payload: invited,
  resolve: (input, context): Promise<Changed> => inviteAccount(context, input),
})

mutation('renewInvitation', {
  description: 'A new link by which the password is set anew; the one before holds no more.',
  input: (t) => ({ account: t.id({ required: true }) }),
  payload: invited,
  resolve: (input, context): Promise<Changed> => renewInvitation(context, { idempotencyKey: input.idempotencyKey, accountId: idIn(input.account) }),
})

const onAccount = (name: string, description: string, work: (context: Context, input: { idempotencyKey: string; accountId: string }) => Promise<Done>) =>
  mutation(name, {
    description,
    input: (t) => ({ account: t.id({ required: true }) }),
    payload,
    resolve: (input, context): Promise<Changed> => work(context, { idempotencyKey: input.idempotencyKey, accountId: idIn(input.account) }),
  })
onAccount('leaveOffice', 'Whoever leaves: all posts end today, all sessions at once.', leaveOffice)
onAccount('signOutAccount', "Ends the account's sessions; their next request is refused.", signOutAccount)
onAccount('resetSecondFactor', 'For whoever lost phone and recovery codes; ends the sessions too.', resetSecondFactor)
onAccount('unlockAccount', 'Ends the waiting after wrong tries.', unlockAccount)
onAccount('eraseAccount', 'For good: name and title of an account whose posts are all over are erased, with all that signs in to it; records and logs keep its id.', eraseAccount)
onAccount('unbindIdentity', 'The identity provider signs in as the account no more; ends the sessions too.', unbindIdentity)

mutation('givePost', {
  description: "An officer's post is proposed; with the second signature the account's password, second factor, bound identity, sessions and links are void unless it is an officer's already, and the link told here is its way in.",
  input: (t) => ({
    account: t.id({ required: true }), role: t.field({ type: Role, required: true }), region: t.id({ description: 'of all posts but those of an enterprise' }),
    creditCode: t.string({ description: 'of the enterprise, for its post' }), sectors: t.idList({ description: 'none: all' }),
    from: t.field({ type: 'Date', description: 'today unless said otherwise; not before' }), until: t.field({ type: 'Date', description: 'the first day on which it holds no more' }),
  }),
  payload: invited,
  resolve: (input, context): Promise<Changed> =>
    givePost(context, {
      idempotencyKey: input.idempotencyKey, accountId: idIn(input.account), role: input.role, region: input.region ?? null, creditCode: input.creditCode ?? null,
      sectors: input.sectors?.map((id) => idOf('Sector', id, 'input.sectors')) ?? null, from: input.from ?? null, until: input.until ?? null,
    }),
})

mutation('endPost', {
  description: 'What the post allowed is refused from the next request on, or from that day.',
  input: (t) => ({ post: t.id({ required: true }), on: t.field({ type: 'Date', description: 'today unless said otherwise; not before' }) }),
  payload: ofPost,
  resolve: (input, context): Promise<Changed> => finishPost(context, { idempotencyKey: input.idempotencyKey, postId: idOf('Post', input.post, 'input.post'), on: input.on ?? null }),
})
