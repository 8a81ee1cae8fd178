import t from 'tap'
import { appOf, storeWithUsage } from '../fixtures/app.ts'
import { browserOn, SKIP_BROWSER } from '../fixtures/browser.ts'

t.test('shortcuts in a browser', { skip: SKIP_BROWSER }, async (t) => {
  const app = await appOf(await storeWithUsage())
  const { inPage } = await browserOn(t, app)

  await t.test('/ searches, t goes to the range, r refreshes, ? helps', inPage(async (t, page) => {
    await page.goto('/?range=7d')
    await page.keyboard.press('t')
    t.equal(await page.evaluate('document.activeElement.textContent'), '7 d')
    await page.keyboard.press('/')
    await page.locator('#filter-3-search:focus').waitFor()
    await page.keyboard.press('Escape')
    const refreshed = page.waitForResponse((response) => response.request().headers()['hx-target'] === 'section#summary')
    await page.keyboard.press('r')
    t.equal((await refreshed).status(), 200)
    await page.keyboard.press('?')
    await page.locator('dialog#help[open]').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('dialog#help[open]').waitFor({ state: 'detached' })
  }))

  await t.test('while something is typed they are letters', inPage(async (t, page) => {
    await page.goto('/?range=7d')
    await page.keyboard.press('/')
    await page.locator('#filter-3-search:focus').waitFor()
    await page.keyboard.type('t?')
    t.equal(await page.locator('#filter-3-search').inputValue(), 't?')
    t.equal(await page.locator('dialog#help[open]').count(), 0)
  }))

  await t.test('they can be switched off, for good, and the button still helps', inPage(async (t, page) => {
    await page.goto('/?range=7d')
    await page.locator('[data-help]').click()
    await page.locator('[data-shortcuts]').uncheck()
    await page.locator('dialog#help button').click()
    await page.reload()
    await page.keyboard.press('?')
    t.equal(await page.locator('dialog#help[open]').count(), 0)
    await page.locator('[data-help]').click()
    t.equal(await page.locator('[data-shortcuts]').isChecked(), false)
  }))

  await t.test('everything in the toolbar can be reached and worked with the keyboard alone', inPage(async (t, page) => {
    await page.goto('/?range=7d')
    await page.locator('#filters summary', { hasText: 'Models' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('#filter-2-search:focus').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await page.waitForURL('**/?range=7d&model=**')
    await page.keyboard.press('Escape')
    t.equal(await page.evaluate('document.activeElement.localName'), 'summary')
  }))
})
