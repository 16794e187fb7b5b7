import { expect, test } from '@playwright/test'
import { rowsOf } from './import-books.ts'
import { expectAccessible, expectNoOverflow, open, PHONE, settled, signIn, todayOf } from './support.ts'

test.beforeEach(async ({ page }) => signIn(page))

test('narrowed to one town and exported', async ({ page }) => {
  await open(page, '/overdue')
  const groups = page.locator('.overdue-groups tbody')
  await groups.getByRole('link', { name: '濮阳县', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('濮阳县 逾期整改')
  await settled(page)
  const row = groups.locator('tr').filter({ hasNotText: '本级' }).first()
  const town = row.getByRole('rowheader').getByRole('link')
  const name = await town.innerText()
  const many = Number(await row.locator('td').first().innerText())
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

test('a figure of the overview opens as many as it says: of a period that is over, and of the present one', async ({ page }) => {
  for (const period of ['2026-Q2', (await todayOf(page)).slice(0, 7)]) {
    const count = async (text: Promise<string>) => Number((await text).replaceAll(',', ''))
    for (const row of ['濮阳县', '本级（市直）']) {
      await open(page, `/?period=${period}`)
      const cells = page.locator('.overview-parts tr', { has: page.getByRole('rowheader', { name: row }) }).locator('td')
      for (const [n, said] of [[0, /逾期未销号 ([\d,]+) 处/], [4, /共 ([\d,]+) 条/]] as const) {
        const link = cells.nth(n).getByRole('link')
        if ((await link.count()) === 0) continue
        const many = await count(link.innerText())
        await link.click()
        await settled(page)
        await expect(page.getByRole('status').filter({ hasText: said }).first()).toBeVisible()
        const [, shown] = said.exec(await page.getByRole('main').innerText())!
        expect({ period, row, shown: await count(Promise.resolve(shown!)) }).toEqual({ period, row, shown: many })
        await page.goBack()
        await settled(page)
      }
    }
    const headline = page.locator('.figure').first().getByRole('link').first()
    const many = Number((await headline.innerText()).replaceAll(/[^\d]/g, ''))
    await headline.click()
    await settled(page)
    await expect(page.getByText(`逾期未销号 ${many.toLocaleString('en-US')} 处`)).toBeVisible()
  }
})

test('on paper the groups add up to their sum', async ({ page }) => {
  await open(page, '/overdue?region=410928000000')
  await page.emulateMedia({ media: 'print' })
  const counts = await page.locator('.overdue-groups tbody td:nth-child(2):visible').allInnerTexts()
  expect(counts.reduce((sum, text) => sum + Number(text), 0)).toBe(Number(await page.locator('.overdue-groups tfoot td').first().innerText()))
  await expect(page.locator('.filters')).toBeHidden()
  await expect(page.getByRole('checkbox').first()).toBeHidden()
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
  expect(rows.slice(rows.findIndex((row) => row.includes('隐患编号')) + 1).map((row) => row[1])).toEqual([number])
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
