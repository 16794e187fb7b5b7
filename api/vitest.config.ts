import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Node takes graphql's CommonJS build and so must vite: two builds of it do not know each other's types.
  resolve: { alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }] },
  test: { include: ['src/**/*.test.ts'], globalSetup: ['@anwang/testkit/setup'], testTimeout: 20_000 },
})
