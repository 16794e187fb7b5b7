import { recordAudit } from '@anwang/db'
import { complete, isEmpty, KEPT_STILL, putAside, putBack, restoreDump, undo } from '@anwang/db/backup/dump'
import { majorOf } from '@anwang/db/backup/manifest'
import { prepareServerRoles, servedBy } from '@anwang/db/backup/server'
import { factsOf, lockedOwner, migrationOf, type Urls } from '@anwang/db/backup/source'
import { toolFor } from '@anwang/db/backup/tools'
import { keptBy, refuseUnfinished } from '@anwang/db/backup/unfinished'
import { connect } from '@anwang/db/client'
import { migrateDatabase } from '@anwang/db/migrate'
import type postgres from 'postgres'
import { advancing } from './progress.ts'
import { REFUSED, type Restoring } from './restoring.ts'

async function refuseServed(sql: postgres.Sql): Promise<void> {
  const served = await servedBy(sql)
  if (served > 0) throw new Error(`the database is in use (${served} connections of the roles that serve): stop every server first`)
}

/** Restores a dump into a server's database, in one transaction; what was there is put aside and comes back where anything fails before its end. */
export async function restoreServer(urls: Urls, { manifest, entries, replace, finish, signal }: Restoring): Promise<boolean> {
  const sql = await lockedOwner(urls.ownerUrl)
  try {
    await refuseUnfinished(sql)
    if ((await keptBy(sql)).aside) throw new Error(KEPT_STILL)
    const { major, version } = await factsOf(sql)
    if (major < majorOf(manifest.postgres)) throw new Error(`this backup is of PostgreSQL ${manifest.postgres}, the server is ${version}: an older one does not read it`)
    const tool = toolFor('pg_restore', major, false)
    await refuseServed(sql)
    await prepareServerRoles(sql, urls, manifest.owner)
    const empty = await isEmpty(sql)
    if (!empty && !(await replace())) throw new Error(REFUSED)
    await putAside(sql, empty)
    try {
      const { read, end } = advancing('restoring')
      await restoreDump(tool, urls.ownerUrl, entries, signal, read).finally(end)
      const sound = await finish(urls)
      const keep = !sound && !empty
      await complete(sql, keep)
      if (keep) console.log('what was there before is kept in the schemas anwang_replaced_public and anwang_replaced_drizzle: `anwang restore --put-back` brings it back; drop them once all is well')
      return sound
    } catch (error) {
      await undo(sql)
      throw error
    }
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/**
 * Brings back what was there before a restore that was cut short, or before one that was whole and is not wanted.
 * @param agreed whether what is there may be dropped; asked where the restore was whole. @throws in words where nothing was done.
 */
export async function putBackServer(urls: Urls, agreed: () => Promise<boolean>): Promise<void> {
  const sql = await lockedOwner(urls.ownerUrl)
  try {
    await refuseServed(sql)
    const { unfinished, aside, migrated } = await keptBy(sql)
    if (!unfinished && aside && migrated && !(await agreed())) throw new Error('the restore came to its end: what it restored, and what was entered since, would be dropped. --yes says that this is meant')
    await putBack(sql)
    if (await migrationOf(sql) === null) return
    await migrateDatabase(urls.ownerUrl)
    const { db, close } = connect(urls.ownerUrl, { max: 1 })
    try {
      await recordAudit(db, [{ kind: 'ADMINISTRATION', action: 'putBack' }])
    } finally {
      await close()
    }
  } finally {
    await sql.end({ timeout: 1 })
  }
}
