import type { Express } from 'express'
import { GraphQLError } from 'graphql'
import { z } from 'zod'
import { contextOf } from '../../request.ts'
import type { Services } from '../../context.ts'
import { exportRanking } from './export.ts'

const Query = z.object({
  region: z.string().max(200).optional(), period: z.string().max(40), level: z.string().max(20).optional(), basis: z.enum(['LIVE', 'PUBLISHED']).optional(),
  compare: z.enum(['previous', 'lastYear']).optional(),
})
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** `GET /export/ranking.xlsx?region=ID&period=2026-Q3[&level=…][&compare=previous|lastYear]`: what the viewer sees, as a workbook. */
export function rankingRoutes(app: Express, services: Services): void {
  app.get('/export/ranking.xlsx', async (request, response) => {
    const query = Query.safeParse(request.query)
    if (!query.success) return void response.status(400).json({ code: 'BAD_USER_INPUT', argument: query.error.issues[0]?.path.join('.'), message: 'region, period, level, basis, compare' })
    const context = await contextOf(services, request)
    try {
      if (!context.viewer) return void response.status(401).json({ code: 'UNAUTHENTICATED', message: 'Sign in first.' })
      const found = query.data.basis === 'PUBLISHED' ? null : await exportRanking(context, query.data)
      if (!found) return void response.status(404).json({ code: 'NOT_FOUND', message: 'There is no such ranking, or it is not yours to see.' })
      context.note({ kind: 'EXPORT', action: 'ranking.xlsx', rows: found.rows, details: { title: found.fileName } })
      await context.noted()
      response.type(XLSX).set('Content-Disposition', `attachment; filename="ranking.xlsx"; filename*=UTF-8''${encodeURIComponent(found.fileName)}`).set('Cache-Control', 'no-store')
      response.send(found.bytes)
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error
      response.status(400).json({ code: error.extensions['code'], argument: error.extensions['argument'], message: error.message })
    } finally {
      await context.close()
    }
  })
}
