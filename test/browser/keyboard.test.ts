import type { Page } from 'playwright-core'
import t from 'tap'
import { appOf, storeWithUsage } from '../fixtures/app.ts'
import { browserOn, SKIP_BROWSER } from '../fixtures/browser.ts'

const FOCUSED = "(document.activeElement.textContent || document.activeElement.getAttribute('aria-label') || '').trim()"
const MOST_PRESSES = 120

/** Presses Tab until the focus is where it should be; false if it never gets there. */
async function tabTo(page: Page, selector: string): Promise<boolean> {
  for (let presses = 0; presses < MOST_PRESSES; presses++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return true
  }
  return false
}

t.test('with the keyboard alone', { skip: SKIP_BROWSER }, async (t) => {
  const app = await appOf(await storeWithUsage())
  const { inPage } = await browserOn(t, app)

  await t.test('from the overview to the callers of a model, and back', inPage(async (t, page) => {
    await page.goto('/?range=7d')
    t.ok(await tabTo(page, '#pages a[href^="/models"]'))
    await page.keyboard.press('Enter')
    await page.waitForURL('**/models?range=7d')
    t.ok(await tabTo(page, '#dimension-table tbody a[href*="nova-pro"]:not(.explain)'))
    await page.keyboard.press('Enter')
    await page.waitForURL('**/callers?range=7d&model=amazon.nova-pro-v1%3A0')
    await page.locator('#dimension-table tfoot', { hasText: '$3.00' }).waitFor()
    await page.goBack()
    await page.locator('#dimension-table tbody a', { hasText: 'Nova Pro' }).waitFor()
    t.equal(new URL(page.url()).pathname, '/models')
  }))

  await t.test('a switch and a heading keep the focus that worked them', inPage(async (t, page) => {
    await page.goto('/models?range=7d')
    t.ok(await tabTo(page, '[aria-label="Show as"] a[href*="donut"]'))
    await page.keyboard.press('Enter')
    await page.locator('.ring').waitFor()
    t.equal(await page.evaluate(FOCUSED), 'Donut')
    t.ok(await tabTo(page, '#dimension-table thead a[href*="sort=calls"]'))
    await page.keyboard.press('Enter')
    await page.locator('#dimension-table th[aria-sort=descending]', { hasText: 'Calls' }).waitFor()
    t.match(await page.evaluate(FOCUSED), 'Calls')
  }))

  await t.test('an explanation opens, holds the focus, and gives it back', inPage(async (t, page) => {
    await page.goto('/models?range=7d')
    t.ok(await tabTo(page, '#dimension-table a.explain'))
    await page.keyboard.press('Enter')
    await page.locator('dialog[open] #explain').waitFor()
    t.equal(await page.evaluate("document.activeElement.closest('dialog') !== null"), true)
    await page.keyboard.press('Escape')
    await page.locator('dialog[open]').waitFor({ state: 'detached' })
    t.equal(await page.evaluate("document.activeElement.matches('a.explain')"), true)
  }))

  await t.test('numbers behind a chart, refresh, time zone and theme', inPage(async (t, page) => {
    await page.goto('/?range=7d')
    await page.locator('#trend details.chart-data:not([open])').waitFor()
    t.ok(await tabTo(page, '#trend summary'))
    await page.keyboard.press('Enter')
    t.equal(await page.locator('#trend .chart-data table').isVisible(), true)
    await page.goto('/?range=7d')
    t.ok(await tabTo(page, '#refresh select'))
    await page.keyboard.press('ArrowDown')
    await page.waitForURL('**/?range=7d&refresh=5m')
    await page.goto('/?range=7d')
    t.ok(await tabTo(page, '#display-menu > summary'))
    await page.keyboard.press('Enter')
    t.ok(await tabTo(page, 'select[name=granularity]'))
    await page.keyboard.press('ArrowDown')
    await page.waitForURL('**granularity=hour**')
    await page.goto('/?range=7d')
    t.ok(await tabTo(page, '[data-theme-choice=dark]'))
    await page.keyboard.press('Enter')
    t.equal(await page.evaluate("document.documentElement.dataset.theme ?? ''"), 'dark')
  }))
})
