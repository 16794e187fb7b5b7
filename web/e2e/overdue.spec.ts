import { expect, test } from '@playwright/test'
import { rowsOf } from './import-books.ts'
import { expectAccessible, expectNoOverflow, open, PHONE, settled, signIn } from './support.ts'

test.beforeEach(async ({ page }) => signIn(page))

test('narrowed to one town and exported', async ({ page }) => {
  await open(page, '/overdue')
  const groups = page.locator('.overdue-groups tbody')
  await groups.getByRole('link', { name: '濮阳县', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('濮阳县 逾期整改')
  await settled(page)
  const town = groups.getByRole('rowheader').getByRole('link').first()
  const name = await town.innerText()
  const many = Number(await groups.locator('tr').first().locator('td').first().innerText())
  await town.click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`${name} 逾期整改`)
  await settled(page)
  await expect(page.getByText(`逾期未销号 ${many} 处`)).toBeVisible()
  await expect(page.getByText(`共 ${many} 条`)).toBeVisible()

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出 Excel' }).click()])
  const rows = await rowsOf(await download.path())
  const at = rows.findIndex((row) => row.includes('隐患编号'))
  const column = (heading: string) => rows[at]!.indexOf(heading)
  const records = rows.slice(at + 1)
  expect(records).toHaveLength(many)
  for (const record of records) {
    expect(record[column('县区')]).toBe('濮阳县')
    expect(record[column('所在地')]).toContain(name)
    expect(Number(record[column('逾期天数')])).toBeGreaterThan(0)
  }

  // The chip leads back to the whole.
  await page.getByRole('button', { name: `去掉筛选：区域：${name}` }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('濮阳市 逾期整改')
})

test('a count by age leads to its hazards; picked ones are exported alone', async ({ page }) => {
  await open(page, '/overdue')
  const cell = page.locator('.overdue-groups tbody').getByRole('link', { name: /逾期31–90天的隐患/ }).first()
  const many = Number(await cell.innerText())
  await cell.click()
  await settled(page)
  await expect(page.getByRole('button', { name: '去掉筛选：逾期31–90天' })).toBeVisible()
  await expect(page.getByText(`共 ${many} 条`)).toBeVisible()
  const boxes = page.getByRole('checkbox', { name: /^选择 / })
  await boxes.nth(0).check()
  const number = ((await boxes.nth(0).getAttribute('aria-label')) ?? '').replace('选择 ', '')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('region', { name: '已选 1 项' }).getByRole('button', { name: '导出所选' }).click()])
  const rows = await rowsOf(await download.path())
  expect(rows.slice(rows.findIndex((row) => row.includes('隐患编号')) + 1).map((row) => row[0])).toEqual([number])
})

test('filters stand in the address, and the order of the list', async ({ page }) => {
  await open(page, '/overdue')
  await page.getByRole('button', { name: '来源', exact: true }).click()
  await page.getByRole('checkbox', { name: '部门检查' }).check()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '整改期限', exact: true }).last().click()
  await settled(page)
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toMatchObject({ source: 'DEPARTMENT', sort: 'DUE_ON' })
  await page.reload()
  await settled(page)
  await expect(page.getByRole('button', { name: '去掉筛选：部门检查' })).toBeVisible()
  await expect(page.getByRole('columnheader', { name: '整改期限' })).toHaveAttribute('aria-sort', 'ascending')
  await page.getByRole('button', { name: '按监管对象' }).click()
  await settled(page)
  await expect(page.locator('.overdue-groups th').first()).toHaveText('监管对象')
})

test('by keyboard alone: into an area and onto a dossier', async ({ page }) => {
  await open(page, '/overdue')
  await page.locator('.overdue-groups tbody a').first().focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/region=/)
  await settled(page)
  await page.locator('.overdue-list tbody a').first().focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/hazards\/[^/?]+/)
})

test('at 390 px nothing overflows, and axe finds nothing', async ({ page }) => {
  await open(page, '/overdue')
  await expectAccessible(page)
  await page.setViewportSize(PHONE)
  await settled(page)
  await expectNoOverflow(page)
  await expectAccessible(page)
})
