import { expect, test } from '@playwright/test'
import { open, signIn } from './support.ts'

test('a page that cannot be fetched says so once, and comes when the network is back', async ({ page }) => {
  let asked = 0
  await signIn(page)
  await open(page, '/rankings')
  await page.route(/assets\/.*\.js$/, (route) => {
    asked += 1
    return route.abort('internetdisconnected')
  })
  await page.getByRole('link', { name: '企业底数' }).click()
  await expect(page.getByRole('alert')).toContainText('网络')
  await page.waitForTimeout(1000)
  expect(asked).toBeLessThan(20)
  await page.unrouteAll()
  await page.getByRole('button', { name: '重试' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('企业底数')
})
