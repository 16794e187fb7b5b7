import { expect, test, type Browser, type Page } from '@playwright/test'
import { expectAccessible, expectNoOverflow, open, PHONE, settled, signIn } from './support.ts'

async function as(browser: Browser, userName: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await signIn(page, userName)
  return page
}

/** A grid worker on a phone records a patrol that found one hazard; gives the address of its dossier. */
async function recordHazard(page: Page, description: string): Promise<string> {
  await page.setViewportSize(PHONE)
  await open(page, '/inspections/new')
  const subject = page.getByRole('combobox', { name: '受检单位' })
  await subject.fill('柳屯')
  await page.getByRole('listbox', { name: '监管对象' }).getByRole('option').first().click()
  await expect(page.getByLabel('检查性质')).toHaveValue('GRID_PATROL')
  await page.getByLabel('检查过程').fill('查看车间、库房和配电室')
  await page.getByRole('button', { name: '加一条隐患' }).click()
  await page.getByRole('button', { name: '提交检查' }).click()
  await expect(page.getByText('有 1 处需要更正')).toBeVisible()
  await page.getByLabel('存在的问题').fill(description)
  await expectNoOverflow(page)

  // A closed page loses nothing.
  await page.reload()
  await expect(page.getByText('上次没有提交的内容还在')).toBeVisible()
  await expect(page.getByLabel('存在的问题')).toHaveValue(description)
  await settled(page)
  await expect(page.getByLabel('检查性质')).toHaveValue('GRID_PATROL')
  await expect(page.getByText('提交后登记 1 家次检查、1 条隐患')).toBeVisible()
  await page.getByRole('button', { name: '提交检查' }).click()
  await expect(page).toHaveURL(/\/inspections\/(?!new)[^/?]+/)
  await page.getByRole('link', { name: description }).click()
  await expect(page).toHaveURL(/\/hazards\/[^/?]+/)
  await settled(page)
  return new URL(page.url()).pathname
}

test('a hazard from registration to closure, by two accounts', async ({ browser }) => {
  const description = `配电室无绝缘垫 ${Date.now().toString(36)}`
  const worker = await as(browser, 'street.worker')
  const dossier = await recordHazard(worker, description)
  await expectAccessible(worker)
  await expectNoOverflow(worker)

  const office = await as(browser, 'county.office')
  await open(office, dossier)
  await expect(office.getByRole('heading', { level: 1 })).toHaveText(description)
  await office.locator('.moves').getByRole('button', { name: '责令整改' }).last().click()
  await expect(office.locator('.timeline')).toContainText('隐患告知单')
  await expect(office.getByText('责令整改：已办理')).toBeVisible()
  await expectAccessible(office)

  await worker.reload()
  await settled(worker)
  const submit = worker.getByRole('form', { name: '提交整改' })
  await submit.getByRole('button', { name: '提交整改' }).click()
  await expect(submit.getByText('请填写', { exact: true })).toBeVisible()
  await submit.getByLabel('整改情况').fill('已铺设绝缘垫')
  await submit.getByRole('button', { name: '提交整改' }).click()
  await expect(worker.getByText('提交整改：已办理')).toBeVisible()

  await office.reload()
  await settled(office)
  await office.getByRole('button', { name: '复查通过' }).click()
  const accept = office.getByRole('form', { name: '复查通过' })
  await expect(accept).toContainText('通过后销号')
  await accept.getByLabel('现场复查').check()
  await accept.getByRole('button', { name: '复查通过' }).click()
  await expect(office.locator('.dossier-number')).toContainText('已销号')
  await expect(office.locator('.timeline > li')).toHaveCount(5)
  await expect(office.locator('.timeline')).toContainText('现场复查')
})

test('somebody was faster: what changed is shown, and what was typed stays', async ({ browser }) => {
  const worker = await as(browser, 'street.worker')
  const dossier = await recordHazard(worker, `乙炔瓶未固定 ${Date.now().toString(36)}`)
  const office = await as(browser, 'county.office')
  await open(office, dossier)
  await office.locator('.other-moves summary').click()
  await office.getByRole('button', { name: '更正', exact: true }).click()
  const correct = office.getByRole('form', { name: '更正' })
  await correct.getByLabel('理由').fill('描述不准确')
  await correct.getByLabel('隐患描述').fill('两只乙炔瓶未固定')

  const other = await as(browser, 'city.office')
  await open(other, dossier)
  await other.locator('.moves').getByRole('button', { name: '责令整改' }).last().click()
  await expect(other.getByText('责令整改：已办理')).toBeVisible()

  await correct.getByRole('button', { name: '更正' }).click()
  await expect(correct.getByText('有人办理了这条记录')).toBeVisible()
  await expect(office.locator('.changed')).toContainText('责令整改')
  await expect(correct.getByLabel('理由')).toHaveValue('描述不准确')
  await correct.getByRole('button', { name: '更正' }).click()
  await expect(office.getByRole('heading', { level: 1 })).toHaveText('两只乙炔瓶未固定')
})

test('who may only look is told so', async ({ page }) => {
  await signIn(page, 'city.leader')
  await open(page, '/overdue')
  await page.locator('.overdue-list tbody a').first().click()
  await expect(page).toHaveURL(/\/hazards\//)
  await settled(page)
  await expect(page.locator('.moves')).toContainText('您的账号可以查看，不能办理')
  await expect(page.locator('.moves form')).toHaveCount(0)
})

test('a hazard is registered without an inspection, and what was wrong with it corrected', async ({ browser }) => {
  const office = await as(browser, 'county.office')
  await open(office, '/hazards/new')
  await office.getByRole('button', { name: '登记隐患' }).click()
  await expect(office.getByText('有 2 处需要更正')).toBeVisible()
  const subject = office.getByRole('combobox', { name: '监管对象' })
  await subject.fill('柳屯')
  await office.getByRole('listbox', { name: '监管对象' }).getByRole('option').first().click()
  const description = `应急灯损坏 ${Date.now().toString(36)}`
  await office.getByLabel('存在的问题').fill(description)
  await expect(office.getByText(/处需要更正/)).toHaveCount(0)
  await office.getByRole('textbox', { name: /^整改期限/ }).fill('明天')
  await office.getByRole('button', { name: '登记隐患' }).click()
  await expect(office.getByText('请写成 2026-01-31 的样子')).toBeVisible()
  await office.getByRole('textbox', { name: /^整改期限/ }).fill('')
  await office.getByRole('button', { name: '登记隐患' }).click()
  await expect(office.getByRole('heading', { level: 1 })).toHaveText(description)
  await settled(office)

  await office.locator('.other-moves summary').click()
  await office.getByRole('button', { name: '更正', exact: true }).click()
  const correct = office.getByRole('form', { name: '更正' })
  await correct.getByLabel('理由').fill('登错单位')
  await correct.getByRole('combobox', { name: '监管对象' }).fill('习城')
  await office.getByRole('listbox', { name: '监管对象' }).getByRole('option').first().click()
  await expectAccessible(office)
  await correct.getByRole('button', { name: '更正' }).click()
  await expect(office.locator('.facts')).toContainText('习城')
})
