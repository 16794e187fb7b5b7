import { multirange, type Tx } from '@anwang/db'
import type { Day } from '@anwang/domain'
import { sql } from 'drizzle-orm'
import type { Role } from '../../../auth/grant.ts'

export const kinds = ['POST', 'SECOND_FACTOR', 'INVITATION'] as const
export type ProposalKind = (typeof kinds)[number]
export type Decision = 'AGREED' | 'RETURNED' | 'WITHDRAWN'

/** What one security administrator wants done to an officer's account. */
export interface Proposal {
  readonly id: string
  readonly kind: ProposalKind
  readonly accountId: string
  readonly userName: string
  readonly title: string
  readonly titleEn: string
  /** The officer's post that is proposed, or that the account holds. */
  readonly role: Role | null
  readonly regionId: string
  readonly from: Day | null
  readonly until: Day | null
  readonly proposedAt: Date
  readonly expiresAt: Date
  readonly proposedBy: string
  readonly proposer: string
  readonly proposerEn: string
  readonly decision: Decision | null
  readonly decider: string | null
  readonly deciderEn: string | null
  readonly decidedAt: Date | null
  readonly reason: string | null
}

/** Lets the transaction see, and sign, what was proposed about places that lie in these subtrees on that day. */
export const countersign = async (tx: Tx, paths: readonly string[], today: Day): Promise<void> =>
  void (await tx.execute(sql`select set_config('app.countersigns', ${multirange(paths)}, true), set_config('app.today', ${today}, true)`))

interface Row extends Record<string, unknown> {
  id: string; kind: ProposalKind; account_id: string; user_name: string; title: string; title_en: string; role: Role | null; region_id: string; valid_from: Day | null; valid_to: Day | null; proposed_at: string; expires_at: string
  proposed_by: string; proposer: string; proposer_en: string; decision: Decision | null; decider: string | null; decider_en: string | null; decided_at: string | null; reason: string | null
}
const proposal = (row: Row): Proposal => ({
  id: row.id, kind: row.kind, accountId: row.account_id, userName: row.user_name, title: row.title, titleEn: row.title_en, role: row.role, regionId: row.region_id, from: row.valid_from, until: row.valid_to,
  proposedAt: new Date(row.proposed_at), expiresAt: new Date(row.expires_at), proposedBy: row.proposed_by, proposer: row.proposer, proposerEn: row.proposer_en,
  decision: row.decision, decider: row.decider, deciderEn: row.decider_en, decidedAt: row.decided_at === null ? null : new Date(row.decided_at), reason: row.reason,
})
const columns = sql`id, kind, account_id, user_name, title, title_en, role, region_id, valid_from::text, valid_to::text, proposed_at, expires_at, proposed_by, proposer, proposer_en, decision, decider, decider_en, decided_at, reason`
const openOnly = (open: boolean) => (open ? sql`decision is null and expires_at > now()` : sql`true`)

/** The newest first; ids are in the order of time. */
export async function proposalsAfter(tx: Tx, open: boolean, after: string | null, limit: number): Promise<Proposal[]> {
  const rows = await tx.execute<Row>(sql`select ${columns} from proposals_here() where ${openOnly(open)} and (${after}::uuid is null or id < ${after}::uuid) order by id desc limit ${limit}`)
  return rows.map(proposal)
}
export async function countProposals(tx: Tx, open: boolean): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from proposals_here() where ${openOnly(open)}`)
  return row!.n
}
export async function proposalOf(tx: Tx, id: string): Promise<Proposal | null> {
  const [row] = await tx.execute<Row>(sql`select ${columns} from proposals_here() where id = ${id}`)
  return row ? proposal(row) : null
}

export interface NewProposal {
  readonly id: string
  readonly kind: ProposalKind
  readonly accountId: string
  readonly post?: { readonly role: Role; readonly regionId: string; readonly from: Day; readonly until: Day | null }
  readonly tokenHash?: string
}
/** By whoever asks. Takes the place of the same that was proposed before. */
export const addProposal = async (tx: Tx, { id, kind, accountId, post, tokenHash }: NewProposal): Promise<void> =>
  void (await tx.execute(sql`insert into officer_proposal (id, kind, account_id, role, region_id, valid_from, valid_to, token_hash, proposed_by)
    values (${id}, ${kind}, ${accountId}, ${post?.role ?? null}, ${post?.regionId ?? null}, ${post?.from ?? null}::date, ${post?.until ?? null}::date, ${tokenHash ?? null}, nullif(current_setting('app.account', true), '')::uuid)`))

/** Why the database does not do it. */
export type Objection = 'PROPOSAL' | 'OTHERS_PROPOSAL' | 'NOT_COUNTERSIGNER' | 'SECOND_PERSON' | 'DECIDED' | 'EXPIRED' | 'PROPOSAL_ELSEWHERE' | 'PROPOSER_LEFT'

/** Signs or not, and does what was signed. @returns why not; null: done. */
export async function decide(tx: Tx, id: string, what: Decision, reason: string | null, today: Day): Promise<Objection | null> {
  const [row] = await tx.execute<{ objection: Objection | null }>(sql`select decide_proposal(${id}::uuid, ${what}, ${reason}, ${today}::date) as objection`)
  return row!.objection
}
