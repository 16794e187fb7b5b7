import { newId, recordAudit, type Db, type Tx } from '@anwang/db'
import type { Day } from '@anwang/domain'
import type { Command } from 'commander'
import { sql } from 'drizzle-orm'
import type { Env } from '../env.ts'
import { inviteAs, linkOf } from './invite.ts'
import { withOwner } from './owner.ts'

/** The three who run the system, in the order in which they are named. */
const OFFICERS = [
  ['SYSTEM_ADMINISTRATOR', '系统管理员', 'System administrator'], ['SECURITY_ADMINISTRATOR', '安全管理员', 'Security administrator'], ['AUDITOR', '安全审计员', 'Auditor'],
] as const

/** The user names of three persons, separated by commas; null where they are not three, or one is `other`'s. */
export function officersIn(list: string, other: string | null = null): readonly string[] | null {
  const names = list.split(',').map((name) => name.trim())
  return names.length === 3 && !names.includes('') && new Set([...names, other]).size === 4 ? names : null
}

export interface Place {
  readonly id: string
  readonly path: string
}

/** Makes the accounts of the three officers, with their posts from today on. @returns their invitations by user name. @throws where a name is taken. */
export async function appointOfficers(tx: Tx, region: Place, names: readonly string[], today: Day): Promise<Map<string, string>> {
  const invitations = new Map<string, string>()
  for (const [i, [role, title, titleEn]] of OFFICERS.entries()) {
    const id = newId()
    const userName = names[i]!
    const made = await tx.execute(sql`insert into account (id, user_name, title, title_en, home_id) values (${id}, ${userName}, ${title}, ${titleEn}, ${region.id}) on conflict (user_name) do nothing returning id`)
    if (made.length === 0) throw new Error(`the user name ${userName} is taken: name another account`)
    await tx.execute(sql`insert into account_grant (id, account_id, role, region_id, path, valid_from) values (${newId()}, ${id}, ${role}, ${region.id}, ${region.path}, ${today})`)
    invitations.set(userName, await inviteAs(tx, id))
  }
  return invitations
}

/** The three officers of an office that has none. @throws where there is no office, or an officer whose post is not over. */
export async function appointFirst(db: Db, names: readonly string[], today: Day): Promise<Map<string, string>> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`lock table office in share row exclusive mode`)
    const [office] = await tx.execute<{ id: string; path: string }>(sql`select region_id as id, path from office order by path, id limit 1`)
    if (!office) throw new Error('there is no office: `anwang init` makes one, with its officers')
    const there = await tx.execute<{ user_name: string }>(sql`select distinct a.user_name from account_grant g join account a on a.id = g.account_id
      where g.role in ${OFFICERS.map(([role]) => role)} and (g.valid_to is null or g.valid_to > greatest(g.valid_from, ${today}::date)) order by 1`)
    if (there.length > 0) throw new Error(`there are officers: ${there.map((row) => row.user_name).join(', ')}; the security administrator gives their posts, \`anwang invite\` lets one of them in again`)
    await recordAudit(tx, [{ kind: 'ADMINISTRATION', action: 'officers', details: { userName: names.join(', ') } }])
    return appointOfficers(tx, office, names, today)
  })
}

/** `anwang officers`: for an office made before there were officers, or that all of them left. */
export function register(program: Command, env: Pick<Env, 'database' | 'dataDir' | 'clock'>): void {
  program.command('officers')
    .description('makes the accounts of the three officers where the office has none, and prints the links by which they set their passwords')
    .requiredOption('--names <names>', 'the user names of system administrator, security administrator and auditor, separated by commas: three persons')
    .action(async (options: { names: string }, command: Command) => {
      const names = officersIn(options.names) ?? command.error('error: --names are three user names')
      const invitations = await withOwner(env, (db) => appointFirst(db, names, env.clock.today())).catch((error: unknown) => command.error(`error: ${(error as Error).message}`))
      for (const [userName, token] of invitations) console.log(linkOf(userName, token))
    })
}
