import type { Express } from 'express'
import type { Services } from './context.ts'
import { accountRoutes } from './features/accounts/routes.ts'

/** What answers beside /graphql, one file per feature: `features/<f>/routes.ts`. */
export function addRoutes(app: Express, services: Services): void {
  accountRoutes(app, services)
}
