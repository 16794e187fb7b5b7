import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test, type Page } from '@playwright/test'
import { open, signIn } from './support.ts'

const FEATURES = fileURLToPath(new URL('../src/features', import.meta.url))
/** Every page's address as the features declare it. */
const patterns = readdirSync(FEATURES).flatMap((name) => [...readFileSync(`${FEATURES}/${name}/pages.ts`, 'utf8').matchAll(/path: '([^']+)'/g)].map(([, path]) => path!))

/** What goes wrong on a page from now on: errors, what the console says of them, files that are not there. */
function broken(page: Page): string[] {
  const said: string[] = []
  page.on('pageerror', (error) => said.push(error.message))
  page.on('console', (message) => { if (message.type() === 'error') said.push(`${message.text()} ${message.location().url}`) })
  page.on('response', (response) => { if (response.status() >= 400) said.push(`${response.status()} ${response.url()}`) })
  return said
}

test('opens in Chinese and reports nothing broken', async ({ page, request }) => {
  expect((await request.get('/readyz')).status()).toBe(200)
  const said = broken(page)
  await page.goto('/', { waitUntil: 'networkidle' })
  expect(said).toEqual([])
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/)
  await expect(page.locator('body')).toContainText('安网')
  expect(said).toEqual([])
})

test('every script and style that a page names ahead is there', async ({ request }) => {
  expect(patterns).toContain('/hazards/:id')
  for (const pattern of patterns) {
    const link = (await request.get(pattern.replace(':id', 'x'), { headers: { accept: 'text/html' } })).headers()['link'] ?? ''
    const parts = [...link.matchAll(/<([^>]+)>/g)].map(([, part]) => part!)
    expect(parts, pattern).not.toEqual([])
    for (const part of parts) expect((await request.get(part)).status(), `${part}, named by ${pattern}`).toBe(200)
  }
})

for (const account of ['city.office', 'secadmin', 'auditor', 'sysadmin'])
  test(`no page of ${account} asks for what is not there, or says an error to the console`, async ({ page }) => {
    await signIn(page, account)
    const said = broken(page)
    for (const pattern of patterns.filter((one) => !one.includes(':'))) {
      await open(page, pattern)
      expect(said, pattern).toEqual([])
    }
  })

test('where a record is entered, a neighbour\'s region is not offered', async ({ page }) => {
  await signIn(page, 'county.office')
  for (const address of ['/hazards/new', '/subjects/new', '/inspections/new']) {
    await open(page, `${address}?region=410922000000`)
    await expect(page.getByRole('heading', { level: 1 })).toContainText('不在您的管辖范围内')
    await expect(page.locator('main form')).toHaveCount(0)
    await page.getByRole('link', { name: /^切换到/ }).click()
    await expect(page.getByRole('heading', { level: 1 })).not.toContainText('不在您的管辖范围内')
    await expect(page.locator('main form')).toBeVisible()
  }
})
