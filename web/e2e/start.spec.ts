import { expect, test } from '@playwright/test'

test('opens in Chinese and reports nothing broken', async ({ page, request }) => {
  expect((await request.get('/readyz')).status()).toBe(200)
  const broken: string[] = []
  page.on('pageerror', (error) => broken.push(error.message))
  page.on('response', (response) => { if (response.status() >= 500) broken.push(`${response.status()} ${response.url()}`) })
  await page.goto('/', { waitUntil: 'networkidle' })
  expect(broken).toEqual([])
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/)
  await expect(page.locator('body')).toContainText('安网')
  expect(broken).toEqual([])
})
