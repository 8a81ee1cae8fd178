import t from 'tap'
import { appOf, storeWithUsage } from '../fixtures/app.ts'
import { browserOn, isMarked, markDocument, SKIP_BROWSER } from '../fixtures/browser.ts'

t.test('errors in a browser', { skip: SKIP_BROWSER }, async (t) => {
  const { inPage } = await browserOn(t, await appOf(await storeWithUsage()))

  await t.test('loads in silence, and a code, a model and a rate are chosen in place', inPage(async (t, page) => {
    await page.goto('/errors?range=24h')
    await page.locator('#errors-trend .apexcharts-bar-area').first().waitFor()
    t.equal(await page.title(), 'Errors · Bedrock usage')
    await markDocument(page)
    await page.locator('#errors-codes a', { hasText: 'ThrottlingException' }).click()
    await page.locator('.narrowed', { hasText: 'ThrottlingException' }).waitFor()
    await page.locator('#errors-trend .segments a', { hasText: 'Rate' }).click()
    await page.locator('#errors-trend-title', { hasText: 'Error rate per hour' }).waitFor()
    await page.locator('#errors-models tbody a', { hasText: 'Nova Pro' }).first().click()
    await page.waitForURL('**/errors?range=24h&model=amazon.nova-pro-v1%3A0&code=ThrottlingException&metric=rate')
    await page.locator('.chip', { hasText: 'Nova Pro' }).waitFor()
    await page.locator('.narrowed a').click()
    await page.locator('.narrowed').waitFor({ state: 'detached' })
    t.equal(await isMarked(page), true, 'without loading the page anew')
  }))

  await t.test('a table is sorted alone', inPage(async (t, page) => {
    await page.goto('/errors?range=24h')
    await page.locator('#errors-callers thead a', { hasText: 'Calls' }).click()
    await page.waitForURL('**/errors?range=24h&caller-sort=calls')
    await page.locator('#errors-callers th[aria-sort=descending]', { hasText: 'Calls' }).waitFor()
    t.equal(await page.locator('#errors-models th[aria-sort=descending]').textContent(), 'Failed')
  }))
})
