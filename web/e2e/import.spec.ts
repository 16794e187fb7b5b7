import { expect, test, type Page } from '@playwright/test'
import { corrected, ledgerWithErrors, rowsOf } from './import-books.ts'
import { expectAccessible, expectNoOverflow, open, PHONE, settled, signIn, todayOf } from './support.ts'

/** A name that no other firm resembles, also none that another test registers at the same time. */
const mark = () => Array.from({ length: 4 }, () => String.fromCodePoint(0x4e00 + Math.floor(Math.random() * 0x5000))).join('')
const count = (page: Page, word: string) => page.getByRole('group', { name: '按结果查看' }).getByRole('button', { name: word })

test('a ledger with errors: answered, imported; the refused rows downloaded, corrected, imported', async ({ page }) => {
  await signIn(page, 'county.office')
  await open(page, '/imports')
  await page.getByLabel('选择台账文件').setInputFiles({ name: '柳屯镇台账.csv', mimeType: 'text/csv', buffer: ledgerWithErrors(mark(), await todayOf(page), '基本完成') })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('柳屯镇台账.csv')
  await expect(page.getByText('12 列中识别出 12 列')).toBeVisible()
  await expect(count(page, '退回')).toHaveText('2 退回')
  await expect(page.locator('.import-rows')).toContainText('“长期坚持”不是整改期限')
  await expect(page.locator('.import-rows')).toContainText('没有名为“没有这个镇”的区域')

  // The same question is asked once, however many rows ask it.
  const questions = page.locator('.questions > li')
  await expect(questions).toHaveCount(2)
  await questions.filter({ hasText: '没有登记' }).getByRole('radio').last().check()
  await questions.filter({ hasText: '基本完成' }).getByRole('radio', { name: '否' }).check()
  await page.getByRole('button', { name: '提交回答' }).click()
  await expect(page.getByText('将新增隐患 3 条、单位 1 家')).toBeVisible()

  // What was answered can be seen, and taken back.
  await page.getByText('已回答 2 项').click()
  await expect(page.locator('.answered li')).toHaveCount(2)
  await page.getByRole('button', { name: '重新回答 是否整改“基本完成”' }).click()
  await expect(questions).toHaveCount(1)
  await questions.getByRole('radio', { name: '否' }).check()
  await page.getByRole('button', { name: '提交回答' }).click()
  await expect(page.getByText('将新增隐患 3 条、单位 1 家')).toBeVisible()

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载退回的行' }).click()])
  expect(download.suggestedFilename()).toContain('柳屯镇台账')
  const refused = await rowsOf(await download.path())

  await page.getByRole('button', { name: '确认导入' }).click()
  await expect(page.getByRole('heading', { name: '导入完成' })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('新增 3 条')).toBeVisible()

  await page.getByLabel('选择台账文件').setInputFiles({ name: '更正.csv', mimeType: 'text/csv', buffer: corrected(refused, await todayOf(page)) })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('更正.csv')
  await expect(page.getByText('将新增隐患 2 条')).toBeVisible()
  await expect(count(page, '退回')).toHaveText('0 退回')
  await page.getByRole('button', { name: '确认导入' }).click()
  await expect(page.getByRole('heading', { name: '导入完成' })).toBeVisible({ timeout: 30_000 })

  // Taken back whole, with a reason.
  await page.getByRole('button', { name: '撤回这次导入' }).click()
  const dialog = page.getByRole('dialog', { name: '撤回整次导入' })
  await expect(dialog).toContainText('将撤回这次导入的 2 条内容')
  await dialog.getByRole('button', { name: '撤回', exact: true }).click()
  await expect(dialog.getByText('请填写')).toBeVisible()
  await dialog.getByLabel('撤回理由').fill('重复导入')
  await dialog.getByRole('button', { name: '撤回', exact: true }).click()
  await expect(page.getByRole('heading', { name: '这次导入已经撤回' })).toBeVisible({ timeout: 30_000 })
})

