import { expect, test } from '@playwright/test'
import { expectAccessible, expectNoOverflow, open, PHONE, settled, signIn } from './support.ts'

test('sign in by a click, see the page asked for, change the language, sign out', async ({ page }) => {
  await page.goto('/rankings')
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await page.getByRole('button', { name: '以濮阳市安委办进入' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('濮阳市各县（区）')
  await expect(page.getByRole('banner').getByText('演示数据')).toBeVisible()
  await page.getByRole('button', { name: 'EN' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Counties and districts')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  await page.goto('/rankings')
  await expect(page).toHaveURL(/\/sign-in/)
})

test('a wrong password is refused in words, and names no account', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByText('请填写')).toHaveCount(2)
  await page.getByLabel('用户名').fill('nobody')
  await page.getByLabel('密码').fill('wrong')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('alert')).toBeVisible()
})

test('the overview answers, and leads to the worst area and the oldest overdue', async ({ page }) => {
  await signIn(page, 'city.leader')
  await open(page, '/')
  await expect(page.locator('.verdict')).toContainText('逾期未整改')
  const area = page.locator('.overview-parts tbody').getByRole('link').first()
  const name = await area.innerText()
  await area.click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  await page.locator('.hazard-list').first().getByRole('link').first().click()
  await expect(page).toHaveURL(/\/hazards\/[^/?]+/)
})

test('the last twelve months come when they are scrolled to, as pictures and as a table', async ({ page }) => {
  await signIn(page, 'city.leader')
  const scripts: string[] = []
  page.on('response', (answer) => scripts.push(new URL(answer.url()).pathname))
  await page.setViewportSize({ width: 1440, height: 500 })
  await open(page, '/')
  expect(scripts.filter((path) => path.includes('MonthsChart'))).toEqual([])
  await page.getByRole('heading', { name: /十二个月/ }).scrollIntoViewIfNeeded()
  await expect(page.locator('.chart svg')).toHaveCount(3)
  await page.getByText('数据表').click()
  await expect(page.locator('.months tbody tr')).toHaveCount(12)
  // The bar on top lies over what is scrolled below it.
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.evaluate(() => window.scrollTo(0, 0))
  await settled(page)
  await expectNoOverflow(page)
  await expectAccessible(page)
})

test('a custom period is picked in a calendar, which is fetched then', async ({ page }) => {
  await signIn(page)
  await open(page, '/')
  await page.getByRole('button', { name: /^切换期间/ }).click()
  await page.getByRole('button', { name: '自定义' }).click()
  const start = page.getByPlaceholder('从')
  await start.click()
  await expectAccessible(page)
  await page.getByText('上个报告月（26日至25日）').click()
  await page.getByRole('button', { name: '确定' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(new URL(page.url()).searchParams.get('period')).toMatch(/^\d{4}-\d\d-26\/\d{4}-\d\d-25$/)
})

test('an unknown page and an unknown region say what to do', async ({ page }) => {
  await signIn(page)
  await open(page, '/nowhere')
  await expect(page.getByRole('heading', { name: '没有这个页面' })).toBeVisible()
  await open(page, '/rankings?region=999999999999')
  await expect(page.getByRole('heading', { name: '没有这个区域' })).toBeVisible()
  await page.getByRole('link', { name: '切换到 濮阳市' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('濮阳市')
})

const pages = [
  ['the overview', '/'],
  ['the ranking', '/rankings'],
  ['the why', '/rankings?why=410928000000.3'],
  ['figures', '/rankings?view=figures'],
  ['a comparison', '/rankings?compare=lastYear&period=2026-Q3&open=1'],
  ['the why of a total', '/rankings?why=410922000000.all&period=2026-Q3'],
  ['towns', '/rankings?region=410928000000&open=1,2,3'],
  ['nothing published', '/rankings?basis=published'],
  ['a month', '/rankings?period=2026-09'],
  ['no such page', '/nowhere'],
] as const

for (const [width, viewport] of [['1440', { width: 1440, height: 900 }], ['390', PHONE]] as const) {
  test.describe(`at ${width} px`, () => {
    test.use({ viewport })
    for (const [name, address] of pages)
      test(`${name}: nothing overflows, axe finds nothing`, async ({ page }) => {
        await signIn(page)
        await open(page, address)
        await expectNoOverflow(page)
        await expectAccessible(page)
      })
    test('sign-in: nothing overflows, axe finds nothing', async ({ page }) => {
      await page.goto('/sign-in')
      await expect(page.getByRole('heading', { name: '演示账号' })).toBeVisible()
      await expectNoOverflow(page)
      await expectAccessible(page)
    })
    test('what opens over the page: nothing overflows, axe finds nothing', async ({ page }) => {
      await signIn(page)
      await open(page, '/rankings')
      for (const name of [/^切换区域/, /^切换期间/, /^账号/, /^导出/]) {
        await page.getByRole('button', { name }).click()
        await settled(page)
        await expectNoOverflow(page)
        await expectAccessible(page)
        await page.keyboard.press('Escape')
      }
      await page.keyboard.press('/')
      await page.keyboard.type('柳屯')
      await expect(page.getByRole('option').first()).toBeVisible()
      await expectNoOverflow(page)
      await expectAccessible(page)
    })
    test('in English nothing overflows', async ({ page }) => {
      await page.addInitScript(() => localStorage.setItem('anwang.language', 'en'))
      await signIn(page)
      for (const address of ['/', '/rankings']) {
        await open(page, address)
        await expectNoOverflow(page)
      }
      await expectAccessible(page)
    })
  })
}

test('on a phone: rank, name, total; one tap to the rest, then why, then down', async ({ page }) => {
  await page.setViewportSize(PHONE)
  await signIn(page)
  await open(page, '/rankings')
  const row = page.locator('li[data-region]', { hasText: '濮阳县' })
  await row.getByRole('button').first().click()
  await row.getByRole('button', { name: /闭环治理/ }).click()
  await expect(page.getByRole('complementary')).toBeVisible()
  await expectNoOverflow(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: '关闭' }).click()
  await row.getByRole('link', { name: '进入濮阳县' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('濮阳县各乡镇（街道）')
})
