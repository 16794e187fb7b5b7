import { expect, test } from '@playwright/test'
import { expectNoOverflow, open, settled, signIn } from './support.ts'

test.beforeEach(async ({ page }) => signIn(page))

const rows = 'tr[data-region]'

test('city → county → town → community by clicks, and back', async ({ page }) => {
  await open(page, '/rankings')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('濮阳市各县（区）')
  await expect(page.locator(rows)).toHaveCount(8)

  await page.getByRole('rowheader', { name: '濮阳县' }).getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('濮阳县各乡镇（街道）')
  await settled(page)
  expect(new URL(page.url()).searchParams.get('region')).toBe('410928000000')

  // A click anywhere in the row drills down as the name does.
  await page.locator(rows, { hasText: '柳屯镇' }).locator('td').nth(2).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('柳屯镇各村（社区）')
  await settled(page)
  await expect(page.getByText('本级别只列数据，不计分、不排名')).toBeVisible()

  const community = page.locator('tbody tr.drills').first()
  const link = community.getByRole('rowheader').getByRole('link')
  const name = await link.innerText()
  await link.click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)

  await page.getByRole('link', { name: '返回柳屯镇' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('柳屯镇各村（社区）')
  await page.goBack()
  await page.goBack()
  await page.goBack()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('濮阳县各乡镇（街道）')
  await page.getByRole('navigation', { name: '区域' }).getByRole('link', { name: '濮阳市' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('濮阳市各县（区）')
})

test('from a rank to why to the record', async ({ page }) => {
  await open(page, '/rankings')
  await page.locator(rows, { hasText: '台前县' }).getByRole('button', { name: '闭环治理' }).click()
  const why = page.getByRole('complementary', { name: '台前县 · 闭环治理' })
  await why.getByRole('button', { name: '一般事故隐患按期整改' }).click()
  const item = page.getByRole('complementary', { name: '一般事故隐患按期整改' })
  await expect(item.getByText('计分条款')).toBeVisible()
  await expect(item.locator('.fraction')).toContainText('÷')
  // The numerator and what was lost make up the denominator.
  const [numerator, denominator] = (await item.locator('.fraction b').allInnerTexts()).map((text) => Number(text.replaceAll(',', '')))
  await expect(item.getByText(/^共 \d+ 条$/)).toHaveText(`共 ${denominator! - numerator!} 条`)
  await item.getByRole('button', { name: '分子' }).click()
  await expect(item.getByText(/^共 [\d,]+ 条$/)).toHaveText(`共 ${numerator} 条`)
  const record = item.locator('.record-list a').first()
  const words = await record.innerText()
  await record.click()
  await expect(page).toHaveURL(/\/hazards\/[^/?]+/)
  await expect(page.getByRole('main')).toContainText(words)
  // Back leads to the item, then to the list of items, then to the table.
  await page.goBack()
  await expect(item.getByText('计分条款')).toBeVisible()
  await page.goBack()
  await expect(why.getByRole('button', { name: '一般事故隐患按期整改' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('complementary')).toHaveCount(0)
  await expect(page.locator(rows, { hasText: '台前县' }).getByRole('button', { name: '闭环治理' })).toBeFocused()
})

test('an item has its address; each record that lost says why; closing leaves no step behind', async ({ page }) => {
  await open(page, '/rankings')
  const address = page.url()
  await page.locator(rows, { hasText: '台前县' }).getByRole('button', { name: '闭环治理' }).click()
  await page.getByRole('complementary').getByRole('button', { name: '一般事故隐患按期整改' }).click()
  await settled(page)
  const item = page.getByRole('complementary', { name: '一般事故隐患按期整改' })
  for (const because of await item.locator('.because').allInnerTexts()) expect(because).toMatch(/^失分：\s*.*(提交|复查)/)
  await expect(item.locator('.because')).toHaveCount(await item.locator('.record-list li').count())
  const shared = page.url()
  expect(new URL(shared).searchParams.get('why')).toMatch(/\.g\d+\.\d+$/)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary')).toHaveCount(0)
  await expect.poll(() => page.url()).toBe(address)
  await open(page, shared)
  await expect(item.getByText('计分条款')).toBeVisible()
  await item.getByRole('button', { name: '关闭' }).click()
  await expect(page.getByRole('complementary')).toHaveCount(0)
})

test('an unknown why or period is taken out of the address; a period before the go-live says so', async ({ page }) => {
  await open(page, '/rankings?why=410900000000.99&period=2026-Q9')
  await expect.poll(() => new URL(page.url()).search).toBe('')
  await expect(page.locator(rows)).toHaveCount(8)
  await open(page, '/rankings?period=2019-Q1')
  await expect(page.getByText('本期早于启用日期')).toBeVisible()
  await open(page, '/?period=2019-Q1')
  await expect(page.getByText('本期早于启用日期')).toBeVisible()
})

test('by keyboard alone: down, why, close, up', async ({ page }) => {
  await open(page, '/rankings')
  await page.locator(rows).first().getByRole('link').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  const second = page.locator(rows).nth(1)
  await expect(second.getByRole('link')).toBeFocused()
  const name = await second.getByRole('link').innerText()

  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary', { name: `计分依据: ${name}` })).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByText('计分条款')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary')).toHaveCount(0)
  await expect(second.getByRole('button', { name: '闭环治理' })).toBeFocused()

  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  // The focus goes along: to the first row below, and the arrows go on from there.
  await expect(page.locator(rows).first().locator('[data-cell]').first()).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.locator(rows).nth(1).locator('[data-cell]').first()).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('本级别只列数据，不计分、不排名')).toBeVisible()
  await expect(page.locator(rows).first().locator('[data-cell]').first()).toBeFocused()
  await page.keyboard.press('Backspace')
  await expect(page.locator(rows).nth(1).locator('[data-cell]').first()).toBeFocused()
  await page.keyboard.press('Backspace')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('濮阳市各县（区）')
  await expect(second.getByRole('link')).toBeFocused()

  await page.keyboard.press('/')
  await expect(page.getByRole('dialog', { name: '搜索' })).toBeVisible()
  await page.keyboard.type('柳屯镇')
  await expect(page.getByRole('option', { name: /区域 柳屯镇/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('a group opens to its indicators in place, and they add up to it', async ({ page }) => {
  await open(page, '/rankings')
  await page.getByRole('columnheader', { name: /闭环治理/ }).getByRole('button').click()
  const row = page.locator(rows).first()
  await expect(row.locator('td.indicator').first()).toBeVisible()
  const number = async (selector: string) => (await row.locator(selector).allInnerTexts()).map((text) => Number(text.replace(/[^\d.]/g, '')))
  const [group] = await number('td.group')
  const items = await number('td.indicator')
  // Each is rounded by itself.
  expect(Math.abs(items.reduce((sum, one) => sum + one, 0) - group!)).toBeLessThanOrEqual(0.005 * (items.length + 1))
  expect(new URL(page.url()).searchParams.get('open')).toBe('1')
})

test('the figures of the rows and of 本级 add up to the sum', async ({ page }) => {
  await open(page, '/rankings?view=figures&period=2026-Q3')
  const column = async (selector: string) => Promise.all((await page.locator(selector).all()).map(async (cell) => Number((await cell.innerText()).replaceAll(',', ''))))
  for (const n of [1, 2, 3, 4, 5, 9]) {
    const [sum, ...parts] = await column(`tbody tr > :nth-child(${n + 1})`)
    expect(parts.reduce((all, one) => all + one, 0), `column ${n}`).toBe(sum)
  }
})

test('the region switch finds by initials, and the choice stands in the address', async ({ page }) => {
  await open(page, '/rankings')
  await page.getByRole('button', { name: /^切换区域/ }).click()
  await page.getByRole('combobox').fill('lt')
  await page.getByRole('option', { name: /柳屯镇/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('柳屯镇')
  await page.getByRole('button', { name: /^切换期间/ }).click()
  await page.getByRole('button', { name: '月', exact: true }).click()
  await page.getByRole('button', { name: '9月', exact: true }).click()
  expect(new URL(page.url()).searchParams.get('period')).toMatch(/^\d{4}-09$/)
  // Region and period follow to another page.
  await page.getByRole('link', { name: '工作总览' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('柳屯镇工作总览')
})

test('已审定 says why it is empty before anything is published', async ({ page }) => {
  await open(page, '/rankings?basis=published')
  await expect(page.getByRole('heading', { name: '本期尚未审定公布' })).toBeVisible()
  await page.getByRole('link', { name: '看实时（未审定）' }).click()
  await expect(page.locator(rows).first()).toBeVisible()
})

test("the city's live ranking is closed to a county, which sees its own score and why", async ({ page }) => {
  await signIn(page, 'county.office')
  await open(page, '/rankings?region=410900000000')
  await expect(page.getByRole('heading', { name: '实时排名不对本账号开放' })).toBeVisible()
  await page.getByRole('link', { name: '看计分依据' }).click()
  await expect(page.getByRole('complementary', { name: '濮阳县 · 总得分' })).toBeVisible()
})

test('the ranking exports to Excel', async ({ page }) => {
  await open(page, '/rankings')
  await page.getByRole('button', { name: '导出' }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出 Excel' }).click()])
  expect(file.suggestedFilename()).toMatch(/\.xlsx$/)
})

test('the same table fits A4 landscape on paper, every group opened, and says what it is', async ({ page }) => {
  // 297 − 2 × 12 mm at 96 pixels to the inch.
  await page.setViewportSize({ width: 1032, height: 703 })
  await open(page, '/rankings?open=1,2,3')
  await page.emulateMedia({ media: 'print' })
  await expectNoOverflow(page)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('实时（未审定）')
  await expect(page.getByRole('navigation', { name: '页面' })).toBeHidden()
})

test('a changed figure updates in place, with a quiet mark', async ({ page }) => {
  await open(page, '/rankings')
  const total = page.locator(rows).first().locator('td.total')
  const before = await total.innerText()
  await page.route('**/graphql', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: (await answer.text()).replaceAll(`"shown":"${before}"`, '"shown":"12.34"') })
  })
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await expect(total).toHaveText('12.34')
  await expect(total.locator('.changed')).toBeVisible()
})

test('对比 holds the ranking against the same quarter last year, in the address; what is shown subtracts', async ({ page }) => {
  await open(page, '/rankings?period=2026-Q3')
  const now = (await page.locator(rows).first().locator('td.total').innerText()).trim()
  const name = await page.locator(rows).first().getByRole('rowheader').innerText()
  await page.getByRole('button', { name: '对比' }).click()
  await page.getByRole('button', { name: /较去年同期/ }).click()
  await settled(page)
  expect(new URL(page.url()).searchParams.get('compare')).toBe('lastYear')
  const headers = await page.getByRole('columnheader').allInnerTexts()
  const difference = Number((await page.locator(rows, { hasText: name }).locator('td, th').nth(headers.findIndex((text) => text.startsWith('总得分差'))).locator('span').first().evaluate((span) => span.firstChild!.textContent!)).replace('−', '-'))
  await open(page, '/rankings?period=2025-Q3')
  const before = (await page.locator(rows, { hasText: name }).locator('td.total').innerText()).trim()
  expect(difference).toBeCloseTo(Number(now) - Number(before), 6)
})

test('the why of a total adds up to it', async ({ page }) => {
  await open(page, '/rankings?period=2026-Q3')
  const total = page.locator(rows).first().locator('td.total')
  const shown = (await total.innerText()).trim()
  await total.getByRole('button').click()
  const sum = page.getByRole('complementary').locator('.sum-of')
  const parts = (await sum.innerText()).replace('=', '').replaceAll(' ', '').replaceAll('−', '+-').split('+').map(Number)
  // Each is rounded by itself.
  expect(Math.abs(parts.reduce((all, one) => all + one, 0) - Number(shown))).toBeLessThanOrEqual(0.005 * (parts.length + 1))
})
