import type { Express } from 'express'
import type { Services } from '../../context.ts'
import { exporting } from '../subjects/exporting.ts'
import { inspectionExport } from './export.ts'

/** `GET /export/inspections.xlsx|csv?filter=<JSON InspectionFilter>&orderBy=<JSON InspectionOrder>`: what is filtered, in the viewer's scope, as a stream. */
export function inspectionRoutes(app: Express, services: Services): void {
  app.get('/export/inspections.xlsx', exporting(services, 'inspections', 'xlsx', inspectionExport))
  app.get('/export/inspections.csv', exporting(services, 'inspections', 'csv', inspectionExport))
}
