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
