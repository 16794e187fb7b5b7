import type { Db, Tx } from '@anwang/db'
import { sql } from 'drizzle-orm'

/** As the owner. */
export const setDemonstrationHash = async (owner: Db, hash: string): Promise<void> =>
  void (await owner.execute(sql`update account set password_hash = ${hash}, password_changed_at = now() where demonstration is not null`))

export interface DemonstrationAccount {
  readonly id: string
  readonly userName: string
  readonly title: string
  readonly titleEn: string
  readonly homeId: string
}

export async function demonstrationAccounts(app: Db): Promise<DemonstrationAccount[]> {
  const rows = await app.execute<{ id: string; user_name: string; title: string; title_en: string; home_id: string }>(sql`select * from demonstration_accounts()`)
  return rows.map((row) => ({ id: row.id, userName: row.user_name, title: row.title, titleEn: row.title_en, homeId: row.home_id }))
}

export interface Office {
  readonly name: string
  readonly regionId: string
  readonly goLiveOn: string
  readonly demonstration: boolean
}

export async function officeOf(tx: Tx): Promise<Office | null> {
  const [row] = await tx.execute<{ name: string; region_id: string; go_live_on: string; demonstration: boolean }>(
    sql`select name, region_id, go_live_on::text, demonstration from office order by path, id limit 1`)
  return row ? { name: row.name, regionId: row.region_id, goLiveOn: row.go_live_on, demonstration: row.demonstration } : null
}

export interface Sector {
  readonly id: string
  readonly parentId: string | null
  readonly name: string
  readonly nameEn: string
}

/** All of them, parents and children, in their order: some dozens. */
export async function allSectors(tx: Tx): Promise<Sector[]> {
  const rows = await tx.execute<{ id: string; parent_id: string | null; name: string; name_en: string }>(
    sql`select id, parent_id, name, name_en from sector order by position, id`)
  return rows.map((row) => ({ id: row.id, parentId: row.parent_id, name: row.name, nameEn: row.name_en }))
}

/** Writes every secret of a second factor as `reseal` answers it; null: it cannot be read, and stays. As the owner; those who write meanwhile wait. */
export const resealSecrets = (owner: Db, reseal: (secret: string, accountId: string) => string | null): Promise<{ written: number; unreadable: number }> =>
  owner.transaction(async (tx) => {
    const rows = await tx.execute<{ account_id: string; secret: string | null; pending: string | null }>(sql`select account_id, secret, pending from second_factor where coalesce(secret, pending) is not null order by account_id for update`)
    let [written, unreadable] = [0, 0]
    for (const row of rows) {
      const [secret, pending] = [row.secret, row.pending].map((one) => (one === null ? null : reseal(one, row.account_id)))
      if (row.secret !== null && secret === null) unreadable++
      // What was only being set up is set up again.
      else if (secret !== row.secret || pending !== row.pending) {
        await tx.execute(sql`update second_factor set secret = ${secret}, pending = ${pending} where account_id = ${row.account_id}`)
        written++
      }
    }
    return { written, unreadable }
  })

/** From now on no secret can stand there that is not encrypted, and none does. As the owner. */
export async function proveSealed(owner: Db): Promise<void> {
  const [constraint] = await owner.execute<{ proven: boolean }>(sql`select convalidated as proven from pg_constraint where conname = 'second_factor_sealed'`)
  if (constraint?.proven === false) await owner.execute(sql`alter table second_factor validate constraint second_factor_sealed`)
}