/** Presses Tab until what has the focus has the name. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let i = 0; i < 120; i += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const at = document.activeElement
      return at && at !== document.body ? `${at.getAttribute('aria-label') ?? ''} ${at.closest('label')?.textContent ?? ''} ${at.textContent ?? ''}` : ''
    })
    if (name.test(focused)) return
  }
  throw new Error(`no way by Tab to ${name}`)
}

test('the same by keyboard alone', async ({ page }) => {
  await signIn(page, 'county.office')
  await open(page, '/imports')
  const choose = async (name: string, buffer: Buffer) => {
    await tabTo(page, /选择台账文件/)
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')])
    await chooser.setFiles({ name, mimeType: 'text/csv', buffer })
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
    await settled(page)
  }
  await choose('键盘.csv', ledgerWithErrors(mark(), await todayOf(page), '部分整改'))
  // The last choice is that the firm is new; firms that resemble it stand before, if there are any.
  await tabTo(page, /就是|新登记/)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Space')
  // Tab enters a group of choices at its first, the arrows choose within.
  await tabTo(page, /^\s*是\s*$/)
  await page.keyboard.press('ArrowRight')
  await expect(page.getByText('已回答 2 / 2')).toBeVisible()
  await tabTo(page, /提交回答/)
  await page.keyboard.press('Enter')
  await expect(page.getByText('将新增隐患 3 条、单位 1 家')).toBeVisible()
  await settled(page)
  await tabTo(page, /下载退回的行/)
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  const refused = await rowsOf(await download.path())
  await tabTo(page, /确认导入/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '导入完成' })).toBeVisible({ timeout: 30_000 })
  await settled(page)
  await choose('键盘更正.csv', corrected(refused, await todayOf(page)))
  await expect(page.getByText('将新增隐患 2 条')).toBeVisible()
  await tabTo(page, /确认导入/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '导入完成' })).toBeVisible({ timeout: 30_000 })
})

test('columns are corrected by hand', async ({ page }) => {
  await signIn(page, 'county.office')
  await open(page, '/imports')
  await page.getByLabel('选择台账文件').setInputFiles({ name: '列.csv', mimeType: 'text/csv', buffer: ledgerWithErrors(mark(), await todayOf(page), '基本完成') })
  await page.getByText('更正列的对应关系', { exact: true }).click()
  await page.getByLabel(/^对应内容，F /).selectOption({ label: '不读取' })
  await page.getByRole('button', { name: '按更正重新核对' }).click()
  await expect(page.getByText('缺少必填的列')).toBeVisible()
  await page.getByText('更正列的对应关系', { exact: true }).click()
  await page.getByLabel(/^对应内容，F /).selectOption({ label: '存在问题隐患 *' })
  await page.getByRole('button', { name: '按更正重新核对' }).click()
  await expect(page.getByText('缺少必填的列')).toHaveCount(0)
  await page.getByRole('button', { name: '放弃这次导入' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '放弃这次导入' }).click()
  await expect(page).toHaveURL(/\/imports(\?|$)/)
})

test('what is no ledger is refused in words', async ({ page }) => {
  await signIn(page, 'county.office')
  await open(page, '/imports')
  await page.getByLabel('选择台账文件').setInputFiles({ name: '台账.docx', mimeType: 'application/msword', buffer: Buffer.from('x') })
  await expect(page.getByRole('alert')).toContainText('只能读 .xlsx 和 CSV')
  await page.getByLabel('选择台账文件').setInputFiles({ name: '台账.xlsx', mimeType: 'application/zip', buffer: Buffer.from('this is no workbook') })
  await expect(page.getByRole('alert')).not.toContainText('只能读')
  await expect(page.getByRole('alert')).not.toBeEmpty()
})

test('at 390 px nothing overflows, and axe finds nothing', async ({ page }) => {
  await signIn(page, 'county.office')
  await page.setViewportSize(PHONE)
  await open(page, '/imports')
  await expectNoOverflow(page)
  await expectAccessible(page)
  await page.getByLabel('选择台账文件').setInputFiles({ name: '窄屏.csv', mimeType: 'text/csv', buffer: ledgerWithErrors(mark(), await todayOf(page), '基本完成') })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('窄屏.csv')
  await settled(page)
  await page.getByText('更正列的对应关系', { exact: true }).click()
  await expectNoOverflow(page)
  // What would be right is read without scrolling sideways.
  await expect(page.locator('.import-rows')).toContainText('应当：一个日期或天数')
  await expectAccessible(page)
  await page.setViewportSize({ width: 1440, height: 900 })
  await expectAccessible(page)
})

test('a leader sees why there is nothing to import', async ({ page }) => {
  await signIn(page, 'city.leader')
  await open(page, '/imports')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('您的账号不能导入台账')
})
