import type { Page } from 'playwright-core'
import t from 'tap'
import { DEFAULT_REFRESH } from '../../server/refresh-choice.ts'
import { appOf, storeWithUsage } from '../fixtures/app.ts'
import { browserOn, isMarked, markDocument, SKIP_BROWSER } from '../fixtures/browser.ts'
import { bucketOf, cellOf, SOURCE_A } from '../fixtures/bucket.ts'

const FILTERS = [
  ['Accounts', 'account', SOURCE_A.accountId], ['Regions', 'region', SOURCE_A.region], ['Models', 'model', 'amazon.nova-pro-v1:0'],
  ['Callers', 'caller', 'batch'], ['team', 'tag.team', 'search'],
] as const

const RANGES = [
  ['1 h', '1h'], ['24 h', '24h'], ['7 d', '7d'], ['90 d', '90d'], ['Month', 'mtd'], ['Last month', 'last-month'], ['All', 'all'],
] as const

const search = (page: Page) => [...new URL(page.url()).searchParams].map(([name, value]) => `${name}=${value}`).join('&')

t.test('every filter, range and refresh interval', { skip: SKIP_BROWSER }, async (t) => {
  const store = await storeWithUsage()
  await store.put([bucketOf(SOURCE_A, 'hour', '2026-11-23T18', [cellOf({ caller: 'indexer', tags: '{"team":"search"}', calls: 1 })])])
  const { inPage } = await browserOn(t, await appOf(store))

  for (const [label, name, value] of FILTERS) {
    await t.test(`${label}: taken in, left out, and cleared again`, inPage(async (t, page) => {
      await page.goto('/models?range=7d')
      await markDocument(page)
      const menu = page.locator('#filters details', { has: page.locator(`input[name="${name}"]`) })
      t.match(await menu.locator('summary').textContent(), label)
      await menu.locator('summary').click()
      await menu.locator(`input[name="${name}"][value="${value}"]`).check()
      await page.locator('.chip').waitFor()
      t.equal(search(page), `range=7d&${name}=${value}`)
      await menu.locator(`input[name="${name}"][value="${value}"]`).uncheck()
      await page.locator('.chip').waitFor({ state: 'detached' })
      await menu.locator(`input[name="not-${name}"][value="${value}"]`).check({ force: true })
      await page.locator('.chip', { hasText: 'not' }).waitFor()
      t.equal(search(page), `range=7d&not-${name}=${value}`)
      await page.reload()
      await page.locator('.chip', { hasText: 'not' }).click()
      await page.locator('.chip').waitFor({ state: 'detached' })
      t.equal(search(page), 'range=7d')
    }))
  }

  await t.test('each time range is a link, is marked, and Back goes through them all', inPage(async (t, page) => {
    await page.goto('/callers?tz=UTC')
    await markDocument(page)
    const links = page.locator('[aria-label="Time range"]')
    for (const [label, range] of RANGES) {
      await links.getByRole('link', { name: label, exact: true }).click()
      await links.locator('[aria-current]', { hasText: new RegExp(`^\\s*${label}\\s*$`) }).waitFor()
      t.equal(search(page), `range=${range}`)
    }
    for (const [label] of [...RANGES].reverse().slice(1)) {
      await page.goBack()
      await links.locator('[aria-current]', { hasText: new RegExp(`^\\s*${label}\\s*$`) }).waitFor()
    }
    t.equal(await isMarked(page), true, 'without loading the page anew')
  }))

  await t.test('each refresh interval asks that often, and "Off" not at all', inPage(async (t, page) => {
    await page.clock.install()
    await page.goto('/models?range=7d')
    const asked = () => page.waitForRequest((request) => request.headers()['hx-target'] === 'section#dimension-table')
    for (const [choice, everyMs] of [['10s', 10_000], ['30s', 30_000], ['1m', 60_000], ['5m', 300_000]] as const) {
      await page.locator('.refresh select').selectOption(choice)
      await page.locator(`[data-every-ms="${everyMs}"]`).waitFor()
      t.equal(search(page), choice === DEFAULT_REFRESH ? 'range=7d' : `range=7d&refresh=${choice}`)
      let early = 0
      const count = () => { early += 1 }
      await page.clock.runFor(1)
      page.on('request', count)
      await page.clock.runFor(everyMs - 1_000)
      page.off('request', count)
      t.equal(early, 0, `${choice}: nothing before its time`)
      const [request] = await Promise.all([asked(), page.clock.runFor(1_000)])
      t.equal(new URL(request.url()).pathname, '/models')
      await page.locator('#dimension-table:not(.htmx-request)').waitFor()
    }
    await page.locator('.refresh select').selectOption('off')
    await page.locator('[data-every-ms="0"]').waitFor()
    let late = 0
    page.on('request', () => { late += 1 })
    await page.clock.runFor(600_000)
    t.equal(late, 0)
  }))
})
