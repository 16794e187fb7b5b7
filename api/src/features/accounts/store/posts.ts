import { multirange, type Tx } from '@anwang/db'
import type { Day } from '@anwang/domain'
import { sql } from 'drizzle-orm'
import type { Role } from '../../../auth/grant.ts'
import { OFFICERS } from '../../../auth/scope.ts'

/** Lets the transaction see the accounts and posts of these subtrees, and change the accounts that hold no post elsewhere from `today` on. */
export const administer = async (tx: Tx, paths: readonly string[], today: Day): Promise<void> =>
  void (await tx.execute(sql`select set_config('app.administers', ${multirange(paths)}, true), set_config('app.today', ${today}, true)`))
/** Waits for whoever gives the account a post, and lets nobody give it one until the transaction ends. */
export const holdAccount = async (tx: Tx, id: string): Promise<void> => void (await tx.execute(sql`select hold_account(${id})`))

export interface Account {
  readonly id: string
  readonly userName: string
  readonly title: string
  readonly titleEn: string
  readonly homeId: string
  /** false: it holds or is to hold posts outside of what one administers, and is not one's to change. */
  readonly within: boolean
  readonly hasPassword: boolean
  readonly invitedUntil: Date | null
  readonly secondFactor: boolean
  readonly sessions: number
  readonly seenAt: Date | null
  /** After wrong tries it cannot sign in, or go on, before then. */
  readonly waitsUntil: Date | null
  readonly erased: boolean
}

interface AccountRow extends Record<string, unknown> {
  id: string; user_name: string; title: string; title_en: string; home_id: string; within: boolean; has_password: boolean; invited_until: string | null; second_factor: boolean; sessions: number; seen_at: string | null; waits_until: string | null; erased: boolean
}
const account = (row: AccountRow): Account => ({
  id: row.id, userName: row.user_name, title: row.title, titleEn: row.title_en, homeId: row.home_id, within: row.within, hasPassword: row.has_password,
  invitedUntil: row.invited_until === null ? null : new Date(row.invited_until), secondFactor: row.second_factor, sessions: row.sessions, seenAt: row.seen_at === null ? null : new Date(row.seen_at),
  waitsUntil: row.waits_until === null ? null : new Date(row.waits_until), erased: row.erased,
})
const accounts = (ids: ReturnType<typeof sql>) => sql`select a.id, a.user_name, a.title, a.title_en, a.home_id, posts_within(a.id) as within, has_password(a.id), i.expires_at as invited_until, f.confirmed_at is not null as second_factor, s.sessions, s.seen_at, w.waits_until, a.erased_at is not null as erased
  from account a left join waiting_among(${ids}) w on w.id = a.id left join invitation i on i.account_id = a.id left join second_factor f on f.account_id = a.id
  cross join lateral (select count(*)::int as sessions, max(seen_at) as seen_at from session s where s.account_id = a.id and s.expires_at > now() and s.seen_at > now() - interval '2 hours') s`
export interface AccountFilter {
  readonly search: string | null
  /** Only those that wait after wrong tries. */
  readonly waiting: boolean
}
const matching = ({ search, waiting }: AccountFilter) => sql`administers(a.home_id) and ${waiting ? sql`a.id in (select id from waiting_accounts())` : sql`true`} and ${search === null ? sql`true` : sql`strpos(lower(a.user_name || ' ' || a.title || ' ' || a.title_en), lower(${search})) > 0`}`

