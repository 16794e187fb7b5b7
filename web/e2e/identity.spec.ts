import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, test, type Page } from '@playwright/test'
import { codeOf, enter, invitation, invited, nameOf, PASSWORD } from './people.ts'
import { expectAccessible, expectNoOverflow, open, PHONE } from './support.ts'

// One provider, at the address where the product looks for it: one journey after the other.
test.describe.configure({ mode: 'serial' })

const issuer = new URL(process.env['ANWANG_E2E_ISSUER'] ?? 'http://localhost:4010')
let provider: ChildProcess | null = null

/** An OpenID provider as a process of its own, on another site than the product's; started once. */
async function startProvider(): Promise<void> {
  if (provider) return
  const child = spawn(process.execPath, [fileURLToPath(new URL('../../api/test/oidc/provider.ts', import.meta.url)), issuer.hostname, issuer.port], { stdio: ['pipe', 'pipe', 'ignore'] })
  provider = child
  await new Promise<void>((done, fail) => {
    child.stdout.once('data', () => done())
    child.once('close', () => fail(new Error('the provider did not start')))
  })
}
test.afterAll(async () => {
  if (!provider) return
  const gone = new Promise((done) => provider!.once('close', done))
  provider.kill('SIGTERM')
  await gone
})

const BUTTON = '使用统一身份认证登录'
const account = (page: Page) => page.getByRole('button', { name: /^账号: / })

/** At the provider: somebody signs in by a name, which is the subject. */
async function passProvider(page: Page, subject: string): Promise<void> {
  await page.waitForURL((url) => url.origin === issuer.origin)
  await page.locator('input[name=login]').fill(subject)
  await page.locator('input[name=password]').fill('any')
  await page.locator('button[type=submit]').click()
}

/** A browser that the provider does not know. */
async function atStart(page: Page): Promise<void> {
  await page.context().clearCookies()
  await page.goto('/sign-in?next=%2Fhazards')
}

test('a provider that hangs up is said to be away, and the password signs in', async ({ page }) => {
  // Holds the address, so that nobody else answers there; that of a provider without a process is tested with the server.
  const hangingUp = createServer((socket) => socket.destroy())
  await new Promise<void>((done, fail) => hangingUp.once('error', fail).listen(Number(issuer.port), '127.0.0.1', done))
  const userName = nameOf('oidc')
  await invited(page, userName, 'OVERSIGHT')
  await expect(account(page)).toBeVisible()
  await atStart(page)
  await page.getByRole('button', { name: BUTTON }).click()
  await expect(page.getByRole('alert')).toContainText('统一身份认证没有响应，请稍后再试，或用用户名和密码登录。')
  await new Promise((done) => hangingUp.close(done))
  await expectAccessible(page)
  await enter(page, userName)
  await expect(account(page)).toBeVisible()
})

test('one binds an identity, signs in by it, and unbinds it; somebody else’s is refused', async ({ page }) => {
  await startProvider()
  const [userName, subject] = [nameOf('bound'), nameOf('person')]
  await invited(page, userName, 'OVERSIGHT')
  await expect(account(page)).toBeVisible()
  await open(page, '/account')
  await page.getByRole('button', { name: '绑定' }).click()
  const password = page.getByLabel('请先输入登录密码')
  await password.fill('wrong')
  await page.getByRole('button', { name: '前往认证并绑定' }).click()
  await expect(page.getByText('当前密码不正确')).toBeVisible()
  await password.fill(PASSWORD)
  await page.getByRole('button', { name: '前往认证并绑定' }).click()
  await passProvider(page, subject)
  await expect(page).toHaveURL(/\/account$/)
  await expect(page.getByText(/已绑定身份 e2…[a-z0-9]{2}/)).toBeVisible()
  await expectAccessible(page)

  await atStart(page)
  await page.getByRole('button', { name: BUTTON }).click()
  await passProvider(page, nameOf('stranger'))
  await expect(page.getByRole('alert')).toContainText('没有账号绑定这个身份，或该账号暂时不能登录')
  // Nothing of what the provider sent stays in the address.
  await expect(page).toHaveURL(/\/sign-in\/oidc$/)
  await expectAccessible(page)
  await page.getByRole('link', { name: '返回登录' }).click()
  await expect(page.getByLabel('用户名')).toBeVisible()

  await atStart(page)
  await page.getByRole('button', { name: BUTTON }).click()
  await passProvider(page, subject)
  await expect(page).toHaveURL(/\/hazards/)
  await expect(account(page)).toBeVisible()

  await open(page, '/account')
  await page.getByRole('button', { name: '解除绑定' }).click()
  await password.fill(PASSWORD)
  await page.getByRole('button', { name: '解除绑定' }).click()
  await expect(page.getByRole('status').first()).toContainText('已解除绑定')
  await expect(page.getByText('未绑定')).toBeVisible()
})

test('an auditor takes the invitation by the identity, and gives the second factor after it', async ({ page, browser }) => {
  await startProvider()
  const [userName, subject] = [nameOf('officer'), nameOf('inspector')]
  await page.goto(await invitation(page, userName, 'AUDITOR'))
  await page.getByRole('button', { name: '使用统一身份认证，不设密码' }).click()
  await passProvider(page, subject)
  await expect(page.getByRole('heading', { name: '设置双重验证' })).toBeVisible()
  const secret = await page.locator('.secret').innerText()
  await page.getByLabel('然后输入验证器显示的 6 位验证码').fill(codeOf(secret))
  await page.getByRole('button', { name: '启用' }).click()
  await page.getByRole('button', { name: '我已保存，继续' }).click()
  await expect(account(page)).toBeVisible()
  await open(page, '/account')
  await expect(page.getByText('本账号没有密码，只用统一身份认证登录')).toBeVisible()

  await atStart(page)
  await page.getByRole('button', { name: BUTTON }).click()
  await passProvider(page, subject)
  await expect(page.getByRole('heading', { name: '双重验证' })).toBeVisible()
  await expect(page.request.get('/session').then((answer) => answer.json())).resolves.toMatchObject({ step: 'CODE' })
  await page.getByLabel('验证码').fill(codeOf(secret, 1))
  await page.getByRole('button', { name: '继续' }).click()
  await expect(page).toHaveURL(/\/hazards/)

  // The security administrator takes it away: the next thing done is refused.
  const office = await browser.newPage()
  await office.request.post('/session', { headers: { 'x-anwang': '1' }, data: { demonstration: 'secadmin' } })
  await open(office, `/accounts?search=${userName}`)
  await office.getByRole('button', { name: `查看 ${userName}` }).click()
  await expect(office.getByText(/统一身份认证：已绑定 e2…/)).toBeVisible()
  const side = office.getByRole('complementary', { name: userName })
  await side.getByRole('button', { name: '解除统一身份认证' }).click()
  await side.getByRole('button', { name: '确认：解除统一身份认证' }).click()
  await expect(side.getByRole('status')).toContainText('已解除')
  await page.goto('/account')
  await expect(page).toHaveURL(/\/sign-in/)
})

test('the ways to sign in are whole on a phone, in both languages', async ({ page }) => {
  await page.setViewportSize(PHONE)
  await page.goto('/sign-in')
  await expect(page.getByRole('button', { name: BUTTON })).toBeVisible()
  await expectNoOverflow(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'EN', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Sign in with the identity provider' })).toBeVisible()
})
