import { recordAudit, type Queryable } from '@anwang/db'
import type { Command } from 'commander'
import { sql } from 'drizzle-orm'
import { newToken, sessionHash } from '../auth/session.ts'
import type { Env } from '../env.ts'
import { withOwner } from './owner.ts'

/** A new invitation to an account, in place of any before; works once within seven days. @returns what its link carries. */
export async function inviteAs(owner: Queryable, accountId: string): Promise<string> {
  const token = newToken()
  await owner.execute(sql`insert into invitation (account_id, token_hash, expires_at) values (${accountId}, ${sessionHash(token)}, now() + interval '7 days')
    on conflict (account_id) do update set token_hash = excluded.token_hash, created_by = null, expires_at = excluded.expires_at, created_at = now()`)
  return token
}

export const linkOf = (userName: string, token: string): string => `${userName} sets a password within seven days, once, at: /sign-in#invitation=${token}`

/** `anwang invite`: where no security administrator can sign in any more. */
export function register(program: Command, env: Pick<Env, 'database' | 'dataDir'>): void {
  program.command('invite <user>')
    .description('prints a link by which the account of that name sets a new password; for when no security administrator can')
    .option('--second-factor', 'takes the second factor away too, for who lost phone and recovery codes and has nobody to sign for it')
    .action(async (userName: string, options: { secondFactor?: boolean }, command: Command) => {
      const token = await withOwner(env, (db) => db.transaction(async (tx) => {
        const [account] = await tx.execute<{ id: string }>(sql`select id from account where user_name = ${userName}`)
        if (!account) throw new Error(`there is no account ${userName}`)
        await recordAudit(tx, ['invite', ...(options.secondFactor ? ['resetSecondFactor'] : [])].map((action) => ({ kind: 'ADMINISTRATION', action, target: 'Account', targetId: account.id, details: { userName } })))
        if (options.secondFactor) await tx.execute(sql`delete from second_factor where account_id = ${account.id}`)
        await tx.execute(sql`select forget_name(${userName})`)
        return inviteAs(tx, account.id)
      })).catch((error: unknown) => command.error(`error: ${(error as Error).message}`))
      console.log(linkOf(userName, token))
    })
}
