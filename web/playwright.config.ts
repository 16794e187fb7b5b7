import { defineConfig } from '@playwright/test'

const executablePath = process.env['ANWANG_E2E_BROWSER']

/** `pnpm test browser` starts the product and names it and the browser; alone: against one that runs on the default port. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: process.env['ANWANG_E2E_URL'] ?? 'http://127.0.0.1:4000',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: executablePath === undefined ? {} : { executablePath },
  },
})
