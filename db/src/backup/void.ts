import type postgres from 'postgres'

/** Tables of tokens that open something: none of them may open it again after a restore. */
export const TOKENS = ['session', 'invitation', 'identity_step'] as const

/** Ends every session, invitation and step under way, and withdraws what waits for a second signature, whose link its proposer may have kept; as the tables' owner. */
export async function voidTokens(sql: postgres.Sql): Promise<void> {
  await sql.begin(async (tx) => {
    const there = await tx<{ name: string }[]>`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relname in ${tx([...TOKENS])}`
    for (const { name } of there) await tx`delete from ${tx(name)}`
    await tx`update officer_proposal set decision = 'WITHDRAWN', decided_at = now() where decision is null`
    await tx`update second_factor set pending = null where pending is not null`
  })
}
