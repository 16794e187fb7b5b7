import { expect, test } from '@playwright/test'
import { expectAccessible, expectNoOverflow, open, PHONE, settled, signIn } from './support.ts'

test.beforeEach(async ({ page }) => signIn(page))

const lists = ['/hazards', '/inspections', '/subjects', '/inspections/new', '/subjects/new', '/hazards/new'] as const

for (const address of lists) {
  test(`${address}: at 390 px nothing overflows, and axe finds nothing`, async ({ page }) => {
    await open(page, address)
    await expectAccessible(page)
    await page.setViewportSize(PHONE)
    await settled(page)
    await expectNoOverflow(page)
    await expectAccessible(page)
  })
}

test('one of each list, on both screens', async ({ page }) => {
  for (const address of ['/hazards', '/inspections', '/subjects']) {
    await page.setViewportSize({ width: 1440, height: 900 })
    await open(page, address)
    await page.locator('.table tbody a').first().click()
    await expect(page).toHaveURL(new RegExp(`${address}/[^/?]+`))
    await settled(page)
    await expectAccessible(page)
    await page.setViewportSize(PHONE)
    await expectNoOverflow(page)
    await expectAccessible(page)
  }
})

test('hazards by state, searched, and the next page', async ({ page }) => {
  await open(page, '/hazards')
  await page.getByRole('group', { name: '按状态查看' }).getByRole('button', { name: '待复查' }).click()
  await settled(page)
  for (const state of await page.locator('.table tbody tr td:nth-child(5)').allInnerTexts()) expect(state).toBe('待复查')
  await page.getByRole('group', { name: '按状态查看' }).getByRole('button', { name: '全部' }).click()
  await settled(page)
  const first = await page.locator('.table tbody a').first().innerText()
  await page.getByRole('button', { name: '下一页' }).click()
  await settled(page)
  expect(await page.locator('.table tbody a').first().innerText()).not.toBe(first)
  await expect(page.locator('.table-foot')).toContainText('51–100')
  await page.getByRole('searchbox', { name: '编号、隐患、企业' }).fill(first)
  await expect(page.getByRole('button', { name: `去掉筛选：搜索“${first}”` })).toBeVisible()
  await settled(page)
  await expect(page.locator('.table tbody tr')).toHaveCount(1)
})

test('subjects and inspections by their headers, filtered, and as a workbook of what is filtered', async ({ page }) => {
  await open(page, '/subjects')
  await page.getByRole('button', { name: '风险等级', exact: true }).last().click()
  await expect(page.locator('.table tbody tr').first()).toContainText('红')
  await page.getByRole('combobox', { name: '重点企业' }).selectOption({ label: '市级重点企业' })
  await expect(page.getByRole('button', { name: '去掉筛选：市级重点企业' })).toBeVisible()
  await settled(page)
  for (const row of await page.locator('.table tbody tr').all()) await expect(row).toContainText('重点')
  const [workbook] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出 Excel' }).click()])
  expect(workbook.suggestedFilename()).toMatch(/^濮阳市监管对象台账（截至\d{4}-\d{2}-\d{2}）\.xlsx$/)

  await open(page, '/inspections')
  await page.getByRole('button', { name: '检查日期' }).first().click()
  await page.getByLabel('从', { exact: true }).fill('2026年1月2日')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: '去掉筛选：2026-01-02 起' })).toBeVisible()
  await page.keyboard.press('Escape')
  await settled(page)
  await page.getByRole('columnheader').getByRole('button', { name: '检查日期' }).click()
  await expect(page).toHaveURL(/sort=FINISHED_ON/)
  await settled(page)
  await expectAccessible(page)
})

test('an enterprise sees first what it owes, the soonest in front', async ({ page }) => {
  await signIn(page, 'enterprise')
  await page.setViewportSize(PHONE)
  await page.goto('/')
  await settled(page)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/有限公司的隐患$/)
  await expect(page.locator('.own-summary')).toContainText('逾期 1 条')
  await expect(page.locator('.table tbody tr').first()).toContainText('逾期')
  await expectNoOverflow(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: '已办结' }).click()
  await settled(page)
  for (const row of await page.locator('.table tbody tr').all()) await expect(row).toContainText(/已销号|已归档|已作废/)
})

test('what nobody has: words instead of an empty table', async ({ page }) => {
  for (const address of ['/hazards', '/inspections', '/subjects', '/overdue']) {
    await open(page, `${address}?search=${encodeURIComponent('没有这样的东西')}`)
    await expect(page.locator('.note')).toContainText('没有')
  }
  await open(page, '/hazards/nonsense')
  await expect(page.getByRole('heading', { name: '没有这条隐患' })).toBeVisible()
})

test('columns are chosen and stay chosen', async ({ page }) => {
  await open(page, '/subjects')
  await page.getByRole('button', { name: '列' }).click()
  await page.getByRole('checkbox', { name: '生产状态' }).uncheck()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('columnheader', { name: '生产状态' })).toHaveCount(0)
  await page.reload()
  await settled(page)
  await expect(page.getByRole('columnheader', { name: '生产状态' })).toHaveCount(0)
})

test('a subject is registered', async ({ page }) => {
  await page.goto('/')
  await signIn(page, 'county.office')
  await open(page, '/subjects/new')
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByText('有 2 处需要更正')).toBeVisible()
  const name = `柳屯${Date.now().toString(36)}木器厂`
  await page.getByLabel('名称', { exact: true }).fill(name)
  await page.getByLabel(/^统一社会信用代码/).fill('91410900MA0000000X')
  await page.getByRole('button', { name: '选择所在地' }).click()
  await page.getByRole('combobox', { name: '名称、拼音首字母或代码' }).fill('柳屯镇')
  await page.getByRole('option', { name: /柳屯镇/ }).first().click()
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByText(/校验码不符|不合规/)).toBeVisible()
  await page.getByLabel(/^统一社会信用代码/).fill('')
  await expect(page.getByText(`“${name}”将登记在柳屯镇`)).toBeVisible()
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page).toHaveURL(/\/subjects\/[^/?]{8,}/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  await expect(page.getByText('五方责任有 5 项未明确')).toBeVisible()
})

test('a fact of a subject is changed from today on', async ({ page }) => {
  await signIn(page, 'county.office')
  await open(page, '/subjects?risk=BLUE&status=OPERATING&sort=-NAME')
  await page.locator('.table tbody a').first().click()
  await page.getByRole('link', { name: '变更' }).click()
  await settled(page)
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('alert').getByText('还没有改动')).toBeVisible()
  await page.getByLabel('生产状态').selectOption({ label: '停产' })
  await page.getByLabel(/^变更原因/).fill('停产整顿')
  await expect(page.locator('.preview')).toContainText('变更：生产状态。从今天')
  await expectAccessible(page)
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page).toHaveURL(/\/subjects\/[^/?]+(\?|$)/)
  await expect(page.locator('.page-head')).toContainText('停产')
})
