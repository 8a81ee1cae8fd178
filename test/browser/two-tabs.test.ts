import t from 'tap'
import { appOf, storeWithUsage } from '../fixtures/app.ts'
import { browserOn, SKIP_BROWSER } from '../fixtures/browser.ts'

t.test('two tabs', { skip: SKIP_BROWSER }, async (t) => {
  const { inPage } = await browserOn(t, await appOf(await storeWithUsage()))

  await t.test('each keeps its own view, through filters, Back and reload', inPage(async (t, first) => {
    const second = await first.context().newPage()
    await first.goto('/callers?range=7d')
    await second.goto('/callers?range=24h')
    await first.locator('#filters summary', { hasText: 'Callers' }).click()
    await first.locator('#filters input[name=caller][value=batch]').check()
    await first.locator('.chip', { hasText: 'batch' }).waitFor()
    await second.locator('[aria-label="Show as"] a', { hasText: 'Donut' }).click()
    await second.locator('.ring').waitFor()

    await second.reload()
    t.equal(new URL(second.url()).search, '?range=24h&show=donut')
    t.equal(await second.locator('.chip').count(), 0, 'the filter of the other is none of its business')
    await first.reload()
    t.equal(new URL(first.url()).search, '?range=7d&caller=batch')
    t.equal(await first.locator('.ring').count(), 0)
    await second.goBack()
    await second.locator('.ring').waitFor({ state: 'detached' })
    t.equal(await first.locator('.chip').count(), 1)
  }))

  await t.test('a link opened in a new tab shows what it would have shown here', inPage(async (t, page) => {
    await page.goto('/models?range=7d')
    const link = page.locator('#dimension-table tbody a', { hasText: 'Nova Pro' })
    const [opened] = await Promise.all([page.context().waitForEvent('page'), link.click({ modifiers: ['Control'] })])
    await opened.waitForURL('**/callers?range=7d&model=amazon.nova-pro-v1%3A0')
    await opened.locator('#dimension-table tfoot', { hasText: '$3.00' }).waitFor()
    t.equal(new URL(page.url()).pathname, '/models', 'and this one stays')
  }))
})
