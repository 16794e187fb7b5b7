import { expect, test } from '@playwright/test'
import { expectAccessible, expectNoOverflow, open, PHONE, settled, signIn } from './support.ts'

test('the auditor finds who exported what, and takes the list along', async ({ page, browser }) => {
  await signIn(page, 'county.office')
  await open(page, '/hazards?state=SUBMITTED')
  const file = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出' }).click()
  await file

  const context = await browser.newContext()
  const auditor = await context.newPage()
  await signIn(auditor, 'auditor')
  // Its home is the log: records are not the auditor's to see.
  await open(auditor, '/')
  await expect(auditor.getByRole('heading', { level: 1 })).toHaveText('审计日志')
  await expect(auditor.getByRole('navigation', { name: '页面' }).getByRole('link')).toHaveText(['安网', '审计日志'])
  await auditor.getByRole('button', { name: '类别' }).click()
  await auditor.getByRole('checkbox', { name: '导出' }).check()
  await auditor.keyboard.press('Escape')
  await auditor.getByRole('searchbox', { name: '账号、岗位、IP地址、内容' }).fill('county.office')
  await expect(auditor.getByRole('button', { name: '去掉筛选：搜索“county.office”' })).toBeVisible()
  await settled(auditor)
  const row = auditor.locator('.table tbody tr').first()
  await expect(row).toContainText('濮阳县安委办')
  await expect(row).toContainText('导出隐患台账（Excel）')
  await expect(row).toContainText(/筛选：.*待复查/)

  const list = auditor.waitForEvent('download')
  await auditor.getByRole('button', { name: '导出 Excel' }).click()
  expect((await list).suggestedFilename()).toMatch(/审计日志.*\.xlsx$/)
  await auditor.getByRole('button', { name: '去掉筛选：搜索“county.office”' }).click()
  await auditor.reload()
  await settled(auditor)
  await expect(auditor.locator('.table tbody tr').first()).toContainText('导出审计日志（Excel）')

  await auditor.getByRole('button', { name: '立即核验' }).click()
  await expect(auditor.getByRole('button', { name: '立即核验' })).toBeEnabled()
  await expect(auditor.getByRole('region', { name: '日志的完整性' })).toContainText(/已封存至 \d{4}-\d{2}-\d{2} \d{2}:\d{2}；\d{4}-\d{2}-\d{2} \d{2}:\d{2} 核验，完好.*封存 [\d,]+ 条、核验 [\d,]+ 条/)
  await expectAccessible(auditor)
  await auditor.setViewportSize(PHONE)
  await settled(auditor)
  await expectNoOverflow(auditor)
  await expectAccessible(auditor)
  await context.close()
})

test('nobody else reads it', async ({ page }) => {
  await signIn(page, 'city.office')
  await open(page, '/audit')
  await expect(page.getByRole('heading', { name: '只有审计员可以查看审计日志' })).toBeVisible()
  await expect(page.getByRole('link', { name: '审计日志' })).toHaveCount(0)
  expect((await page.request.get('/export/audit.xlsx')).status()).toBe(403)
})
