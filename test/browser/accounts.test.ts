import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import t from 'tap'
import { appOf, storeWithUsage } from '../fixtures/app.ts'
import { browserOn, isMarked, markDocument, SKIP_BROWSER } from '../fixtures/browser.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const accountNames = new Map([['111122223333', 'Production'], ['999900001111', 'Sandbox']])

t.test('accounts in a browser', { skip: SKIP_BROWSER }, async (t) => {
  const { inPage } = await browserOn(t, await appOf(await storeWithUsage(), { accountNames }))

  await t.test('a row leads to the overview of its account and region, and Back to the table', inPage(async (t, page) => {
    await page.goto('/accounts?range=7d')
    t.equal(await page.title(), 'Accounts · Bedrock usage')
    t.equal(await page.locator('#accounts-table tbody tr').count(), 3)
    await page.locator('#accounts-table th a', { hasText: 'Production' }).click()
    await page.waitForURL('**/?range=7d&account=111122223333&region=us-east-1')
    await page.locator('#summary .value[title="$11"]').first().waitFor()
    await page.goBack()
    await page.locator('#accounts-table tbody tr').nth(2).waitFor()
  }))

  await t.test('a click on a heading sorts in place, and another measure redraws the chart', inPage(async (t, page) => {
    await page.goto('/accounts?range=7d')
    await markDocument(page)
    await page.locator('#accounts-table thead a', { hasText: 'Calls' }).click()
    await page.waitForURL('**/accounts?range=7d&sort=calls')
    await page.locator('#accounts-table th[aria-sort=descending]', { hasText: 'Calls' }).waitFor()
    await page.locator('#accounts-trend nav a', { hasText: 'Calls' }).click()
    await page.locator('h2', { hasText: 'Calls per day by account' }).waitFor()
    t.equal(await isMarked(page), true, 'without loading the page anew')
  }))

  await t.test('without JavaScript the table sorts and leads on', inPage(async (t, page) => {
    await page.goto('/accounts?range=7d')
    await page.locator('#accounts-table thead a', { hasText: 'Calls' }).click()
    t.equal(await page.locator('#accounts-table th[aria-sort=descending]').textContent(), 'Calls')
    await page.locator('#accounts-table .row-links a', { hasText: 'Callers' }).first().click()
    t.equal(new URL(page.url()).pathname, '/callers')
  }, { javaScriptEnabled: false }))

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [width, height] of [[1440, 900], [360, 740]] as const) {
      await t.test(`overview and accounts are accessible and no wider than ${width} px in ${colorScheme}`, inPage(async (t, page) => {
        for (const path of ['/?range=7d', '/accounts?range=7d']) {
          await page.goto(path)
          await page.locator('.apexcharts-bar-area').first().waitFor()
          t.same(await violations(page), [], path)
          t.equal(await page.evaluate('document.documentElement.scrollWidth'), width, path)
        }
      }, { colorScheme, viewport: { width, height } }))
    }
  }
})

/** What axe finds wrong, as rule and element. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const { violations: found } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>('axe.run()')
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`))
}
