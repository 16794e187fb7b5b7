import { dropAside, emptyDatabase, isEmpty, putAside, putBack, restoreDump } from '@anwang/db/backup/dump'
import { majorOf } from '@anwang/db/backup/manifest'
import { prepareServerRoles, servedBy } from '@anwang/db/backup/server'
import { factsOf, lockedOwner, type Urls } from '@anwang/db/backup/source'
import { toolFor } from '@anwang/db/backup/tools'
import { advancing } from './progress.ts'
import { REFUSED, type Restoring } from './restoring.ts'

/** Restores a dump into a server's database, in one transaction; what was there is put aside and comes back where that fails. */
export async function restoreServer(urls: Urls, { manifest, entries, replace, finish, signal }: Restoring): Promise<boolean> {
  const sql = await lockedOwner(urls.ownerUrl)
  try {
    const { major, version } = await factsOf(sql)
    if (major < majorOf(manifest.postgres)) throw new Error(`this backup is of PostgreSQL ${manifest.postgres}, the server is ${version}: an older one does not read it`)
    const tool = toolFor('pg_restore', major, false)
    const served = await servedBy(sql)
    if (served > 0) throw new Error(`the database is in use (${served} connections of the roles that serve): stop every server first`)
    await prepareServerRoles(sql, urls, manifest.owner)
    const empty = await isEmpty(sql)
    if (!empty && !(await replace())) throw new Error(REFUSED)
    await putAside(sql)
    const { read, end } = advancing('restoring')
    try {
      await restoreDump(tool, urls.ownerUrl, entries, signal, read)
    } catch (error) {
      await (empty ? emptyDatabase(sql) : putBack(sql))
      throw error
    } finally {
      end()
    }
    const sound = await finish(urls)
    if (sound) await dropAside(sql)
    else if (!empty) console.log('what was there before is kept in the schemas anwang_replaced_public and anwang_replaced_drizzle: drop them once all is well')
    return sound
  } finally {
    await sql.end({ timeout: 1 })
  }
}
