import t from 'tap'
import { OWN_USAGE } from '../../server/navigation.ts'
import { appOf, storeWithUsage } from '../fixtures/app.ts'
import { browserOn, SKIP_BROWSER } from '../fixtures/browser.ts'
import { memoryInvocations } from '../fixtures/memory-invocations.ts'
import { signedInAs } from '../fixtures/signed-in.ts'
import { usageEventOf } from '../fixtures/usage-event.ts'

const QUERY = 'range=7d&tz=UTC'

t.test('without JavaScript', { skip: SKIP_BROWSER }, async (t) => {
  const app = await appOf(await storeWithUsage(), {
    authenticator: signedInAs('Alice', { email: 'alice@example.com' }),
    invocations: memoryInvocations([usageEventOf({ ts: '2026-11-23T20:10:00.000Z' })]),
  })
  const { inPage } = await browserOn(t, app)
  const noScript = { javaScriptEnabled: false, viewport: { width: 360, height: 740 } }

  for (const path of app.usageViews.map(({ path }) => path)) {
    await t.test(`${path} shows its numbers in tables, and nothing that would not work`, inPage(async (t, page) => {
      await page.goto(`${path}?${QUERY}`)
      t.equal(await page.locator('#main table:visible').count() > 0, true, 'tables')
      t.equal(await page.locator('.chart:visible, .js-only:visible').count(), 0, 'no empty charts, no dead controls')
      t.equal(await page.locator('#main .empty:visible').count(), 0)
      const closed = await page.locator('details.chart-data:not([open])').count()
      t.equal(closed, 0, 'the numbers of every chart stand open')
    }, noScript))
  }

  await t.test('every page leads to every other, and takes range and filters along', inPage(async (t, page) => {
    await page.goto(`/?${QUERY}&caller=batch`)
    const names = await page.locator('#pages a').allTextContents()
    for (const name of names) {
      await page.locator('#pages').getByRole('link', { name: name.trim(), exact: true }).click()
      t.equal(await page.locator('#pages [aria-current]').textContent(), name)
      if (name !== OWN_USAGE.label && await page.locator('#filters').count() > 0) t.equal(new URL(page.url()).searchParams.get('caller'), 'batch', name)
    }
    t.ok(names.length >= 7)
  }, noScript))

  await t.test('ranges, switches, headings and rows are links', inPage(async (t, page) => {
    await page.goto(`/errors?${QUERY}`)
    await page.locator('#errors-trend a', { hasText: 'Rate' }).click()
    await page.locator('#errors-models thead a', { hasText: 'Calls' }).click()
    t.equal(await page.locator('#errors-models th[aria-sort=descending]', { hasText: 'Calls' }).count(), 1)
    await page.locator('#errors-codes tbody a', { hasText: 'ThrottlingException' }).first().click()
    t.equal(new URL(page.url()).searchParams.get('code'), 'ThrottlingException')
    await page.locator('[aria-label="Time range"] a', { hasText: '24 h' }).click()
    t.match(await page.locator('.period').textContent(), 'by hour')
  }, noScript))
})
