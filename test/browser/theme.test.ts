import type { Page } from 'playwright-core'
import t from 'tap'
import { appOf, storeWithUsage } from '../fixtures/app.ts'
import { browserOn, SKIP_BROWSER } from '../fixtures/browser.ts'

const LIGHT = 'rgb(244, 243, 238)'
const DARK = 'rgb(18, 21, 23)'

t.test('themes in a browser', { skip: SKIP_BROWSER }, async (t) => {
  const { inPage } = await browserOn(t, await appOf(await storeWithUsage()))

  await t.test('without a choice the theme is the system\'s, and follows it', inPage(async (t, page) => {
    await page.goto('/')
    t.equal(await background(page), LIGHT)
    t.equal(await chosen(page), 'System theme')
    await page.emulateMedia({ colorScheme: 'dark' })
    t.equal(await background(page), DARK)
  }, { colorScheme: 'light' }))

  await t.test('a choice outlives a reload and the system\'s change, until "system" is chosen again', inPage(async (t, page) => {
    await page.goto('/')
    await page.locator('[data-theme-choice=dark]').click()
    t.equal(await background(page), DARK)
    await page.reload()
    t.equal(await background(page), DARK)
    t.equal(await chosen(page), 'Dark theme')
    await page.locator('[data-theme-choice=system]').click()
    t.equal(await background(page), LIGHT)
    await page.reload()
    t.equal(await chosen(page), 'System theme')
  }, { colorScheme: 'light' }))

  await t.test('the chosen theme is there before anything is painted', inPage(async (t, page) => {
    await page.goto('/')
    await page.locator('[data-theme-choice=dark]').click()
    // The first thing that the parser sees after the head is in the right colour already.
    await page.addInitScript(`new MutationObserver((_, observer) => {
      if (!document.body) return
      window.firstTheme = document.documentElement.dataset.theme
      observer.disconnect()
    }).observe(document, { childList: true, subtree: true })`)
    await page.reload()
    t.equal(await page.evaluate('window.firstTheme'), 'dark')
  }, { colorScheme: 'light' }))

  await t.test('charts follow at once, in place', inPage(async (t, page) => {
    await page.goto('/?range=7d&tz=UTC&refresh=off')
    await page.locator('#trend .apexcharts-bar-area').first().waitFor({ state: 'attached' })
    const fill = () => page.evaluate<string>('getComputedStyle(document.querySelector("#trend .apexcharts-bar-area")).fill')
    const swatch = () => page.evaluate<string>('getComputedStyle(document.querySelector("#trend .swatch")).backgroundColor')
    const before = await fill()
    t.match(before, /^rgb/)
    t.equal(before, await swatch())
    await page.locator('[data-theme-choice=dark]').click()
    const after = await fill()
    t.equal(after, await swatch())
    t.not(after, before)
  }, { colorScheme: 'light' }))

  await t.test('a second tab follows the first', inPage(async (t, page) => {
    await page.goto('/')
    const other = await page.context().newPage()
    await other.goto('/')
    await page.locator('[data-theme-choice=dark]').click()
    await other.waitForFunction('document.documentElement.dataset.theme === "dark"')
    t.equal(await chosen(other), 'Dark theme')
  }, { colorScheme: 'light' }))

  await t.test('without JavaScript the theme is the system\'s, and there is no choice to make', inPage(async (t, page) => {
    await page.goto('/')
    t.equal(await page.locator('[data-theme-choice]').first().isVisible(), false)
  }, { javaScriptEnabled: false, colorScheme: 'dark' }))
})

function background(page: Page): Promise<unknown> {
  return page.evaluate('getComputedStyle(document.body).backgroundColor')
}

function chosen(page: Page): Promise<string | null> {
  return page.locator('[data-theme-choice][aria-pressed=true]').textContent()
}
