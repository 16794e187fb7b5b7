import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['src/**/*.test.ts'], globalSetup: ['@anwang/testkit/setup'], testTimeout: 60_000, hookTimeout: 60_000 } })
