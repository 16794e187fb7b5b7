import { existsSync, readdirSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const packages = ['api', 'db', 'web', ...readdirSync(new URL('packages', import.meta.url)).map((name) => `packages/${name}`)]

/** All packages in one run; each has its own vitest.config.ts to be run alone. */
export default defineConfig({
  // PostgreSQL does its part in processes of its own, so that a worker per core is not one too many.
  test: { maxWorkers: '100%', projects: packages.filter((folder) => existsSync(new URL(`${folder}/vitest.config.ts`, import.meta.url))) },
})
