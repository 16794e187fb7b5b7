import type postgres from 'postgres'
import type { Urls } from './source.ts'

const NEEDED = { app: 'NOSUPERUSER NOBYPASSRLS', worker: 'NOSUPERUSER BYPASSRLS' } as const

interface Role {
  readonly name: string
  readonly super: boolean
  readonly bypasses: boolean
}

const named = (url: string): { name: string; password: string } => {
  const { username, password } = new URL(url)
  return { name: decodeURIComponent(username), password: decodeURIComponent(password) }
}

/** Roles that the grants and policies of a dump name; those the address of each role names must be these. */
const NAMES = { app: 'anwang_app', worker: 'anwang_worker' } as const

/**
 * Sees to the roles that a dump's grants and policies name: they are there with the rights they must have and no others, or are
 * made where the owner may. @throws in words, with the statement for an administrator of the server.
 */
export async function prepareServerRoles(sql: postgres.Sql, urls: Urls, owner: string): Promise<void> {
  const [me] = await sql<{ name: string }[]>`select current_user as name`
  if (me?.name !== owner) throw new Error(`the tables of this backup belong to ${owner}, DATABASE_OWNER_URL signs in as ${me?.name ?? 'nobody'}: let it be ${owner} here too`)
  const roles = new Map((await sql<Role[]>`select rolname as name, rolsuper as super, rolbypassrls as bypasses from pg_roles where rolname in ${sql(Object.values(NAMES))}`).map((role) => [role.name, role]))
  for (const key of ['app', 'worker'] as const) {
    const name = NAMES[key]
    const role = roles.get(name)
    const statement = `create role ${name} login ${NEEDED[key].toLowerCase()}`
    if (!role) {
      const { name: given, password } = named(key === 'app' ? urls.appUrl : urls.workerUrl)
      if (given !== name) throw new Error(`the role ${name} is missing on the server: ${statement} password '…'`)
      await sql.unsafe(`${statement}${password === '' ? '' : ` password '${password.replaceAll("'", "''")}'`}`).catch((error: unknown) => {
        throw new Error(`the role ${name} is missing on the server and ${owner} may not make it. As an administrator of the server: ${statement} password '…'`, { cause: error })
      })
    } else if (role.super || role.bypasses !== (key === 'worker'))
      throw new Error(`the role ${name} has other rights than it must have. As an administrator of the server: alter role ${name} ${NEEDED[key].toLowerCase()}`)
  }
}

/** Connections of servers to the database: as the roles that serve and fold. */
export async function servedBy(sql: postgres.Sql): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from pg_stat_activity where datname = current_database() and usename in ${sql(Object.values(NAMES))}`
  return row?.n ?? 0
}
