import t from 'tap'
import { appOf, EVIL, storeWithUsage } from '../fixtures/app.ts'
import { browserOn, isMarked, markDocument, SKIP_BROWSER } from '../fixtures/browser.ts'
import { bucketOf, cellOf, SOURCE_A } from '../fixtures/bucket.ts'

t.test('models and callers in a browser', { skip: SKIP_BROWSER }, async (t) => {
  const store = await storeWithUsage()
  await store.put([bucketOf(SOURCE_A, 'hour', '2026-11-23T18', Array.from({ length: 40 }, (_, index) =>
    cellOf({ caller: `worker-${index}`, tags: index < 10 ? '{"team":"search"}' : '', calls: 1 })))])
  const { inPage } = await browserOn(t, await appOf(store))

  await t.test('chart, donut and table take turns in place, and Back goes through them', inPage(async (t, page) => {
    await page.goto('/models?tz=UTC')
    await page.locator('#dimension-chart .apexcharts-bar-area').first().waitFor()
    await markDocument(page)
    await page.locator('[aria-label="Show as"] a', { hasText: 'Donut' }).click()
    await page.locator('#dimension-chart .ring').waitFor()
    await page.locator('[aria-label="Measure"] a', { hasText: 'Calls' }).click()
    await page.locator('#dimension-chart-title', { hasText: 'Calls by model' }).waitFor()
    await page.locator('[aria-label="Show as"] a', { hasText: 'Table' }).click()
    await page.locator('#dimension-chart').waitFor({ state: 'hidden' })
    t.equal(new URL(page.url()).search, '?show=table&metric=calls')
    await page.goBack()
    await page.locator('#dimension-chart .ring').waitFor()
    t.equal(await isMarked(page), true, 'without loading the page anew')
    await page.locator('[aria-label="Show as"] a', { hasText: 'Bars' }).click()
    await page.locator('#dimension-chart .apexcharts-bar-area').first().waitFor()
  }))

  await t.test('from a model to its callers, and on to the models of one of them', inPage(async (t, page) => {
    await page.goto('/models?range=7d')
    await page.locator('#dimension-table a', { hasText: 'Nova Pro' }).click()
    await page.waitForURL('**/callers?range=7d&model=amazon.nova-pro-v1%3A0')
    t.equal(await page.title(), 'Callers · Bedrock usage')
    t.equal(await page.locator('#dimension-table tbody tr').count(), 1)
    await page.locator('#dimension-table tbody a', { hasText: 'batch' }).first().click()
    await page.waitForURL('**/models?range=7d&model=amazon.nova-pro-v1%3A0&caller=batch')
    await page.locator('#dimension-table tfoot', { hasText: '$3.00' }).waitFor()
  }))

  await t.test('a table is sorted, searched and turned over in place', inPage(async (t, page) => {
    await page.goto('/callers?show=table')
    await markDocument(page)
    await page.locator('#dimension-table thead a', { hasText: 'Calls' }).click()
    await page.waitForURL('**/callers?show=table&sort=calls')
    await page.locator('#dimension-table th[aria-sort=descending]', { hasText: 'Calls' }).waitFor()
    await page.locator('.pager a', { hasText: 'Next' }).click()
    await page.locator('.pager', { hasText: '26–43 of 43' }).waitFor()
    await page.locator('#dimension-table-search').fill('worker-3')
    await page.keyboard.press('Enter')
    await page.locator('#dimension-table .panel-head', { hasText: '11 of 43 callers match' }).waitFor()
    t.equal(new URL(page.url()).searchParams.get('find'), 'worker-3')
    t.equal(await page.locator('#dimension-table tbody tr').count(), 12, 'eleven and all others')
    t.equal(await isMarked(page), true)
  }))

  await t.test('columns are chosen in a menu, and stay when the page is loaded again', inPage(async (t, page) => {
    await page.goto('/models?show=table')
    await page.locator('#dimension-table summary', { hasText: 'Columns' }).click()
    await page.locator('#dimension-table label', { hasText: 'Cache hits' }).click()
    await page.locator('#dimension-table .menu-body button').click()
    await page.locator('#dimension-table thead', { hasText: 'Cache hits' }).waitFor()
    await page.reload()
    t.match(await page.locator('#dimension-table thead').textContent(), 'Cache hits')
  }))

  await t.test('callers are grouped by a tag, and one of its values is looked into', inPage(async (t, page) => {
    await page.goto('/callers?show=table')
    await page.locator('[aria-label="Group by"] a', { hasText: 'team' }).click()
    await page.waitForURL('**/callers?group=tag%3Ateam&show=table')
    await page.locator('#dimension-table tbody a', { hasText: 'search' }).first().click()
    await page.waitForURL('**/callers?tag.team=search')
    await page.locator('#dimension-table tfoot', { hasText: '10' }).waitFor()
    t.equal(await page.locator('#dimension-table tbody tr').count(), 10)
  }))

  await t.test('names with markup do nothing', inPage(async (t, page) => {
    await page.goto(`/models?caller=${encodeURIComponent(EVIL)}`)
    await page.locator('#dimension-table tbody tr').first().waitFor()
    await page.goto('/callers?show=donut')
    await page.locator('.ring').waitFor()
    t.equal(await page.locator('img').count(), 0)
  }))

  await t.test('without JavaScript everything works by links and forms', inPage(async (t, page) => {
    await page.goto('/callers?show=donut')
    t.equal(await page.locator('.ring').isVisible(), true)
    await page.locator('#dimension-table-search').fill('alice')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/callers?show=donut&find=alice')
    t.equal(await page.locator('#dimension-table tbody tr').count(), 2)
    await page.locator('#dimension-table td a.explain').first().click()
    await page.waitForURL('**/explain?caller=alice%40example.com')
    t.equal(await page.locator('#explain-title').isVisible(), true)
  }, { javaScriptEnabled: false }))

  for (const path of ['/models', '/callers', '/errors', '/explain']) {
    await t.test(`${path} is not wider than a small phone`, inPage(async (t, page) => {
      await page.goto(`${path}?range=7d`)
      await page.locator('#main .panel').first().waitFor()
      t.equal(await page.evaluate('document.documentElement.scrollWidth'), 360)
    }, { viewport: { width: 360, height: 740 } }))
  }
})
