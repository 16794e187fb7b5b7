import { defineConfig, devices } from '@playwright/test'

const browser = process.env['ANWANG_BROWSER'] ?? '/usr/bin/chromium'

/** The product is started by the test command; ANWANG_URL says where it serves. */
export default defineConfig({
  testDir: 'e2e',
  // Two cores, one database: the journeys write little and wait for each other.
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: process.env['ANWANG_URL'] ?? 'http://127.0.0.1:4000',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath: browser, args: ['--no-sandbox'] },
  },
})
