import type { Express } from 'express'
import type { Services } from '../../context.ts'
import { subjectExport } from './export.ts'
import { exporting } from './exporting.ts'

/** `GET /export/subjects.xlsx|csv?filter=<JSON>&orderBy=<JSON SubjectOrder>`: what is filtered, in the viewer's scope, as a stream. */
export function subjectRoutes(app: Express, services: Services): void {
  app.get('/export/subjects.xlsx', exporting(services, 'subjects', 'xlsx', subjectExport))
  app.get('/export/subjects.csv', exporting(services, 'subjects', 'csv', subjectExport))
}
