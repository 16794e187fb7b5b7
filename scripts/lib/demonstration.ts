import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lockAccounts } from '../../db/seed/accounts.ts'
import { seedDemonstration } from '../../db/seed/index.ts'
import { connect } from '../../db/src/client.ts'
import { readContents, writeContents, type Embedded } from '../../db/src/embedded.ts'
import { migrateDatabase } from '../../db/src/migrate.ts'
import { daysBetween, type Clock } from '../../packages/domain/src/index.ts'
import { log, step } from './progress.ts'

/** After so many days the last quarter of the demonstration is no longer the current one's neighbour. */
const OLD = 45

/** Random and printed once, at the first start, unless the environment sets it. */
export function demonstrationPassword(dataDir: string, given: string | null): { password: string; fresh: boolean } {
  const file = join(dataDir, 'demonstration-password')
  if (given !== null) return { password: given, fresh: false }
  if (existsSync(file)) return { password: readFileSync(file, 'utf8').trim(), fresh: false }
  const password = randomBytes(9).toString('base64url')
  writeFileSync(file, `${password}\n`, { mode: 0o600 })
  return { password, fresh: true }
}

/** Migrates the embedded database and sees to it that it holds a whole demonstration: one cut short is thrown away, and `emptied` told. */
export async function prepareDemonstration(database: Embedded, clock: Clock, anew: boolean, emptied: () => void): Promise<void> {
  const { ownerUrl, appUrl, workerUrl } = database
  let contents = await readContents(ownerUrl)
  if (contents === 'loading' || (anew && contents !== null)) {
    log(contents === 'loading' ? 'the last start was interrupted while loading the demonstration: beginning again' : 'throwing the demonstration away')
    await step('emptying the database', database.remake())
    emptied()
    contents = null
  }
  if (contents === null) await writeContents(ownerUrl, 'loading')
  await step('migrating the database', migrateDatabase(ownerUrl))
  if (contents !== null) {
    const age = daysBetween(contents.demonstrationOf, clock.today())
    if (age > OLD) log(`the demonstration was made ${age} days ago; to make it anew (what was entered since is lost): npx -y pnpm@10.34.9 start --anew`)
    return
  }
  const day = clock.today()
  log('loading the demonstration')
  await step('loading the demonstration', seedDemonstration({ ownerUrl, appUrl, workerUrl, clock, log }))
  await writeContents(ownerUrl, { demonstrationOf: day })
}

/** Where others than this machine can come in, nobody enters by an account of the demonstration. */
export async function lockDemonstration(ownerUrl: string): Promise<void> {
  const owner = connect(ownerUrl, { max: 1 })
  try {
    await lockAccounts(owner.db)
  } finally {
    await owner.close()
  }
}
