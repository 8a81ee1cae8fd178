import t from 'tap'
import { appOf, storeWithUsage } from '../fixtures/app.ts'
import { browserOn, SKIP_BROWSER } from '../fixtures/browser.ts'

t.test('what is smuggled into a page asks htmx for nothing', { skip: SKIP_BROWSER }, async (t) => {
  const { browser, origin } = await browserOn(t, await appOf(await storeWithUsage()))
  const page = await browser.newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto(origin)
  await page.evaluate(`
    document.querySelector('main').insertAdjacentHTML('afterbegin', '<button id="smuggled" hx-get="/smuggled" hx-trigger="load, click">x</button>')
    htmx.process(document.querySelector('main'))
  `)
  t.notOk(await page.locator('#smuggled').getAttribute('hx-get'), 'all that it asked for is gone')
  await page.locator('#smuggled').click()
  await page.locator('a[href*="range=7d"]').first().click()
  await page.waitForURL(/range=7d/)
  t.notOk(asked.includes('/smuggled'))
  t.equal(await page.locator('#view[hx-nonce]').count(), 1, 'what the server sent still works')
})
