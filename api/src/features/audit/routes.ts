import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { writeWorkbook } from '@anwang/documents/export'
import type { Express } from 'express'
import { GraphQLError } from 'graphql'
import type { Services } from '../../context.ts'
import { contextOf } from '../../request.ts'
import { auditExport, filterAsked, MOST_ROWS } from './export.ts'
import { mayAudit } from './service.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const STALLED = 60_000

/** `GET /export/audit.xlsx?filter=<JSON AuditFilter>`: the second log, for the auditor; that it was taken out stands in it first. */
export function auditRoutes(app: Express, services: Services): void {
  app.get('/export/audit.xlsx', async (request, response) => {
    const context = await contextOf(services, request)
    const zh = context.language === 'zh'
    try {
      if (!context.viewer) return void response.status(401).json({ code: 'UNAUTHENTICATED', message: 'Sign in first.' })
      if (!mayAudit(context, 'audit.xlsx')) return void response.status(403).json({ code: 'FORBIDDEN', message: zh ? '只有审计员可以导出审计日志' : 'Auditors alone export the audit log' })
      const filter = filterAsked(request.query['filter'])
      if (!filter) return void response.status(400).json({ code: 'BAD_USER_INPUT', argument: 'filter', message: 'filter could not be read' })
      const { count, sheet } = await auditExport(context, filter)
      if (count > MOST_ROWS) return void response.status(422).json({ code: 'TOO_MANY', message: zh ? '超过十万行，请先筛选' : 'More than 100,000 rows: filter first' })
      context.note({ kind: 'EXPORT', action: 'audit.xlsx', rows: count, details: Object.keys(filter).length > 0 ? { filter: filter.search ? { ...filter, search: true } : filter } : {} })
      await context.noted()
      // A caller that reads nothing must not keep its transaction open.
      response.setTimeout(STALLED, () => response.destroy())
      response.type(XLSX).set({ 'Content-Disposition': `attachment; filename="audit.xlsx"; filename*=UTF-8''${encodeURIComponent(`${sheet.name}.xlsx`)}`, 'Cache-Control': 'private, no-store' })
      await pipeline(Readable.from(writeWorkbook([sheet]), { objectMode: false }), response)
    } catch (error) {
      // After the first bytes the file must not look whole.
      if (response.headersSent) return void response.destroy(error instanceof Error ? error : undefined)
      if (error instanceof GraphQLError) return void response.status(400).json({ code: error.extensions['code'], argument: error.extensions['argument'], message: error.message })
      throw error
    } finally {
      await context.close()
    }
  })
}
