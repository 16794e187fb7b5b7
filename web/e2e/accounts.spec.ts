import { expect, test } from '@playwright/test'
import { codeOf, enter, invited, nameOf, PASSWORD } from './people.ts'
import { expectAccessible, expectNoOverflow, open, PHONE, settled, signIn } from './support.ts'

test('an auditor takes an invitation, sets up the second factor, and signs in with it and with a recovery code', async ({ page }) => {
  const userName = nameOf('auditor')
  await invited(page, userName, 'AUDITOR')
  await expect(page.getByRole('heading', { name: '设置双重验证' })).toBeVisible()
  await expectAccessible(page)
  const secret = await page.locator('.secret').innerText()
  await page.getByLabel('然后输入验证器显示的 6 位验证码').fill('000000')
  await page.getByRole('button', { name: '启用' }).click()
  await expect(page.getByRole('alert')).toContainText('验证码不正确')
  await page.getByLabel('然后输入验证器显示的 6 位验证码').fill(codeOf(secret))
  await page.getByRole('button', { name: '启用' }).click()
  await expect(page.getByRole('heading', { name: '请保存恢复码' })).toBeVisible()
  const recovery = await page.locator('.recovery-codes code').first().innerText()
  await page.getByRole('button', { name: '我已保存，继续' }).click()
  await expect(page.getByRole('button', { name: /^账号: / })).toBeVisible()

  await enter(page, userName)
  await expect(page.getByRole('heading', { name: '双重验证' })).toBeVisible()
  await expectAccessible(page)
  // Until the code is given nothing is open.
  await expect(page.request.post('/graphql', { headers: { 'x-anwang': '1' }, data: { query: '{ viewer { name } }' } }).then(async (answer) => JSON.stringify(await answer.json()))).resolves.not.toContain('试用岗位')
  await page.getByLabel('验证码').fill(codeOf(secret, 1))
  await page.getByRole('button', { name: '继续' }).click()
  await expect(page.getByRole('button', { name: /^账号: / })).toBeVisible()

  await enter(page, userName)
  await page.getByRole('button', { name: '手机不在身边？改用恢复码' }).click()
  await page.getByLabel('恢复码', { exact: true }).fill(recovery)
  await page.getByRole('button', { name: '继续' }).click()
  await page.getByRole('button', { name: /^账号: / }).click()
  await page.getByRole('link', { name: '我的账号' }).click()
  await expect(page.getByText('剩余恢复码 9 个')).toBeVisible()
})

test('after five wrong passwords the right one is refused too, in the same words', async ({ page }) => {
  const userName = nameOf('held')
  await invited(page, userName, null)
  await expect(page.getByRole('button', { name: /^账号: / })).toBeVisible()
  const said: string[] = []
  for (let i = 0; i < 6; i++) {
    await enter(page, userName, i < 5 ? `wrong ${i}` : PASSWORD)
    said.push(await page.getByRole('alert').innerText())
  }
  expect(new Set(said)).toEqual(new Set(['用户名或密码不正确。多次输错后须等待一段时间才能再试。']))
})

test('one sees where one is signed in, ends another session, and changes the password', async ({ page, browser }) => {
  const userName = nameOf('own')
  await invited(page, userName, 'OVERSIGHT')
  await expect(page.getByRole('button', { name: /^账号: / })).toBeVisible()
  const elsewhere = await browser.newPage()
  await enter(elsewhere, userName)
  await expect(elsewhere.getByRole('button', { name: /^账号: / })).toBeVisible()
  await open(page, '/account')
  await expect(page.locator('tbody tr')).toHaveCount(2)
  await expectAccessible(page)
  await page.getByRole('button', { name: /^退出 / }).click()
  await expect(page.getByRole('status').first()).toContainText('已退出')
  await elsewhere.goto('/hazards')
  await expect(elsewhere).toHaveURL(/\/sign-in/)
  await page.getByRole('button', { name: '更换密码' }).click()
  await page.getByLabel('当前密码').fill(PASSWORD)
  for (const label of ['新密码', '再输一次新密码']) await page.getByLabel(label, { exact: true }).fill('Password2026')
  await page.getByRole('button', { name: '更换密码' }).click()
  await expect(page.getByRole('alert')).toContainText('容易被猜到')
  for (const label of ['新密码', '再输一次新密码']) await page.getByLabel(label, { exact: true }).fill('Calm-heron-2210')
  await page.getByRole('button', { name: '更换密码' }).click()
  await expect(page.getByRole('status').first()).toContainText('密码已更换')
})

test('a county officer opens a link to a neighbour\'s hazard and learns nothing of it', async ({ page }) => {
  await signIn(page, 'city.office')
  await open(page, '/hazards?region=410923000000')
  const link = page.locator('tbody').getByRole('link').first()
  const number = await link.innerText()
  const address = (await link.getAttribute('href'))!
  await page.goto(address)
  await settled(page)
  const title = await page.getByRole('heading', { level: 1 }).innerText()
  await page.context().clearCookies()
  await signIn(page, 'county.office')
  await page.goto(address)
  await settled(page)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  for (const secret of [number, title]) await expect(page.locator('body')).not.toContainText(secret)
})

test('the pages of accounts are whole on a phone', async ({ page }) => {
  await page.setViewportSize(PHONE)
  await signIn(page, 'secadmin')
  for (const address of ['/accounts', '/account']) {
    await open(page, address)
    await expectNoOverflow(page)
    await expectAccessible(page)
  }
  await open(page, '/accounts')
  await page.getByRole('button', { name: '查看 county.office' }).click()
  await expectAccessible(page)
  await signIn(page, 'county.office')
  await open(page, '/accounts')
  await expect(page.getByText('账号和岗位由安全管理员管理')).toBeVisible()
})
