import type { Page } from 'playwright-core'
import t from 'tap'
import { appOf, EVIL } from '../fixtures/app.ts'
import { browserOn, SKIP_BROWSER } from '../fixtures/browser.ts'
import { bucketOf, cellOf, SOURCE_A } from '../fixtures/bucket.ts'
import { busyStore } from '../fixtures/busy-store.ts'
import { memoryUsageStore } from '../fixtures/memory-usage-store.ts'

const DAY = '?range=24h&tz=UTC&refresh=off'

t.test('charts in a browser', { skip: SKIP_BROWSER }, async (t) => {
  const { inPage } = await browserOn(t, await appOf(await busyStore({ models: 14, callers: 30 })))

  await t.test('at most ten series and one for all others are drawn, in the colours of their legend', inPage(async (t, page) => {
    await page.goto(`/${DAY}`)
    await drawn(page, 'trend')
    t.equal(await page.locator('#trend .legend li').count(), 11)
    t.equal(await page.locator('#trend .legend li').last().textContent().then((text) => text?.trim()), 'Other (4)')
    t.equal(await page.locator('#trend .apexcharts-bar-series > .apexcharts-series').count(), 11)
    const color = await page.evaluate('getComputedStyle(document.querySelector("#trend .swatch")).backgroundColor')
    t.match(color, /^rgb/)
    t.equal(await page.evaluate('getComputedStyle(document.querySelector("#trend .apexcharts-bar-area")).fill'), color)
  }))

  await t.test('what the period holds only a part of is hatched, and nothing else', inPage(async (t, page) => {
    await page.goto(`/${DAY}`)
    await drawn(page, 'trend')
    const hatched = '[...new Set([...document.querySelectorAll("#trend .apexcharts-bar-area[mask]")].map((bar) => bar.getAttribute("j")))]'
    t.strictSame(await page.evaluate(hatched), ['24'])
    t.ok(await page.locator('#trend .apexcharts-bar-area:not([mask])').count() > 0)
    t.match(await page.locator('#trend figcaption').textContent(), 'hatched')
  }))

  await t.test('hours without calls are gaps in a line, not zeros', inPage(async (t, page) => {
    await page.goto(`/performance${DAY}`)
    await drawn(page, 'performance-latency')
    const paths = '[...document.querySelectorAll("#performance-latency .apexcharts-line")].map((line) => line.getAttribute("d"))'
    const found = await page.evaluate<string[]>(paths)
    const points = found.flatMap((path) => path.split('M').map((run) => [...run.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map((point) => Number(point[1]))))
    const widest = Math.max(...points.flatMap((run) => run.slice(1).map((x, index) => x - (run[index] ?? x))))
    const width = await page.evaluate<number>('document.querySelector("#performance-latency .apexcharts-grid").getBBox().width')
    t.ok(widest > 0 && widest < (1.5 * width) / 24, `no stroke is longer than an hour: ${widest} of ${width}`)
  }))

  await t.test('extremes and the logarithmic scale are one click away, and Back takes them off', inPage(async (t, page) => {
    await page.goto(`/performance${DAY}`)
    await drawn(page, 'performance-latency')
    await page.locator('#performance-latency a', { hasText: 'Log' }).click()
    await page.waitForURL(/scale=log/)
    await page.locator('#performance-latency a[aria-current]', { hasText: 'Log' }).waitFor()
    await page.waitForFunction('document.querySelector("#performance-latency .apexcharts-yaxis-label title")?.textContent.match(/^1/)')
    await page.locator('#performance-latency a', { hasText: 'Min, mean, max' }).click()
    await page.waitForURL(/band=extremes/)
    await page.locator('#performance-latency .legend', { hasText: 'Mean' }).waitFor()
    await page.goBack()
    await page.goBack()
    await page.locator('#performance-latency a[aria-current]', { hasText: 'Linear' }).waitFor()
    t.equal(new URL(page.url()).searchParams.get('scale'), null)
  }))

  await t.test('the tooltip tells the time, the largest first, and the sum', inPage(async (t, page) => {
    await page.goto(`/${DAY}`)
    await drawn(page, 'trend')
    const box = await page.locator('#trend .apexcharts-grid').boundingBox()
    await page.mouse.move(box!.x + 5, box!.y + box!.height / 2)
    await page.mouse.move(box!.x + box!.width * 0.2, box!.y + box!.height / 2)
    await page.locator('#trend .tip').waitFor()
    t.match(await page.locator('#trend .tip-head').textContent(), /^2[23] Nov, \d\d:00$/)
    t.match(await page.locator('#trend .tip-row.is-total').textContent(), /^Total\$\d/)
  }))

  await t.test('a drag zooms in, a refresh keeps the zoom and the drawing, and "Show all" ends it', inPage(async (t, page) => {
    await page.goto(`/${DAY.replace('refresh=off', 'refresh=5m')}`)
    await drawn(page, 'trend')
    const labels = () => page.locator('#trend .apexcharts-xaxis-label').count()
    const all = await labels()
    const box = await page.locator('#trend .apexcharts-grid').boundingBox()
    await page.mouse.move(box!.x + box!.width * 0.5, box!.y + 40)
    await page.mouse.down()
    await page.mouse.move(box!.x + box!.width * 0.6, box!.y + 60)
    t.equal(await page.locator('#trend .zoom-band').count(), 1)
    await page.mouse.move(box!.x + box!.width * 0.7, box!.y + 60)
    await page.mouse.up()
    await page.locator('#trend [data-zoom-reset]:not([hidden])').waitFor()
    const few = await labels()
    t.ok(few < all && few > 1, `${few} of ${all}`)
    await page.evaluate('document.querySelector("#trend .apexcharts-canvas").marked = true')
    const answered = page.waitForResponse((response) => response.request().headers()['hx-target'] === 'section#trend')
    await page.keyboard.press('r')
    t.equal((await answered).status(), 200)
    t.equal(await labels(), few)
    t.equal(await page.evaluate('document.querySelector("#trend .apexcharts-canvas").marked'), true, 'updated in place')
    t.equal(await page.locator('#trend [data-zoom-reset]').isVisible(), true)
    await page.locator('#trend [data-zoom-reset]').click()
    t.equal(await labels(), all)
    t.equal(await page.locator('#trend [data-zoom-reset]').isVisible(), false)
  }))

  await t.test('a ring is drawn without JavaScript, its parts add up to the circle', inPage(async (t, page) => {
    await page.goto(`/models${DAY}&show=donut`)
    const dashes = await Promise.all((await page.locator('.arc').all()).map((arc) => arc.getAttribute('stroke-dasharray')))
    t.equal(dashes.length, 11)
    t.ok(Math.abs(dashes.reduce((sum, dash) => sum + Number.parseFloat(dash ?? ''), 0) - 100) < 0.02)
    t.equal(await page.locator('.ring').isVisible(), true)
    t.equal(await page.locator('#dimension-chart table').isVisible(), true)
  }, { javaScriptEnabled: false }))
})

t.test('a name with markup is text in legend, axis, tooltip and table', { skip: SKIP_BROWSER }, async (t) => {
  const store = memoryUsageStore()
  await store.put([bucketOf(SOURCE_A, 'hour', '2026-11-23T19', [cellOf({ model: EVIL, inputTokens: 5 }), cellOf({ inputTokens: 9 })])])
  const { inPage } = await browserOn(t, await appOf(store))
  await t.test('on the pages that draw it', inPage(async (t, page) => {
    for (const path of [`/${DAY}&metric=tokens`, `/models${DAY}&metric=tokens`]) {
      await page.goto(path)
      const id = path.startsWith('/models') ? 'dimension-chart' : 'trend'
      await drawn(page, id)
      const box = await page.locator(`#${id} .apexcharts-grid`).boundingBox()
      for (const part of [0.2, 0.5, 0.8]) await page.mouse.move(box!.x + box!.width * part, box!.y + box!.height * part)
      t.equal(await page.locator('img').count(), 0)
      // Markup that was taken for HTML asks for its image, sooner or later.
      await page.waitForLoadState('networkidle')
    }
  }))
})

async function drawn(page: Page, panel: string): Promise<void> {
  await page.locator(`#${panel} .apexcharts-inner`).waitFor({ state: 'attached' })
  await page.locator(`#${panel} details.chart-data:not([open])`).waitFor()
}
