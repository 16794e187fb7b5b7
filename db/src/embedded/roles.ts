import postgres from 'postgres'
import type { Passwords } from './passwords.ts'

const ROLES = {
  owner: { name: 'anwang_owner', attributes: 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS' },
  app: { name: 'anwang_app', attributes: 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS' },
  worker: { name: 'anwang_worker', attributes: 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS' },
} as const

/** Makes the three roles and the database, or leaves them as they are. The passwords hold only letters and digits. */
export async function prepareRoles(superUrl: string, passwords: Passwords, database: string | null): Promise<void> {
  const sql = postgres(superUrl, { max: 1, onnotice: () => undefined })
  try {
    const have = new Set((await sql<{ name: string }[]>`
      select rolname as name from pg_roles union all select datname || '/db' from pg_database`).map((row) => row.name))
    await sql.begin(async (tx) => {
      for (const [key, role] of Object.entries(ROLES) as [keyof typeof ROLES, (typeof ROLES)[keyof typeof ROLES]][])
        if (!have.has(role.name)) await tx.unsafe(`create role ${role.name} ${role.attributes} password '${passwords[key]}'`)
      // The owner may make functions that run as the worker (text search, ranks), and works as it only where it says so.
      if (!have.has(ROLES.worker.name)) await tx.unsafe(`grant ${ROLES.worker.name} to ${ROLES.owner.name} with inherit false, set true`)
    })
    if (database !== null && !have.has(`${database}/db`)) await createDatabase(sql, database)
  } finally {
    await sql.end()
  }
}

/** A database that the owner owns and only the three roles may enter: empty, or a copy of a template that nobody is connected to. */
export async function createDatabase(sql: postgres.Sql, name: string, template?: string): Promise<void> {
  await sql.unsafe(`create database ${name} owner ${ROLES.owner.name}${template === undefined ? '' : ` template ${template}`}`)
  await sql.unsafe(`revoke all on database ${name} from public`)
  await sql.unsafe(`grant connect on database ${name} to ${ROLES.app.name}, ${ROLES.worker.name}`)
}
