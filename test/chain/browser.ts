import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Test } from 'tap'

const PATIENCE_MS = 60_000

/** Asks for news of all panels at once, as happens now and then by itself. */
export const REFRESH = "document.querySelectorAll('[data-refresher]').forEach((element) => htmx.trigger(element, 'refresh'))"

/** Somebody's browser, without any cookie yet. */
export async function openPage(t: Test, browser: Browser): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext()
  t.teardown(() => context.close())
  context.setDefaultTimeout(PATIENCE_MS)
  return { page: await context.newPage(), context }
}

/** The ids of the accounts that the page about accounts shows. */
export async function accountsOn(page: Page, origin: string): Promise<string[]> {
  await page.goto(`${origin}/accounts?range=all`)
  await page.locator('#main').waitFor()
  const text = await page.locator('#main').innerText()
  return [...new Set(text.match(/\b\d{12}\b/g) ?? [])].sort()
}
