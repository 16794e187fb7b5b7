import type { Express } from 'express'
import type { Services } from '../../context.ts'
import { exporting } from '../subjects/exporting.ts'
import { hazardExport } from './export.ts'

/** `GET /export/hazards.xlsx|csv?filter=<JSON HazardFilter>&orderBy=<JSON HazardOrder>[&ids=…]`: what is filtered, in the viewer's scope, as a stream. */
export function hazardRoutes(app: Express, services: Services): void {
  app.get('/export/hazards.xlsx', exporting(services, 'hazards', 'xlsx', hazardExport))
  app.get('/export/hazards.csv', exporting(services, 'hazards', 'csv', hazardExport))
}
