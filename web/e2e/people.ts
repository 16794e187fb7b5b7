import { createHmac } from 'node:crypto'
import { expect, type Page } from '@playwright/test'
import { open, signIn } from './support.ts'

export const PASSWORD = 'Gentle-otter-47'
/** Their posts take a second signature. */
const OFFICERS = ['SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR']
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What an authenticator shows (RFC 6238), `later` periods of thirty seconds from now. */
export function codeOf(secret: string, later = 0): string {
  const bits = [...secret.replaceAll(' ', '')].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later))
  const digest = createHmac('sha1', key).update(counter).digest()
  const number = digest.readUInt32BE(digest[19]! & 15) & 0x7fff_ffff
  return String(number % 1_000_000).padStart(6, '0')
}

/** The system administrator gives the second signature, at home. */
export async function signed(page: Page, userName: string): Promise<void> {
  await signIn(page, 'sysadmin')
  await open(page, '/')
  const matter = page.getByRole('listitem', { name: `授予岗位：${userName}` })
  await matter.getByRole('button', { name: '复核同意' }).click()
  await matter.getByRole('button', { name: '确认：复核同意' }).click()
  await expect(page.getByRole('status').filter({ hasText: '已复核同意' })).toBeVisible()
}

/** The security administrator makes an account, with a post where one is named. @returns the link of its invitation; an officer's came with the post. */
export async function invitation(page: Page, userName: string, role: string | null): Promise<string> {
  await signIn(page, 'secadmin')
  await open(page, '/')
  await expect(page).toHaveURL(/\/accounts/)
  await page.getByRole('button', { name: '新建账号' }).click()
  await page.getByRole('textbox', { name: '用户名' }).fill(userName)
  await page.getByLabel('岗位名称', { exact: true }).fill('试用岗位')
  await page.getByRole('button', { name: '建立并生成邀请链接' }).click()
  let link = await page.locator('.invitation-link code').innerText()
  if (role) {
    await page.getByRole('searchbox', { name: '按用户名或岗位名称查找' }).fill(userName)
    await page.getByRole('button', { name: `查看 ${userName}` }).click()
    const side = page.getByRole('complementary', { name: userName })
    await side.getByRole('button', { name: '授予岗位' }).click()
    await side.getByRole('combobox', { name: '岗位' }).selectOption(role)
    await side.getByRole('button', { name: '授予', exact: true }).click()
    await expect(side.getByRole('status')).toContainText(OFFICERS.includes(role) ? '已提请复核' : '岗位已授予')
    if (OFFICERS.includes(role)) {
      link = await side.locator('.invitation-link code').innerText()
      await signed(page, userName)
    }
  }
  await page.context().clearCookies()
  await page.goto('about:blank')
  return link
}

/** As above; its owner takes the invitation and is in. */
export async function invited(page: Page, userName: string, role: string | null): Promise<void> {
  await page.goto(await invitation(page, userName, role))
  await page.getByLabel('新密码', { exact: true }).fill(PASSWORD)
  await page.getByLabel('再输一次新密码').fill(PASSWORD)
  await page.getByRole('button', { name: '设置密码并登录' }).click()
}

export async function enter(page: Page, userName: string, password = PASSWORD): Promise<void> {
  await page.context().clearCookies()
  await page.goto('/sign-in')
  await page.getByLabel('用户名').fill(userName)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

export const nameOf = (what: string) => `e2e.${what}.${Date.now().toString(36)}`
