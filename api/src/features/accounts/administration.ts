import { newId, recordAudit, type Tx } from '@anwang/db'
import { normalizeCreditCode, type Day } from '@anwang/domain'
import DataLoader from 'dataloader'
import type { Role } from '../../auth/grant.ts'
import { newToken, sessionHash } from '../../auth/session.ts'
import type { Context } from '../../context.ts'
import { decodeCursor, pageOf, pageSize, type Page, type PageArgs } from '../../schema/connections.ts'
import { badInput, Forbidden, NotFound, ValidationError } from '../../schema/errors.ts'
import { findRegion } from '../regions/service.ts'
import type { Region } from '../regions/store.ts'
import { administeredPaths, mayAdminister, mayAdministerAt, mayChange, takesSectors } from './policy.ts'
import { sectorLoader } from './service.ts'
import { dropIdentity } from './store/identity.ts'
import {
  accountOf, accountsAfter, addAccount, addInvitation, addPost, administer, countAccounts, dropInvitation, dropSecondFactor, endPost, endPosts, endSessions, enterprisesOf, forgetName, holdAccount, officerOf, postOf, postsOf, type Account,
} from './store/posts.ts'
import { administrationText } from './words.ts'

/** How many days an invitation may be taken. */
const INVITATION_DAYS = 7
const LONGEST_TERM = 100

/** The operation's transaction, in which accounts and posts may be read. */
export const opened = async (context: Context): Promise<Tx> => {
  const tx = await context.read()
  await administer(tx, administeredPaths(context.viewer), context.clock.today())
  return tx
}

/** The accounts that the viewer administers; null for whoever is no security administrator. */
export async function accountsPage(context: Context, search: string | null | undefined, args: PageArgs): Promise<Page<Account> | null> {
  context.scope()
  if (!mayAdminister(context.viewer)) return null
  const term = search?.trim() || null
  if ((term?.length ?? 0) > LONGEST_TERM) throw badInput('search', `search is longer than ${LONGEST_TERM} characters`)
  const after = decodeCursor(args.after, ['text'])?.[0] ?? null
  const tx = await context.once(opened)
  const rows = await accountsAfter(tx, term, after, pageSize(args) + 1)
  return pageOf(rows, args, (row) => [row.userName], () => countAccounts(tx, term))
}

export const postLoader = (context: Context) => new DataLoader(async (ids: readonly string[]) => {
  const found = await postsOf(await context.once(opened), ids)
  return ids.map((id) => found.get(id) ?? [])
})
export const administered = (context: Context) => new DataLoader(async (ids: readonly string[]) => {
  const tx = await context.once(opened)
  return Promise.all(ids.map((id) => accountOf(tx, id)))
})

const says = (context: Context, code: Parameters<typeof administrationText>[0]) => administrationText(code, context.language)
function authorize(context: Context): void {
  context.scope()
  if (!mayAdminister(context.viewer)) throw new Forbidden('NOT_YOURS', says(context, 'NOT_YOURS'))
}

/** A region in which posts are given. @throws ValidationError, Forbidden */
async function regionAt(context: Context, id: string, field: string): Promise<Region> {
  const region = await findRegion(context, { id }, { code: field, id: field })
  if (!region) throw new ValidationError('REGION', says(context, 'REGION'), ['input', field])
  if (!mayAdministerAt(context.viewer, region.path)) throw new Forbidden('OUTSIDE', says(context, 'OUTSIDE'), ['input', field])
  return region
}

/** By row security: a closed region, too, is administered where its successor lies. */
const REFUSED = '42501'
const causeOf = (error: unknown): { code?: string; constraint_name?: string } => (error as { cause?: object }).cause ?? (error as object)

