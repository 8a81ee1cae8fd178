import t from 'tap'
import { appOf, storeWithUsage } from '../fixtures/app.ts'
import { browserOn, SKIP_BROWSER } from '../fixtures/browser.ts'

t.test('on paper', { skip: SKIP_BROWSER }, async (t) => {
  const { inPage } = await browserOn(t, await appOf(await storeWithUsage()))

  await t.test('a page is black on white without its controls, whatever the theme', inPage(async (t, page) => {
    await page.goto('/?range=7d&tz=UTC&refresh=off')
    await page.locator('[data-theme-choice=dark]').click()
    await page.emulateMedia({ media: 'print' })
    t.equal(await page.evaluate('getComputedStyle(document.body).backgroundColor'), 'rgb(255, 255, 255)')
    t.equal(await page.evaluate('getComputedStyle(document.body).color'), 'rgb(28, 32, 36)')
    for (const gone of ['.bar > nav', '.theme', '.refresh', '#filters', '.switches', '[data-copy-link]']) {
      t.equal(await page.locator(gone).first().isVisible(), false, gone)
    }
    for (const kept of ['.brand', '.period', '#summary', '#by-model table', '.freshness']) {
      t.equal(await page.locator(kept).first().isVisible(), true, kept)
    }
    t.equal(await page.evaluate('[...document.querySelectorAll(".table-scroll")].every((table) => getComputedStyle(table).overflow === "visible")'), true)
  }, { colorScheme: 'dark' }))
})
