import type { AuditKind, Tx } from '@anwang/db'
import { checkLogs } from '@anwang/db/audit/check'
import type { Day } from '@anwang/domain'
import DataLoader from 'dataloader'
import type { Context } from '../../context.ts'
import { decodeCursor, pageOf, pageSize, type Page, type PageArgs } from '../../schema/connections.ts'
import { denied } from '../../schema/denials.ts'
import { badInput, Conflict, Forbidden } from '../../schema/errors.ts'
import { idOf } from '../../schema/nodes.ts'
import { regionLoaders } from '../regions/service.ts'
import { auditPaths } from './policy.ts'
import { actorsNamed, chainsOf, countEntries, countEvents, entryPage, eventPage, openAudit, type AuditedEvent, type Entry, type EntryQuery } from './store.ts'

const CAP = 10_000

export interface AuditFilter {
  readonly region?: string | null | undefined
  readonly kind?: readonly AuditKind[] | null | undefined
  readonly refused?: boolean | null | undefined
  readonly search?: string | null | undefined
  readonly from?: Day | null | undefined
  readonly to?: Day | null | undefined
}

/** The operation's transaction, in which the second log may be read; once per operation. */
const opened = (context: Context): Promise<Tx> => context.read().then(async (tx) => {
  await openAudit(tx, auditPaths(context.viewer))
  return tx
})
export const auditTx = (context: Context): Promise<Tx> => context.once(opened)

/** Whether the viewer reads the second log; where not, that they tried stands in it. */
export function mayAudit(context: Context, action = 'audit'): boolean {
  if (auditPaths(context.viewer).length > 0) return true
  if (context.viewer) context.note(denied(action, 'NOT_YOURS'))
  return false
}

/** @throws BAD_USER_INPUT naming the argument. */
export async function entryQuery(context: Context, filter: AuditFilter | null | undefined): Promise<EntryQuery> {
  const region = filter?.region ? await context.once(regionLoaders).byId.load(idOf('Region', filter.region, 'filter.region')) : null
  if (filter?.region && !region) throw badInput('filter.region', 'filter.region is no region')
  const search = filter?.search?.trim()
  return { root: region?.path ?? null, kind: filter?.kind ?? [], refused: filter?.refused ?? null, search: search ? search : null, from: filter?.from ?? null, to: filter?.to ?? null }
}

/** The newest entries first. @throws BAD_USER_INPUT */
export async function entriesPage(context: Context, filter: AuditFilter | null | undefined, args: PageArgs): Promise<Page<Entry>> {
  const [before] = decodeCursor(args.after, ['text']) ?? [null]
  if (before !== null && !/^\d{1,18}$/.test(before)) throw badInput('after', 'after is no cursor of this list')
  const query = await entryQuery(context, filter)
  const tx = await auditTx(context)
  const rows = await entryPage(tx, query, before, pageSize(args) + 1)
  return pageOf(rows, args, (row) => [row.seq], () => countEntries(tx, query, CAP))
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const TARGETS: Readonly<Record<string, string>> = { hazard: 'Hazard', inspection: 'Inspection', subject: 'Subject' }

/** What was done to records in what the viewer audits, the newest first; that one record was looked into stands in the second log. @throws BAD_USER_INPUT */
export async function eventsPage(context: Context, record: string | null, regionId: string | null, args: PageArgs): Promise<Page<AuditedEvent>> {
  const [before] = decodeCursor(args.after, ['text']) ?? [null]
  if (before !== null && !/^\d{1,18}$/.test(before)) throw badInput('after', 'after is no cursor of this list')
  if (record !== null && !UUID.test(record)) throw badInput('record', 'record is no key of a record')
  const region = regionId === null ? null : await context.once(regionLoaders).byId.load(idOf('Region', regionId, 'region'))
  if (regionId !== null && !region) throw badInput('region', 'region is no region')
  const tx = await auditTx(context)
  const query = { record, root: region?.path ?? null }
  const rows = await eventPage(tx, query, before, pageSize(args) + 1)
  if (record !== null && rows[0]) context.note({ kind: 'ADMINISTRATION', action: 'recordHistory', target: TARGETS[rows[0].stream] ?? null, targetId: record })
  return pageOf(rows, args, (row) => [row.seq], () => countEvents(tx, query, CAP))
}

export const actorLoader = (context: Context) => new DataLoader(async (ids: readonly string[]) => {
  const found = await actorsNamed(context.worker, ids)
  return ids.map((id) => found.get(id) ?? null)
})

/** A chain of so many entries is gone through within the time of an answer. */
const MOST_ENTRIES = 200_000

/** Goes through both chains now. @throws Forbidden for everybody but the auditor; Conflict where they are too long for an answer, or being gone through. */
export async function verifyAudit(context: Context): Promise<void> {
  if (!mayAudit(context, 'verifyAudit')) throw new Forbidden('NOT_YOURS', context.language === 'zh' ? '只有审计员可以核验日志' : 'Auditors alone check the logs')
  const entries = (await chainsOf(await auditTx(context))).reduce((all, { sealed }) => all + sealed, 0)
  if (entries > MOST_ENTRIES) throw new Conflict('TOO_LONG', context.language === 'zh' ? `日志已有 ${entries} 条，请在服务器上运行 anwang audit verify；系统每天自动核验一次` : `The logs hold ${entries} entries: run anwang audit verify on the server. They are checked by themselves once a day`)
  await context.release()
  const verified = await checkLogs(context.worker, (await context.anchor?.kept()) ?? [])
  if (!verified) throw new Conflict('UNDER_WAY', context.language === 'zh' ? '正在核验，请稍后再看结果' : 'They are being checked: look again in a moment')
  context.note({ kind: 'ADMINISTRATION', action: 'verifyAudit', details: { findings: verified.reduce((all, { findings }) => all + findings.length, 0) } })
}
