import t from 'tap'
import { appOf, EVIL, storeWithUsage } from '../fixtures/app.ts'
import { browserOn, isMarked, markDocument, SKIP_BROWSER } from '../fixtures/browser.ts'

const REFRESH = "document.querySelectorAll('[data-refresher]').forEach((element) => htmx.trigger(element, 'refresh'))"
/** The card of the cost, after that of the month. */
const COST = '#summary .card:not(.month) .value >> nth=0'

t.test('overview in a browser', { skip: SKIP_BROWSER }, async (t) => {
  const app = await appOf(await storeWithUsage(), { notice: 'Sample data' })
  const { inPage } = await browserOn(t, app)

  await t.test('loads in silence: no message, no failure, no violation, no other origin', inPage(async (t, page) => {
    await page.goto('/')
    await page.locator('.apexcharts-bar-area').first().waitFor()
    await page.locator('#trend details.chart-data:not([open])').waitFor()
    t.equal(await page.title(), 'Overview · Bedrock usage')
  }))

  await t.test('a click on a model filters in place, a chip takes it off, Back and Forward restore', inPage(async (t, page) => {
    await page.goto('/')
    await markDocument(page)
    await page.locator('#by-model a', { hasText: 'Nova Pro' }).click()
    await page.waitForURL('**/?model=amazon.nova-pro-v1%3A0')
    await page.locator(COST, { hasText: '$3.00' }).waitFor()
    t.equal(await page.locator('#by-caller tbody tr').count(), 1)
    t.equal(await isMarked(page), true, 'without loading the page anew')
    await page.goBack()
    await page.locator(COST, { hasText: '$12.00' }).waitFor()
    t.equal(new URL(page.url()).search, '')
    await page.goForward()
    await page.locator(COST, { hasText: '$3.00' }).waitFor()
    await page.locator('.chip').click()
    await page.locator(COST, { hasText: '$12.00' }).waitFor()
    t.equal(await page.locator('.chip').count(), 0)
  }))

  await t.test('a range keeps the filter, and the chart follows', inPage(async (t, page) => {
    await page.goto('/?caller=batch')
    await page.locator('nav[aria-label="Time range"] a', { hasText: '24 h' }).click()
    await page.waitForURL('**/?range=24h&caller=batch')
    await page.locator('h2', { hasText: 'Cost per hour by model' }).waitFor()
    await page.locator('#trend nav a', { hasText: 'Tokens' }).click()
    await page.locator('h2', { hasText: 'Tokens per hour by model' }).waitFor()
    await page.locator('.apexcharts-bar-area').first().waitFor()
    t.equal(await page.locator(COST).textContent(), '$3.00')
  }))

  await t.test('names with markup do nothing', inPage(async (t, page) => {
    await page.goto(`/?caller=${encodeURIComponent(EVIL)}`)
    await page.locator('.chip', { hasText: 'onerror' }).waitFor()
    t.equal(await page.locator('img').count(), 0)
  }))

  await t.test('numbers that are open stay open when the view is refreshed', inPage(async (t, page) => {
    await page.goto('/')
    await page.locator('#trend details.chart-data:not([open])').waitFor()
    await page.locator('#trend summary', { hasText: 'Show the numbers' }).click()
    const answered = page.waitForResponse((response) => response.request().headers()['hx-target'] === 'section#trend')
    await page.evaluate(REFRESH)
    t.equal((await answered).status(), 200)
    await page.locator('#trend:not(.htmx-request)').waitFor()
    t.equal(await page.locator('#trend details.chart-data[open] table').isVisible(), true)
  }))

  await t.test('without JavaScript there are the same numbers, links that work, and the table for the chart', inPage(async (t, page) => {
    await page.goto('/')
    t.equal(await page.locator('#trend .chart-data table').isVisible(), true)
    t.equal(await page.locator('#trend .chart').isVisible(), false)
    await page.locator('#by-model a', { hasText: 'Nova Pro' }).click()
    t.equal(await page.locator(COST).textContent(), '$3.00')
    await page.goBack()
    t.equal(await page.locator(COST).textContent(), '$12.00')
  }, { javaScriptEnabled: false }))

  await t.test('the pipeline page loads in silence, refreshes in place, and is not wider than a small phone', inPage(async (t, page) => {
    await page.goto('/')
    await page.locator('.apexcharts-bar-area').first().waitFor()
    await page.locator('.bar a', { hasText: 'Pipeline' }).click()
    await page.waitForURL('**/pipeline')
    t.equal(await page.title(), 'Pipeline · Bedrock usage')
    await markDocument(page)
    await page.locator('#pipeline .refresh select').selectOption('30s')
    await page.waitForURL('**/pipeline?refresh=30s')
    const answered = page.waitForResponse((response) => response.request().headers()['hx-target']?.includes('#pipeline') === true)
    await page.evaluate(REFRESH)
    t.equal((await answered).status(), 200)
    await page.locator('#pipeline:not(.htmx-request)').waitFor()
    t.equal(await page.locator('#pipeline-sources tbody tr').count(), 2)
    t.equal(await isMarked(page), true, 'without loading the page anew')
    t.equal(await page.evaluate('document.documentElement.scrollWidth'), 360)
  }, { viewport: { width: 360, height: 740 } }))

  await t.test('nothing is wider than a small phone', inPage(async (t, page) => {
    await page.goto('/')
    await page.locator('.apexcharts-bar-area').first().waitFor()
    t.equal(await page.evaluate('document.documentElement.scrollWidth'), 360)
  }, { viewport: { width: 360, height: 740 } }))
})