/** By user name. */
export async function accountsAfter(tx: Tx, filter: AccountFilter, after: string | null, limit: number): Promise<Account[]> {
  const rows = await tx.execute<AccountRow>(sql`with page as materialized (select a.id from account a where ${matching(filter)} and (${after}::text is null or a.user_name > ${after}) order by a.user_name limit ${limit})
    ${accounts(sql`array(select id from page)`)} where a.id in (select id from page) order by a.user_name`)
  return rows.map(account)
}
export async function countAccounts(tx: Tx, filter: AccountFilter): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from account a where ${matching(filter)}`)
  return row!.n
}
/** Those of them that one administers. */
export async function accountsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, Account>> {
  const wanted = sql`${`{${ids.join(',')}}`}::uuid[]`
  const rows = await tx.execute<AccountRow>(sql`${accounts(wanted)} where a.id = any (${wanted}) and administers(a.home_id)`)
  return new Map(rows.map((row) => [row.id, account(row)]))
}
export const accountOf = async (tx: Tx, id: string): Promise<Account | null> => (await accountsOf(tx, [id])).get(id) ?? null

/** A post: a grant with its days, past and future ones too. */
export interface Post {
  readonly id: string
  readonly accountId: string
  readonly role: Role
  readonly regionId: string
  readonly sectors: readonly string[] | null
  /** The enterprise that it is for, and its name where one administers it. */
  readonly subjectId: string | null
  readonly enterprise: string | null
  readonly from: Day
  readonly until: Day | null
}
interface PostRow extends Record<string, unknown> { id: string; account_id: string; role: Role; region_id: string; sectors: string[] | null; subject_id: string | null; enterprise: string | null; valid_from: Day; valid_to: Day | null }
const post = (row: PostRow): Post => ({ id: row.id, accountId: row.account_id, role: row.role, regionId: row.region_id, sectors: row.sectors, subjectId: row.subject_id, enterprise: row.enterprise, from: row.valid_from, until: row.valid_to })
const posts = sql`select id, account_id, role, region_id, sectors, subject_id, enterprise_name(subject_id) as enterprise, valid_from::text, valid_to::text from account_grant`

export async function postsOf(tx: Tx, accountIds: readonly string[]): Promise<Map<string, Post[]>> {
  const rows = await tx.execute<PostRow>(sql`${posts} where account_id = any (${`{${accountIds.join(',')}}`}::uuid[]) order by valid_from desc, path, role, id`)
  return Map.groupBy(rows.map(post), ({ accountId }) => accountId)
}
export async function postOf(tx: Tx, id: string): Promise<Post | null> {
  const [row] = await tx.execute<PostRow>(sql`${posts} where id = ${id}`)
  return row ? post(row) : null
}

export const addAccount = async (tx: Tx, one: Pick<Account, 'id' | 'userName' | 'title' | 'titleEn' | 'homeId'>): Promise<void> =>
  void (await tx.execute(sql`insert into account (id, user_name, title, title_en, home_id) values (${one.id}, ${one.userName}, ${one.title}, ${one.titleEn}, ${one.homeId})`))
export const addInvitation = async (tx: Tx, accountId: string, tokenHash: string, expires: Date): Promise<void> => {
  await dropInvitation(tx, accountId)
  await tx.execute(sql`insert into invitation (account_id, token_hash, created_by, expires_at) values (${accountId}, ${tokenHash}, nullif(current_setting('app.account', true), '')::uuid, ${expires.toISOString()}::timestamptz)`)
}
export const dropInvitation = async (tx: Tx, accountId: string): Promise<void> => void (await tx.execute(sql`delete from invitation where account_id = ${accountId}`))

export interface Enterprise {
  readonly id: string
  readonly regionId: string
  readonly path: string
}
/** The enterprises of a credit code in what one administers; it need not be unique. */
export async function enterprisesOf(tx: Tx, creditCode: string): Promise<Enterprise[]> {
  const rows = await tx.execute<{ id: string; region_id: string; path: string }>(sql`select id, region_id, path from enterprise_by_code(${creditCode}) limit 2`)
  return rows.map((row) => ({ id: row.id, regionId: row.region_id, path: row.path }))
}

export const addPost = async (tx: Tx, one: Omit<Post, 'enterprise'> & { readonly path: string }): Promise<void> =>
  void (await tx.execute(sql`insert into account_grant (id, account_id, role, region_id, path, sectors, subject_id, valid_from, valid_to)
    values (${one.id}, ${one.accountId}, ${one.role}, ${one.regionId}, ${one.path}, ${one.sectors && `{${one.sectors.join(',')}}`}::uuid[], ${one.subjectId}::uuid, ${one.from}::date, ${one.until}::date)`))
/** From `on` the post is over; one that had not begun never was. */
export const endPost = async (tx: Tx, id: string, on: Day): Promise<void> =>
  void (await tx.execute(sql`update account_grant set valid_to = greatest(${on}::date, valid_from) where id = ${id} and (valid_to is null or valid_to > ${on}::date)`))
export const endPosts = async (tx: Tx, accountId: string, on: Day): Promise<void> =>
  void (await tx.execute(sql`update account_grant set valid_to = greatest(${on}::date, valid_from) where account_id = ${accountId} and (valid_to is null or valid_to > ${on}::date)`))
export const endSessions = async (tx: Tx, accountId: string): Promise<void> => void (await tx.execute(sql`delete from session where account_id = ${accountId}`))
export const dropSecondFactor = async (tx: Tx, accountId: string): Promise<void> => void (await tx.execute(sql`delete from second_factor where account_id = ${accountId}`))
/** The account waits for no earlier tries any more, at its password or its codes. */
export const forgetName = async (tx: Tx, userName: string): Promise<void> => void (await tx.execute(sql`select forget_name(${userName})`))
/** Why not; null: nothing in it tells any longer who held it. */
export async function eraseHolder(tx: Tx, accountId: string, today: Day): Promise<'ACCOUNT' | 'IN_OFFICE' | null> {
  const [row] = await tx.execute<{ objection: 'ACCOUNT' | 'IN_OFFICE' | null }>(sql`select erase_account(${accountId}::uuid, ${today}::date) as objection`)
  return row!.objection
}
/** Which of the three officers the account is or is to be. */
export async function officerOf(tx: Tx, accountId: string, today: Day): Promise<Role | null> {
  const [row] = await tx.execute<{ role: Role }>(sql`select role from account_grant where account_id = ${accountId} and role in ${[...OFFICERS]}
    and (valid_to is null or valid_to > greatest(valid_from, ${today}::date)) limit 1`)
  return row?.role ?? null
}
