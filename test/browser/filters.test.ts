import t from 'tap'
import { appOf, storeWithUsage } from '../fixtures/app.ts'
import { browserOn, isMarked, markDocument, SKIP_BROWSER } from '../fixtures/browser.ts'

const PHONE = { viewport: { width: 390, height: 844 } }

t.test('filters in a browser', { skip: SKIP_BROWSER }, async (t) => {
  const app = await appOf(await storeWithUsage())
  const { inPage } = await browserOn(t, app)

  await t.test('ticking filters at once, the menu stays open, and a chip takes it off', inPage(async (t, page) => {
    await page.goto('/?range=7d')
    await markDocument(page)
    await page.locator('#filters summary', { hasText: 'Callers' }).click()
    await page.locator('#filters input[name=caller][value=batch]').check()
    await page.waitForURL('**/?range=7d&caller=batch')
    await page.locator('.chip', { hasText: 'batch' }).waitFor()
    t.equal(await page.locator('#filter-3').getAttribute('open'), '', 'still open')
    await page.locator('#filters summary', { hasText: 'Models' }).click()
    t.equal(await page.locator('#filter-3').getAttribute('open'), null, 'one menu at a time')
    await page.keyboard.press('Escape')
    t.equal(await page.locator('details[data-menu][open]').count(), 0)
    await page.locator('.chip', { hasText: 'batch' }).click()
    await page.waitForURL('**/?range=7d')
    await page.locator('.chip').waitFor({ state: 'detached' })
    t.equal(await page.locator('#filters input[name=caller][value=batch]').isChecked(), false, 'the box knows')
    t.equal(await isMarked(page), true, 'without loading the page anew')
  }))

  await t.test('several can be chosen, left out, and cleared together', inPage(async (t, page) => {
    await page.goto('/?range=7d')
    await page.locator('#filters summary', { hasText: 'Callers' }).click()
    await page.locator('#filters input[name=caller][value=batch]').check()
    await page.waitForURL('**/?range=7d&caller=batch')
    await page.locator('#filters input[name="not-caller"][value="alice@example.com"]').check({ force: true })
    await page.waitForURL('**/?range=7d&caller=batch&not-caller=alice%40example.com')
    await page.locator('.chip', { hasText: 'not caller' }).waitFor()
    t.equal(await page.locator('#filter-3 .menu-count').textContent(), '2 of 3')
    await page.keyboard.press('Escape')
    await page.locator('.chip-clear').click()
    await page.waitForURL('**/?range=7d')
    await page.locator('.chip').first().waitFor({ state: 'detached' })
  }))

  await t.test('a search asks the server, keeps what is typed, and leaves the address alone', inPage(async (t, page) => {
    await page.goto('/?range=7d')
    await page.locator('#filters summary', { hasText: 'Callers' }).click()
    await page.locator('#filter-3-search:focus').waitFor()
    await page.keyboard.type('ALI')
    await page.locator('#filter-3 .option').nth(1).waitFor({ state: 'detached' })
    t.same(await page.locator('#filter-3 .option-name').allTextContents(), ['alice@example.com'])
    t.equal(await page.locator('#filter-3-search').inputValue(), 'ALI')
    t.equal(new URL(page.url()).search, '?range=7d')
    await page.locator('#filter-3 .filter-box').first().check()
    await page.waitForURL('**/?range=7d&caller=alice%40example.com')
  }, PHONE))

  await t.test('granularity, comparison and time zone are chosen in one menu and stand in the address', inPage(async (t, page) => {
    await page.goto('/?range=7d')
    await page.locator('#display-menu > summary').click()
    await page.locator('select[name=granularity]').selectOption('hour')
    await page.waitForURL('**granularity=hour**')
    await page.locator('select[name=tz]').selectOption('America/New_York')
    await page.waitForURL('**tz=America%2FNew_York**')
    await page.locator('.period', { hasText: 'EST, by hour' }).waitFor()
    await page.locator('select[name=compare]').selectOption('none')
    await page.waitForURL('**compare=none**')
    t.equal(await page.locator('#display-menu > summary').textContent(), 'By hour · America/New York')
  }))

  await t.test('a range of one\'s own has dates and times', inPage(async (t, page) => {
    await page.goto('/?range=7d&tz=America/New_York')
    await page.locator('#range-menu > summary').click()
    await page.locator('input[name=from]').fill('2026-11-22T10:00')
    await page.locator('input[name=to]').fill('2026-11-23T16:00')
    await page.locator('#range-form button').click()
    await page.waitForURL('**/?from=2026-11-22T10%3A00&to=2026-11-23T16%3A00&tz=America%2FNew_York')
    await page.locator('.period', { hasText: '22 Nov 2026, 10:00 – 23 Nov 2026, 16:00 EST' }).waitFor()
    t.equal(await page.locator('[aria-label="Time range"] [aria-current]').count(), 0)
  }))

  await t.test('without JavaScript the same forms do the same', inPage(async (t, page) => {
    await page.goto('/?range=7d')
    await page.locator('#filters summary', { hasText: 'Callers' }).click()
    await page.locator('#filters input[name=caller][value=batch]').check()
    await page.locator('#filter-3 button').click()
    t.equal(new URL(page.url()).searchParams.get('caller'), 'batch')
    t.equal(await page.locator('.chip').count(), 1)
    await page.locator('#filters summary', { hasText: 'Callers' }).click()
    await page.locator('#filter-3-search').fill('ali')
    await page.locator('#filter-3 button').click()
    t.equal(await page.locator('#filter-3').getAttribute('open'), '', 'opened with what was found')
    t.same(await page.locator('#filter-3 .option-name').allTextContents(), ['alice@example.com'])
    t.equal(await page.locator('.chip').count(), 1, 'what was chosen is kept')
    await page.locator('#range-menu > summary').click()
    await page.locator('input[name=from]').fill('2026-11-23T00:00')
    await page.locator('input[name=to]').fill('2026-11-24T00:00')
    await page.locator('#range-form button').click()
    await page.locator('.period', { hasText: '23 Nov 2026, 00:00 – 24 Nov 2026, 00:00 UTC' }).waitFor()
    await page.locator('.chip-clear').click()
    t.equal(await page.locator('.chip').count(), 0)
  }, { javaScriptEnabled: false }))

  for (const width of [360, 390, 1440]) {
    await t.test(`no menu is wider than a page of ${width} px`, inPage(async (t, page) => {
      await page.goto('/?range=7d')
      for (const menu of await page.locator('#toolbar details[data-menu] > summary').all()) {
        await menu.click()
        t.equal(await page.evaluate('document.documentElement.scrollWidth'), width, await menu.textContent() ?? '')
        await page.keyboard.press('Escape')
      }
    }, { viewport: { width, height: 800 } }))
  }
})
