import { expect, test } from '@playwright/test'
import { open, settled, signIn } from './support.ts'

const kept = () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])

test('what is typed of a person is kept nowhere in the browser, and signing out leaves nothing of the account', async ({ page }) => {
  await signIn(page, 'county.office')
  await open(page, '/subjects/new')
  await page.getByRole('textbox', { name: '名称' }).fill('测试铸造厂')
  await page.getByRole('textbox', { name: /主要负责人/ }).fill('测试人')
  await page.getByRole('textbox', { name: /电话/ }).fill('10000000077')
  await expect.poll(() => page.evaluate(kept)).toContain('测试铸造厂')
  for (const secret of ['测试人', '10000000077']) expect(await page.evaluate(kept)).not.toContain(secret)
  await page.reload()
  await settled(page)
  await expect(page.getByRole('textbox', { name: '名称' })).toHaveValue('测试铸造厂')
  await expect(page.getByRole('textbox', { name: /电话/ })).toHaveValue('')

  await open(page, '/hazards')
  const number = await page.locator('tbody').getByRole('link').first().innerText()
  await page.getByRole('button', { name: /^账号/ }).click()
  await page.getByRole('button', { name: '退出登录' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  await page.goBack()
  await expect(page).toHaveURL(/\/sign-in/)
  await expect(page.locator('body')).not.toContainText(number)
  expect(await page.evaluate(kept)).not.toContain(number)
})

test('after signing in one stays here, wherever the address wanted to lead', async ({ page, baseURL }) => {
  for (const next of ['//example.org/', '/\\example.org', 'https://example.org', 'javascript:alert(1)']) {
    await page.context().clearCookies()
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`)
    await page.getByRole('button', { name: '以濮阳市安委办进入' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page).not.toHaveURL(/sign-in/)
    expect(new URL(page.url()).origin).toBe(new URL(baseURL!).origin)
  }
})
