import { fileURLToPath } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { documentsIn } from '../documents.ts'

const documents = documentsIn(fileURLToPath(new URL('../src', import.meta.url)))

/** The product answers its pages' own operations only, by their ids. */
async function ask(page: Page, name: string): Promise<unknown> {
  const answer = await page.request.post('/graphql', { headers: { 'x-anwang': '1' }, data: { documentId: documents.find((one) => one.name === name)!.id } })
  return ((await answer.json()) as { data: unknown }).data
}

/** Enters as one of the demonstration's accounts, as its click on the sign-in page does. */
export async function signIn(page: Page, userName = 'city.office'): Promise<void> {
  const answer = await page.request.post('/session', { headers: { 'x-anwang': '1' }, data: { demonstration: userName } })
  expect(answer.ok()).toBe(true)
}

/** The product's day: its clock may stand elsewhere than this machine's. */
export const todayOf = async (page: Page): Promise<string> => ((await ask(page, 'Session')) as { office: { today: string } }).office.today

/** Goes to a page and waits until it shows its figures. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await settled(page)
}

/** Nothing is loading any more. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await expect(page.locator('.skeleton, [aria-busy=true]')).toHaveCount(0)
}

export const PHONE = { width: 390, height: 844 } as const

export async function expectNoOverflow(page: Page): Promise<void> {
  const { content, screen } = await page.evaluate(() => ({ content: document.documentElement.scrollWidth, screen: window.innerWidth }))
  expect(content, `the page is ${content} wide on a screen of ${screen}`).toBeLessThanOrEqual(screen)
}

export async function expectAccessible(page: Page): Promise<void> {
  // As tall as its content, so that no target is judged by what the bar at the bottom of the screen happens to cover.
  const screen = page.viewportSize()!
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width: screen.width, height: Math.max(screen.height, height + 100) })
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).slice(0, 5).join(' | ')}`)).toEqual([])
  await page.setViewportSize(screen)
}