/** Does it to an account that the viewer administers and that is another's; the second log tells where it is one of the three officers. @throws Forbidden, NotFound */
async function change(context: Context, request: readonly [string, { idempotencyKey: string; accountId?: string }], work: (tx: Tx) => Promise<{ id: string; accountId: string }>): Promise<{ id: string; accountId: string }> {
  return context.write({ idempotencyKey: request[1].idempotencyKey, request }, async (tx) => {
    await administer(tx, administeredPaths(context.viewer), context.clock.today())
    const before = request[1].accountId !== undefined ? await officerOf(tx, request[1].accountId, context.clock.today()) : null
    const changed = await work(tx)
    const role = before ?? await officerOf(tx, changed.accountId, context.clock.today())
    const userName = (await accountOf(tx, changed.accountId))?.userName
    await recordAudit(tx, [{
      kind: 'ADMINISTRATION', action: request[0], accountId: context.viewer!.id, address: context.address, target: 'Account', targetId: changed.accountId, details: { ...(userName && { userName }), ...(role && { role }) },
    }])
    return changed
  }).catch((error: unknown) => {
    // What row security refuses to write lies outside, such as a closed region whose people have gone to another's.
    if (causeOf(error).code === '42501') throw new Forbidden('OUTSIDE', says(context, 'OUTSIDE'))
    throw error
  })
}
async function another(context: Context, tx: Tx, accountId: string): Promise<Account> {
  await holdAccount(tx, accountId)
  const account = await accountOf(tx, accountId)
  if (!account) throw new NotFound('ACCOUNT', says(context, 'ACCOUNT'))
  if (!mayChange(context.viewer, account.id)) throw new Forbidden('SELF', says(context, 'SELF'))
  if (!account.within) throw new Forbidden('OUTSIDE', says(context, 'ELSEWHERE'), ['input', 'account'])
  return account
}

/** A new token of an invitation, and what is kept of it; the token itself is in the first answer only. */
async function invite(tx: Tx, accountId: string): Promise<{ token: string; hash: string }> {
  const token = newToken()
  const hash = sessionHash(token)
  await addInvitation(tx, accountId, hash, new Date(Date.now() + INVITATION_DAYS * 86_400_000))
  return { token, hash }
}

export interface Invited {
  readonly accountId: string
  /** What the link carries; null where the same request was answered before. */
  readonly token: string | null
}

export interface NewAccount {
  readonly idempotencyKey: string
  readonly userName: string
  readonly title: string
  readonly titleEn?: string | null | undefined
  readonly home: string
}

const USER_NAME = /^[a-z0-9](?:[a-z0-9._-]{1,48})[a-z0-9]$/

/** An account without password or post, and the invitation to it. @throws UserFailure */
export async function inviteAccount(context: Context, input: NewAccount): Promise<Invited> {
  authorize(context)
  const [userName, title] = [input.userName.trim(), input.title.trim()]
  if (!USER_NAME.test(userName)) throw new ValidationError('USER_NAME', says(context, 'USER_NAME'), ['input', 'userName'])
  if (title === '' || title.length > 60) throw new ValidationError('TITLE', says(context, 'TITLE'), ['input', 'title'])
  const titleEn = input.titleEn?.trim() || title
  if (titleEn.length > 120) throw new ValidationError('TITLE', says(context, 'TITLE'), ['input', 'titleEn'])
  const home = await regionAt(context, input.home, 'home')
  let token: string | null = null
  const { accountId } = await change(context, ['inviteAccount', input], async (tx) => {
    const id = newId()
    await addAccount(tx, { id, userName, title, titleEn, homeId: home.id }).catch((error: unknown) => {
      if (causeOf(error).code === '23505') throw new ValidationError('USER_NAME_TAKEN', says(context, 'USER_NAME_TAKEN'), ['input', 'userName'])
      if (causeOf(error).code === REFUSED) throw new Forbidden('OUTSIDE', says(context, 'OUTSIDE'), ['input', 'home'])
      throw error
    })
    token = (await invite(tx, id)).token
    return { id, accountId: id }
  })
  return { accountId, token }
}

interface OfAccount {
  readonly idempotencyKey: string
  readonly accountId: string
}

/** A new invitation, by which the password is set anew; the one before holds no more. */
export async function renewInvitation(context: Context, input: OfAccount): Promise<Invited> {
  authorize(context)
  let token: string | null = null
  const { accountId } = await change(context, ['renewInvitation', input], async (tx) => {
    const { id } = await another(context, tx, input.accountId)
    token = (await invite(tx, id)).token
    return { id, accountId: id }
  })
  return { accountId, token }
}

export interface NewPost extends OfAccount {
  readonly role: Role
  /** null for an enterprise's post, which lies where the enterprise does. */
  readonly region: string | null
  readonly creditCode: string | null
  readonly sectors: readonly string[] | null
  readonly from: Day | null
  readonly until: Day | null
}

