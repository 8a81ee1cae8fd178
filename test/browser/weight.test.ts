import t from 'tap'
import { appOf } from '../fixtures/app.ts'
import { browserOn, SKIP_BROWSER } from '../fixtures/browser.ts'
import { busyStore } from '../fixtures/busy-store.ts'

const MAX_BYTES = 250_000
const MAX_SHIFT = 0.02

t.test('a first visit', { skip: SKIP_BROWSER }, async (t) => {
  const app = await appOf(await busyStore())
  const paths = [...app.usageViews.map(({ path }) => `${path}?tz=UTC&range=24h`), '/pipeline']
  const { inPage } = await browserOn(t, app)

  for (const path of paths) {
    await t.test(`${path} loads at most 250 kB and stays where it is`, inPage(async (t, page) => {
      await page.addInitScript(`window.shift = 0
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value
        }).observe({ type: 'layout-shift', buffered: true })`)
      await page.goto(path)
      await page.waitForFunction('[...document.querySelectorAll("[data-chart]")].every((chart) => chart.querySelector(".apexcharts-inner"))')
      const bytes = await page.evaluate<number>(`[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
        .reduce((sum, entry) => sum + entry.transferSize, 0)`)
      t.ok(bytes > 100_000 && bytes <= MAX_BYTES, `${bytes} bytes`)
      const shift = await page.evaluate<number>('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(window.shift))))')
      t.ok(shift < MAX_SHIFT, `shifted by ${shift}`)
    }, { viewport: { width: 1440, height: 900 } }))
  }
})
