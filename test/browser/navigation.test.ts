import t from 'tap'
import { appOf, storeWithUsage } from '../fixtures/app.ts'
import { browserOn, isMarked, markDocument, SKIP_BROWSER } from '../fixtures/browser.ts'
import { bucketOf, cellOf, SOURCE_B } from '../fixtures/bucket.ts'

const REFRESH = "document.querySelectorAll('[data-refresher]').forEach((element) => htmx.trigger(element, 'refresh'))"

t.test('links and refreshing in a browser', { skip: SKIP_BROWSER }, async (t) => {
  let now = new Date('2026-11-23T20:41:00Z')
  let isDown = false
  const store = await storeWithUsage()
  const app = await appOf({
    ...store, listSources: async () => {
      if (isDown) throw new Error('down')
      return store.listSources()
    },
  }, { clock: () => now })
  const { inPage, browser, origin } = await browserOn(t, app)

  await t.test('other pages take range and filters along, also those chosen just now', inPage(async (t, page) => {
    await page.goto('/')
    await page.locator('[aria-label="Time range"] a', { hasText: '7 d' }).click()
    await page.waitForURL('**/?range=7d')
    await page.locator('#view:not(.htmx-request)').waitFor()
    await page.locator('#pages a', { hasText: 'Models' }).click()
    await page.waitForURL('**/models?range=7d')
    t.equal(await page.locator('#pages [aria-current]').textContent(), 'Models')
  }))

  await t.test('Back restores and a reload keeps what was shown', inPage(async (t, page) => {
    await page.goto('/?range=7d')
    await page.locator('[aria-label="Time range"] a', { hasText: '24 h' }).click()
    await page.waitForURL('**/?range=24h')
    await page.locator('.period', { hasText: 'by hour' }).waitFor()
    await page.goBack()
    await page.locator('.period', { hasText: 'by day' }).waitFor()
    t.equal(new URL(page.url()).search, '?range=7d')
    await page.goForward()
    await page.reload()
    await page.locator('.period', { hasText: 'by hour' }).waitFor()
  }))

  await t.test('a bare address opens in the browser\'s zone, a link in its own', inPage(async (t, page) => {
    await page.goto('/')
    await page.waitForURL('**/?tz=America%2FNew_York')
    await page.locator('.period', { hasText: 'EST' }).waitFor()
    await page.goto('/?range=7d')
    t.match(await page.locator('.period').textContent(), 'UTC')
    await page.goto('/models')
    t.equal(new URL(page.url()).search, '?tz=America%2FNew_York', 'this time the server knew')
  }, { timezoneId: 'America/New_York' }))

  await t.test('a copied link shows the same to others', async (t) => {
    const context = await browser.newContext({ baseURL: origin, timezoneId: 'Asia/Tokyo', permissions: ['clipboard-read', 'clipboard-write'] })
    t.teardown(() => context.close())
    const page = await context.newPage()
    await page.goto('/?tz=UTC')
    await page.locator('[data-copy-link]').click()
    await page.locator('[data-copy-link]', { hasText: 'Copied' }).waitFor()
    t.equal(await page.evaluate('navigator.clipboard.readText()'), `${origin}/?tz=UTC`)
  })

  await t.test('a refresh renews panels in place: what is open, selected and scrolled stays, and totals are announced', inPage(async (t, page) => {
    await page.goto('/?range=7d')
    await markDocument(page)
    await page.evaluate("window.kept = document.querySelector('#summary'); scrollTo(0, 200)")
    await store.put([bucketOf(SOURCE_B, 'hour', '2026-11-23T20', [cellOf({ caller: 'newcomer', calls: 7 })])])
    now = new Date(now.getTime() + 2000)
    await page.evaluate(REFRESH)
    await page.locator('#by-caller', { hasText: 'newcomer' }).waitFor()
    t.equal(await page.evaluate("window.kept === document.querySelector('#summary')"), true, 'the same element')
    t.equal(await page.evaluate('scrollY'), 200)
    t.equal(await isMarked(page), true)
    await page.locator('#status', { hasText: '$' }).waitFor({ state: 'attached' })
    t.equal(new URL(page.url()).search, '?range=7d')
  }))

  await t.test('a hidden tab waits; back in sight it catches up at once', inPage(async (t, page) => {
    await page.clock.install()
    await page.goto('/?range=7d&refresh=10s')
    await page.locator('[data-every-ms="10000"]').waitFor()
    let asked = 0
    page.on('request', (request) => { if (request.headers()['hx-source'] === 'span') asked += 1 })
    await page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    await page.clock.runFor(30_000)
    t.equal(asked, 0)
    await page.evaluate("Object.defineProperty(document, 'hidden', { value: false, configurable: true }); document.dispatchEvent(new Event('visibilitychange'))")
    await page.waitForRequest((request) => request.headers()['hx-source'] === 'span')
    t.ok(asked > 0)
  }))

  await t.test('a panel that cannot be refreshed keeps its numbers, says so with an id, and can be tried again', async (t) => {
    const page = await browser.newPage({ baseURL: origin })
    t.teardown(() => page.close())
    await page.goto('/?range=7d')
    const cost = await page.locator('#summary .value').first().textContent()
    isDown = true
    now = new Date(now.getTime() + 2000)
    await page.evaluate(REFRESH)
    await page.locator('#summary .panel-problem code').waitFor()
    t.match(await page.locator('#summary .panel-problem code').textContent(), /^[0-9a-f-]{36}$/)
    t.equal(await page.locator('#summary .value').first().textContent(), cost)
    isDown = false
    now = new Date(now.getTime() + 2000)
    await page.locator('#summary .panel-problem button').click()
    await page.locator('#summary .panel-problem').waitFor({ state: 'detached' })
  })

  await t.test('an answer from a login elsewhere loads the page instead of going into it', async (t) => {
    const page = await browser.newPage({ baseURL: origin })
    t.teardown(() => page.close())
    await page.goto('/?range=7d')
    await markDocument(page)
    await page.route('**/*', (route) => {
      const isPartial = route.request().headers()['hx-request'] === 'true'
      return isPartial ? route.fulfill({ status: 401, body: '<h1>Sign in</h1>' }) : route.continue()
    })
    const loaded = page.waitForEvent('load')
    await page.evaluate(REFRESH)
    await loaded
    t.not(await isMarked(page), true)
    t.equal(await page.locator('h1', { hasText: 'Sign in' }).count(), 0)
  })
})