/** @throws UserFailure; ValidationError OFFICERS where the account's other posts exclude it (`posts_together`). */
export async function givePost(context: Context, input: NewPost): Promise<string> {
  authorize(context)
  const today = context.clock.today()
  const from = input.from ?? today
  const code = input.role === 'ENTERPRISE' ? normalizeCreditCode(input.creditCode ?? '') : null
  if (code === '' || (input.role !== 'ENTERPRISE' && input.creditCode !== null)) throw new ValidationError('ENTERPRISE', says(context, 'ENTERPRISE'), ['input', 'creditCode'])
  if (from < today) throw new ValidationError('BACKDATED', says(context, 'BACKDATED'), ['input', 'from'])
  if (input.until !== null && input.until <= from) throw new ValidationError('UNTIL', says(context, 'UNTIL'), ['input', 'until'])
  const sectors = input.sectors && input.sectors.length > 0 ? [...new Set(input.sectors)] : null
  if (sectors && !takesSectors(input.role)) throw new ValidationError('SECTORS', says(context, 'SECTORS'), ['input', 'sectors'])
  const known = new Set((await context.once(sectorLoader).all).map((sector) => sector.id))
  if (sectors?.some((id) => !known.has(id))) throw new ValidationError('SECTORS', says(context, 'SECTORS'), ['input', 'sectors'])
  if (code === null && input.region === null) throw new ValidationError('REGION', says(context, 'REGION'), ['input', 'region'])
  const region = code === null ? await regionAt(context, input.region!, 'region') : null
  const { accountId } = await change(context, ['givePost', input], async (tx) => {
    const account = await another(context, tx, input.accountId)
    const enterprises = code === null ? [] : await enterprisesOf(tx, code)
    if (code !== null && enterprises.length !== 1) throw new ValidationError('ENTERPRISE', says(context, 'ENTERPRISE'), ['input', 'creditCode'])
    const subject = enterprises[0] ?? null
    const place = subject ? { regionId: subject.regionId, path: subject.path } : { regionId: region!.id, path: region!.path }
    const subjectId = subject?.id ?? null
    const id = newId()
    await addPost(tx, { id, accountId: account.id, role: input.role, ...place, sectors, subjectId, from, until: input.until }).catch((error: unknown) => {
      const refused = causeOf(error).constraint_name
      if (refused === 'account_grant_officers') throw new ValidationError('OFFICERS', says(context, 'OFFICERS'), ['input', 'role'])
      if (causeOf(error).code === REFUSED) throw new Forbidden('OUTSIDE', says(context, 'OUTSIDE'), ['input', 'region'])
      throw error
    })
    return { id, accountId: account.id }
  })
  return accountId
}

/** From that day, today if none is given, the post is over. @throws UserFailure */
export async function finishPost(context: Context, input: { readonly idempotencyKey: string; readonly postId: string; readonly on: Day | null }): Promise<string> {
  authorize(context)
  const today = context.clock.today()
  if (input.on !== null && input.on < today) throw new ValidationError('BACKDATED', says(context, 'BACKDATED'), ['input', 'on'])
  return (await change(context, ['endPost', input], async (tx) => {
    const post = await postOf(tx, input.postId)
    if (!post) throw new NotFound('POST', says(context, 'POST'))
    if (!mayChange(context.viewer, post.accountId)) throw new Forbidden('SELF', says(context, 'SELF'))
    await endPost(tx, post.id, input.on ?? today)
    return { id: post.id, accountId: post.accountId }
  })).accountId
}

const onAccount = (name: string, work: (tx: Tx, account: Account, context: Context) => Promise<void>) => async (context: Context, input: OfAccount): Promise<string> => {
  authorize(context)
  return (await change(context, [name, input], async (tx) => {
    const account = await another(context, tx, input.accountId)
    await work(tx, account, context)
    return { id: account.id, accountId: account.id }
  })).accountId
}

/** Whoever leaves: all posts end today, all sessions at once, an invitation and a bound identity hold no more. */
export const leaveOffice = onAccount('leaveOffice', async (tx, { id }, { clock }) => {
  await endPosts(tx, id, clock.today())
  await dropInvitation(tx, id)
  await dropIdentity(tx, id)
  await endSessions(tx, id)
})
export const signOutAccount = onAccount('signOutAccount', (tx, { id }) => endSessions(tx, id))
/** For whoever lost phone and recovery codes; an officer sets up a new one at the next sign-in. */
export const resetSecondFactor = onAccount('resetSecondFactor', async (tx, { id, userName }) => {
  await dropSecondFactor(tx, id)
  await endSessions(tx, id)
  await forgetName(tx, userName)
})
/** The identity provider signs in as the account no more, nor do the sessions that are open. */
export const unbindIdentity = onAccount('unbindIdentity', async (tx, { id }) => {
  await dropIdentity(tx, id)
  await endSessions(tx, id)
})
