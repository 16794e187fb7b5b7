import { newId, recordAudit, type Tx } from '@anwang/db'
import { normalizeCreditCode, type Day } from '@anwang/domain'
import DataLoader from 'dataloader'
import type { Role } from '../../auth/grant.ts'
import { newToken, sessionHash } from '../../auth/session.ts'
import type { Context } from '../../context.ts'
import { decodeCursor, pageOf, pageSize, type Page, type PageArgs } from '../../schema/connections.ts'
import { badInput, Conflict, Forbidden, NotFound, ValidationError } from '../../schema/errors.ts'
import { findRegion } from '../regions/service.ts'
import type { Region } from '../regions/store.ts'
import { OFFICERS } from '../../auth/scope.ts'
import { causeOf, refusedPost } from './post-rules.ts'
import { propose, proposeInvitation, proposePost } from './proposals.ts'
import { administeredPaths, mayAdminister, mayAdministerAt, mayChange, takesSectors } from './policy.ts'
import { sectorLoader } from './service.ts'
import { dropIdentity } from './store/identity.ts'
import {
  accountOf, accountsAfter, accountsOf, addAccount, addInvitation, addPost, administer, countAccounts, dropInvitation, dropSecondFactor, eraseHolder, endPost, endPosts, endSessions, enterprisesOf, forgetName, holdAccount, officerOf, postOf, postsOf, type Account,
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
export async function accountsPage(context: Context, { search, waiting }: { readonly search?: string | null | undefined; readonly waiting?: boolean | null | undefined }, args: PageArgs): Promise<Page<Account> | null> {
  context.scope()
  if (!mayAdminister(context.viewer)) return null
  const term = search?.trim() || null
  if ((term?.length ?? 0) > LONGEST_TERM) throw badInput('search', `search is longer than ${LONGEST_TERM} characters`)
  const after = decodeCursor(args.after, ['text'])?.[0] ?? null
  const tx = await context.once(opened)
  const filter = { search: term, waiting: waiting ?? false }
  const rows = await accountsAfter(tx, filter, after, pageSize(args) + 1)
  return pageOf(rows, args, (row) => [row.userName], () => countAccounts(tx, filter))
}

export const postLoader = (context: Context) => new DataLoader(async (ids: readonly string[]) => {
  const found = await postsOf(await context.once(opened), ids)
  return ids.map((id) => found.get(id) ?? [])
})
export const administered = (context: Context) => new DataLoader(async (ids: readonly string[]) => {
  const found = await accountsOf(await context.once(opened), ids)
  return ids.map((id) => found.get(id) ?? null)
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

export interface Changed {
  readonly accountId: string
  /** It waits for the second signature. */
  readonly proposed: boolean
}
interface Done {
  readonly id: string
  readonly accountId: string
  readonly proposed?: true
}

/** What the database writes down itself, whoever changes it: posts (`grant_audit`) and bound identities (`identity_audit`). */
const WRITTEN_ALREADY: ReadonlySet<string> = new Set(['givePost', 'endPost', 'unbindIdentity'])

/**
 * Does it to an account that the viewer administers and that is another's; the second log tells where it is one of the three
 * officers. What is only proposed the database writes there itself. @throws Forbidden, NotFound
 */
async function change(context: Context, request: readonly [string, { idempotencyKey: string; accountId?: string }], work: (tx: Tx, officer: Role | null) => Promise<Done>): Promise<Changed> {
  const done = await context.write({ idempotencyKey: request[1].idempotencyKey, request }, async (tx) => {
    await administer(tx, administeredPaths(context.viewer), context.clock.today())
    const before = request[1].accountId !== undefined ? await officerOf(tx, request[1].accountId, context.clock.today()) : null
    const changed = await work(tx, before)
    if (changed.proposed || WRITTEN_ALREADY.has(request[0])) return changed
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
  return { accountId: done.accountId, proposed: done.proposed ?? false }
}
async function another(context: Context, tx: Tx, accountId: string): Promise<Account> {
  await holdAccount(tx, accountId)
  const account = await accountOf(tx, accountId)
  if (!account) throw new NotFound('ACCOUNT', says(context, 'ACCOUNT'))
  if (!mayChange(context.viewer, account.id)) throw new Forbidden('SELF', says(context, 'SELF'))
  if (account.erased) throw new Forbidden('ERASED', says(context, 'ERASED'), ['input', 'account'])
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

export interface Invited extends Changed {
  /** What the link carries; null where the same request was answered before, or no link was made. */
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
  const changed = await change(context, ['inviteAccount', input], async (tx) => {
    const id = newId()
    await addAccount(tx, { id, userName, title, titleEn, homeId: home.id }).catch((error: unknown) => {
      if (causeOf(error).code === '23505') throw new ValidationError('USER_NAME_TAKEN', says(context, 'USER_NAME_TAKEN'), ['input', 'userName'])
      throw error
    })
    token = (await invite(tx, id)).token
    return { id, accountId: id }
  })
  return { ...changed, token }
}

interface OfAccount {
  readonly idempotencyKey: string
  readonly accountId: string
}

/** A new invitation, by which the password is set anew; the one before holds no more. An officer's is proposed, and opens nothing before it is signed. */
export async function renewInvitation(context: Context, input: OfAccount): Promise<Invited> {
  authorize(context)
  let token: string | null = null
  const changed = await change(context, ['renewInvitation', input], async (tx, officer) => {
    const { id: accountId } = await another(context, tx, input.accountId)
    if (officer) {
      const proposed = await proposeInvitation(context, tx, accountId)
      token = proposed.token
      return { id: proposed.id, accountId, proposed: true }
    }
    token = (await invite(tx, accountId)).token
    return { id: accountId, accountId }
  })
  return { ...changed, token }
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

/** An officer's post is proposed, to whoever is none yet with the link that will be the only way in. @throws UserFailure; ValidationError OFFICERS where the account's other posts exclude it (`posts_together`). */
export async function givePost(context: Context, input: NewPost): Promise<Invited> {
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
  let token: string | null = null
  const changed = await change(context, ['givePost', input], async (tx, officer) => {
    const account = await another(context, tx, input.accountId)
    if (OFFICERS.has(input.role)) {
      const proposed = await proposePost(context, tx, account.id, { role: input.role, regionId: region!.id, from, until: input.until }, officer === null)
      token = proposed.token
      return { id: proposed.id, accountId: account.id, proposed: true }
    }
    const enterprises = code === null ? [] : await enterprisesOf(tx, code)
    if (code !== null && enterprises.length !== 1) throw new ValidationError('ENTERPRISE', says(context, 'ENTERPRISE'), ['input', 'creditCode'])
    const subject = enterprises[0] ?? null
    const place = subject ? { regionId: subject.regionId, path: subject.path } : { regionId: region!.id, path: region!.path }
    const subjectId = subject?.id ?? null
    const id = newId()
    await addPost(tx, { id, accountId: account.id, role: input.role, ...place, sectors, subjectId, from, until: input.until }).catch((error: unknown) => {
      throw refusedPost(error, context.language) ?? error
    })
    return { id, accountId: account.id }
  })
  return { ...changed, token }
}

/** From that day, today if none is given, the post is over. @throws UserFailure */
export async function finishPost(context: Context, input: { readonly idempotencyKey: string; readonly postId: string; readonly on: Day | null }): Promise<Changed> {
  authorize(context)
  const today = context.clock.today()
  if (input.on !== null && input.on < today) throw new ValidationError('BACKDATED', says(context, 'BACKDATED'), ['input', 'on'])
  return change(context, ['endPost', input], async (tx) => {
    const post = await postOf(tx, input.postId)
    if (!post) throw new NotFound('POST', says(context, 'POST'))
    if (!mayChange(context.viewer, post.accountId)) throw new Forbidden('SELF', says(context, 'SELF'))
    await endPost(tx, post.id, input.on ?? today)
    return { id: post.id, accountId: post.accountId }
  })
}

/** `work` answers the id of a proposal where it only proposed. */
const onAccount = (name: string, work: (tx: Tx, account: Account, context: Context, officer: Role | null) => Promise<string | void>) => async (context: Context, input: OfAccount): Promise<Changed> => {
  authorize(context)
  return change(context, [name, input], async (tx, officer) => {
    const account = await another(context, tx, input.accountId)
    const proposal = await work(tx, account, context, officer)
    return { id: proposal ?? account.id, accountId: account.id, ...(proposal !== undefined && { proposed: true }) }
  })
}

/** Whoever leaves: all posts end today, all sessions at once, an invitation and a bound identity hold no more. */
export const leaveOffice = onAccount('leaveOffice', async (tx, { id }, { clock }) => {
  await endPosts(tx, id, clock.today())
  await dropInvitation(tx, id)
  await dropIdentity(tx, id)
  await endSessions(tx, id)
})
export const signOutAccount = onAccount('signOutAccount', (tx, { id }) => endSessions(tx, id))
/** For whoever lost phone and recovery codes. An officer's is proposed; a new one is set up at the next sign-in. */
export const resetSecondFactor = onAccount('resetSecondFactor', async (tx, { id, userName }, context, officer) => {
  if (officer) return propose(context, tx, { kind: 'SECOND_FACTOR', accountId: id })
  await dropSecondFactor(tx, id)
  await endSessions(tx, id)
  await forgetName(tx, userName)
})
/** Ends the waiting after wrong tries, whoever made them. */
export const unlockAccount = onAccount('unlockAccount', (tx, { userName }) => forgetName(tx, userName))
/** Of an account whose posts are all over: nothing in it tells any longer who held it. The second log keeps what it says of it. @throws Conflict IN_OFFICE */
export const eraseAccount = onAccount('eraseAccount', async (tx, { id }, context) => {
  const objection = await eraseHolder(tx, id, context.clock.today())
  if (objection === 'IN_OFFICE') throw new Conflict('IN_OFFICE', says(context, 'IN_OFFICE'))
  if (objection) throw new NotFound(objection, says(context, objection))
})
/** The identity provider signs in as the account no more, nor do the sessions that are open. */
export const unbindIdentity = onAccount('unbindIdentity', async (tx, { id }) => {
  await dropIdentity(tx, id)
  await endSessions(tx, id)
})
