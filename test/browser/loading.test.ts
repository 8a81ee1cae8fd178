import type { Page } from 'playwright-core'
import t from 'tap'
import { appOf, NOW, storeWithUsage } from '../fixtures/app.ts'
import { browserOn, SKIP_BROWSER } from '../fixtures/browser.ts'

/** Holds back answers to htmx until told otherwise; resolves once one is held. */
async function hold(page: Page, pattern: string) {
  let release = () => {}
  const released = new Promise<void>((resolve) => { release = resolve })
  const held = page.waitForRequest((request) => request.headers()['hx-request'] === 'true')
  await page.route(pattern, async (route) => {
    if (route.request().headers()['hx-request'] === 'true') await released
    await route.continue()
  })
  return { held, release }
}

const shapes = (selector: string) => `getComputedStyle(document.querySelector('${selector}'), '::after').backgroundImage`
const opacity = (selector: string) => `Number(getComputedStyle(document.querySelector('${selector}')).opacity)`
/** Looks again and again; a page may not evaluate text itself. */
async function until(page: Page, condition: string): Promise<void> {
  for (let frame = 0; frame < 600; frame++) {
    if (await page.evaluate(condition) === true) return
    await page.evaluate('new Promise(requestAnimationFrame)')
  }
  throw new Error(`never: ${condition}`)
}

const boxOf = (page: Page, selector: string) => page.locator(selector).boundingBox()

t.test('loading in a browser', { skip: SKIP_BROWSER }, async (t) => {
  const store = await storeWithUsage()
  let isBroken = false
  // Every look at the clock is two seconds later: no answer of the store is good for longer than one.
  let looks = 0
  const clock = () => new Date(NOW.getTime() + 2_000 * looks++)
  const { browser, origin, inPage } = await browserOn(t, await appOf({
    ...store, listSources: async () => {
      if (isBroken) throw new Error('not now')
      return store.listSources()
    },
  }, { clock }))

  await t.test('old numbers are dimmed in their places, and the toolbar stays as it is', inPage(async (t, page) => {
    await page.goto('/?from=2026-11-20&to=2026-11-24&tz=UTC')
    await page.locator('#trend .apexcharts-inner').waitFor()
    const before = [await boxOf(page, '#summary'), await boxOf(page, '#by-model')]
    const { held, release } = await hold(page, '**/?*')
    await page.locator('#trend a', { hasText: 'Tokens' }).click()
    await held
    await until(page, `${opacity('#trend')} < .6`)
    t.equal(await page.evaluate(opacity('#toolbar')), 1)
    t.same([await boxOf(page, '#summary'), await boxOf(page, '#by-model')], before)
    release()
    await until(page, `${opacity('#trend')} === 1`)
  }))

  await t.test('where there was nothing to see, there are the shapes of what is to come', inPage(async (t, page) => {
    await page.goto('/?from=2026-11-20&to=2026-11-24&caller=nobody')
    const { held, release } = await hold(page, '**/?*')
    await page.locator('.empty a').click()
    await held
    t.match(await page.evaluate(shapes('.empty')), 'gradient')
    await until(page, `${opacity('.empty h2')} < .1`)
    release()
    await page.locator('#summary').waitFor()
  }))

  await t.test('an explanation has its place before it is there', inPage(async (t, page) => {
    await page.goto('/?from=2026-11-20&to=2026-11-24')
    const { held, release } = await hold(page, '**/explain?*')
    const dollar = page.locator('#summary .card', { hasText: 'Invocations' }).locator('xpath=preceding-sibling::article[1]').locator('a.explain')
    t.equal(await dollar.textContent(), '$12.00')
    await dollar.focus()
    await page.keyboard.press('Enter')
    await held
    t.match(await page.evaluate(shapes('dialog #explain')), 'gradient')
    t.equal(await page.locator('dialog #explain').textContent(), 'Looking up the prices …')
    release()
    await page.locator('dialog #explain-title', { hasText: 'What $12.00 is made of' }).waitFor()
    t.equal(await page.locator('dialog #explain').getAttribute('aria-busy'), null)
  }))

  await t.test('who asks for less motion sees the same without any', inPage(async (t, page) => {
    await page.goto('/?from=2026-11-20&to=2026-11-24&caller=nobody')
    const { held, release } = await hold(page, '**/?*')
    await page.locator('.empty a').click()
    await held
    t.equal(await page.evaluate(`getComputedStyle(document.querySelector('.empty'), '::after').animationName`), 'none')
    t.equal(await page.evaluate(`getComputedStyle(document.querySelector('.empty'), '::after').opacity`), '1')
    release()
    await page.locator('#summary').waitFor()
  }, { reducedMotion: 'reduce' }))

  await t.test('a store that fails and comes back: panels say so, the toolbar works, and one click brings all of it back', async (t) => {
    // The browser tells of every answer that is an error: here they are what is wanted.
    const page = await browser.newPage({ baseURL: origin })
    t.teardown(() => page.close())
    isBroken = true
    await page.goto('/?from=2026-11-20&to=2026-11-24')
    t.equal(await page.locator('.error-panel').count(), 6)
    isBroken = false
    await page.locator('.error-panel a', { hasText: 'Try again' }).nth(3).click()
    await page.locator('#summary .card', { hasText: '$12.00' }).first().waitFor()
    t.equal(await page.locator('.error-panel').count(), 0)
    t.equal(new URL(page.url()).search, '?from=2026-11-20&to=2026-11-24')
  })
})
