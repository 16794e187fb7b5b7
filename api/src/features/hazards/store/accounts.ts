import type { Db } from '@anwang/db'
import type { Day } from '@anwang/domain'
import { sql } from 'drizzle-orm'
import { isOneOfIds } from '../../subjects/store/pages.ts'

export interface Actor {
  readonly title: string
  readonly titleEn: string
}

/** What the interface calls the posts behind accounts: no names. As the worker role: the application's sees no accounts. */
export async function actorsOf(worker: Db, ids: readonly string[]): Promise<Map<string, Actor>> {
  const rows = await worker.execute<{ id: string; title: string; title_en: string }>(sql`select id, title, title_en from account where ${isOneOfIds(sql`id`, ids)}`)
  return new Map(rows.map((row) => [row.id, { title: row.title, titleEn: row.title_en }]))
}

export interface Post {
  readonly role: string
  readonly regionId: string
  readonly subjectId: string | null
  readonly sectors: readonly string[] | null
}

/** The posts that an account holds on a day, where they stand then. As the worker role. */
export async function postsOf(worker: Db, accountId: string, on: Day): Promise<Post[]> {
  return [...await worker.execute<Post & Record<string, unknown>>(sql`select g.role, r.id as "regionId", g.subject_id as "subjectId", g.sectors from account_grant g cross join lateral standing_regions(g.region_id, ${on}) r
    where account_id = ${accountId} and valid_from <= ${on} and (valid_to is null or ${on} < valid_to)`)]
}
