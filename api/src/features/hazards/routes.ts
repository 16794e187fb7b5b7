import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { writeCsv, writeWorkbook, type ExportSheet } from '@anwang/documents/export'
import type { Express, RequestHandler } from 'express'
import { GraphQLError } from 'graphql'
import { canSomewhere } from '../../auth/policy.ts'
import type { Services } from '../../context.ts'
import { contextOf } from '../../graphql.ts'
import { denied } from '../../schema/denials.ts'
import { inWords } from '../subjects/service.ts'
import { exportColumns, exportDetails, exportNames, exportRequest, hazardExport, MOST_ROWS } from './export.ts'
import { refusals } from './words.ts'

const TYPES = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv; charset=utf-8' } as const

const STALLED = 60_000

/** `GET /export/hazards.xlsx|csv?filter=<JSON HazardFilter>&orderBy=<JSON HazardOrder>[&ids=…]`: what is filtered, in the viewer's scope, as a stream. */
export function hazardRoutes(app: Express, services: Services): void {
  const answer = (format: keyof typeof TYPES): RequestHandler => async (request, response) => {
    const context = await contextOf(services, request)
    try {
      if (!context.viewer) return void response.status(401).json({ code: 'UNAUTHENTICATED', message: 'Sign in first.' })
      if (!canSomewhere(context.viewer, 'export:read')) {
        context.note(denied(`hazards.${format}`, 'NOT_YOURS'))
        return void response.status(403).json({ code: 'FORBIDDEN', message: inWords(context, { zh: '您的岗位不能导出', en: 'Your post may not export' }) })
      }
      const asked = exportRequest(request.query)
      if (typeof asked === 'string') return void response.status(400).json({ code: 'BAD_USER_INPUT', argument: asked, message: `${asked} could not be read` })
      const found = await hazardExport(context, asked)
      if (found.count > MOST_ROWS) return void response.status(422).json({ code: 'TOO_MANY', message: inWords(context, refusals.TOO_MANY) })
      const { sheet: name, title } = await exportNames(context, asked)
      context.note({ kind: 'EXPORT', action: `hazards.${format}`, rows: found.count, details: exportDetails(title, asked) })
      await context.noted()
      // A caller that reads nothing must not keep its transaction open.
      response.setTimeout(STALLED, () => response.destroy())
      const sheet: ExportSheet = { name, title, columns: exportColumns(context), rows: found.rows() }
      response.type(TYPES[format]).set({
        'Content-Disposition': `attachment; filename="hazards.${format}"; filename*=UTF-8''${encodeURIComponent(`${title}.${format}`)}`, 'Cache-Control': 'private, no-store',
      })
      await pipeline(Readable.from(format === 'xlsx' ? writeWorkbook([sheet]) : writeCsv(sheet), { objectMode: false }), response)
    } catch (error) {
      // The caller went away, or something broke after the first bytes: the file must not look whole.
      if (response.headersSent) return void response.destroy(error instanceof Error ? error : undefined)
      if (error instanceof GraphQLError) return void response.status(400).json({ code: error.extensions['code'], argument: error.extensions['argument'], message: error.message })
      throw error
    } finally {
      await context.close()
    }
  }
  app.get('/export/hazards.xlsx', answer('xlsx'))
  app.get('/export/hazards.csv', answer('csv'))
}
