import { hash, verify } from '@node-rs/argon2'
import DataLoader from 'dataloader'
import type { Context, Services } from '../../context.ts'
import { newToken, SESSION_HOURS, sessionHash } from '../../auth/session.ts'
import { turns } from '../../auth/turns.ts'
import { allSectors, credentialsOf, demonstrationAccounts, openSession, type Sector } from './store.ts'

/** argon2id with the library's defaults, which are OWASP's (19 MiB, two passes). */
export const hashPassword = (password: string): Promise<string> => hash(password)

/** Checked where the user is unknown, so that the time tells nobody who has an account. */
const nobody = hashPassword('nobody has this password')

export interface Session {
  readonly token: string
  readonly expires: Date
}

async function open(services: Services, accountId: string): Promise<Session> {
  const token = newToken()
  // Sessions count in real time, whatever the domain's clock says.
  const expires = new Date(Date.now() + SESSION_HOURS * 3_600_000)
  await openSession(services.app, sessionHash(token), accountId, expires)
  return { token, expires }
}

/** A verification takes 19 MiB and a core: more than these at once would starve everybody else. */
const verifying = turns(4, 20)

/** null where the name or the password is wrong; which of the two is not told. @throws Busy where too many sign in at once. */
export async function signIn(services: Services, userName: string, password: string): Promise<Session | null> {
  const found = await credentialsOf(services.app, userName)
  // An account without a password has a hash that is none.
  const expected = found?.passwordHash ?? (await nobody)
  const right = await verifying(() => verify(expected, password).catch(() => false))
  return found && right ? open(services, found.id) : null
}

/** Enters as an account of the demonstration; null outside it. */
export async function enterDemonstration(services: Services, userName: string): Promise<Session | null> {
  if (!services.demonstration) return null
  const account = (await demonstrationAccounts(services.app)).find((one) => one.userName === userName)
  return account ? open(services, account.id) : null
}

/** The sectors by id, read once per operation. */
export const sectorLoader = (context: Context) => {
  const all = context.read().then(allSectors)
  const loader = new DataLoader<string, Sector | null>(async (ids) => {
    const byId = new Map((await all).map((sector) => [sector.id, sector]))
    return ids.map((id) => byId.get(id) ?? null)
  })
  return { all, load: (id: string) => loader.load(id) }
}
