import type { Express } from 'express'
import type { Services } from './context.ts'
import { identityRoutes } from './features/accounts/oidc/routes.ts'
import { accountRoutes } from './features/accounts/routes.ts'
import { auditRoutes } from './features/audit/routes.ts'
import { hazardRoutes } from './features/hazards/routes.ts'
import { importRoutes } from './features/imports/routes.ts'
import { inspectionRoutes } from './features/inspections/routes.ts'
import { rankingRoutes } from './features/rankings/routes.ts'
import { subjectRoutes } from './features/subjects/routes.ts'

/** What answers beside /graphql, one file per feature: `features/<f>/routes.ts`. */
export function addRoutes(app: Express, services: Services): void {
  accountRoutes(app, services)
  identityRoutes(app, services)
  auditRoutes(app, services)
  subjectRoutes(app, services)
  inspectionRoutes(app, services)
  hazardRoutes(app, services)
  importRoutes(app, services)
  rankingRoutes(app, services)
}
