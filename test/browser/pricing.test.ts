import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import t from 'tap'
import { NOW } from '../fixtures/app.ts'
import { browserOn, isMarked, markDocument, SKIP_BROWSER } from '../fixtures/browser.ts'
import { discountEdit, discountOf, heldOf } from '../fixtures/price-edits.ts'
import { CLAUDE_KEY, NOVA_KEY, pricingApp, type PricingApp } from '../fixtures/pricing-app.ts'
import { inOut, priceRecord } from '../fixtures/prices.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** With everything on the page that there may be. */
async function fullApp(): Promise<PricingApp> {
  // What is recorded at one and the same instant is one record.
  let nowMs = NOW.getTime()
  const page = await pricingApp({ clock: () => new Date(nowMs++) })
  await page.prices.append(Array.from({ length: 30 }, (_, index) =>
    priceRecord(`eu.meta.llama-${index}-instruct`, '2026-02-01T00:00:00Z', inOut('0.000001', '0.000002'), { source: 'litellm' })))
  await page.prices.edit(discountEdit(discountOf()))
  const reason = 'cache_creation_input_token_cost_above_1hr is gone: 0.000006 → not listed; input_cost_per_token is 10 times what it was: 0.000003 → 0.00003'
  await page.prices.saveHeld(heldOf(CLAUDE_KEY, { reason }))
  return page
}

t.test('prices in a browser', { skip: SKIP_BROWSER }, async (t) => {
  const { app, prices } = await fullApp()
  const { inPage } = await browserOn(t, app)

  await t.test('the list is searched and turned over in place', inPage(async (t, page) => {
    await page.goto('/pricing?refresh=off')
    await markDocument(page)
    await page.locator('#pricing-prices .pager a', { hasText: 'Next' }).click()
    await page.locator('#pricing-prices .pager', { hasText: '26–32 of 32' }).waitFor()
    await page.locator('#pricing-list-search').fill('sonnet')
    await page.keyboard.press('Enter')
    await page.locator('#pricing-prices .panel-head', { hasText: '1 of 32 prices match' }).waitFor()
    t.equal(await isMarked(page), true)
    t.equal(new URL(page.url()).searchParams.get('find'), 'sonnet')
  }))

  for (const javaScriptEnabled of [true, false]) {
    await t.test(`a price is corrected by form, preview and save, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, inPage(async (t, page) => {
      const before = (await prices.read()).version
      await page.goto(`/pricing/key?key=${encodeURIComponent(NOVA_KEY)}`)
      await page.locator('.timeline > li.is-good a', { hasText: 'Correct' }).click()
      await page.getByLabel('Input', { exact: true }).fill(javaScriptEnabled ? '0.5' : '0.25')
      await page.getByLabel('Reason').fill('as agreed')
      await page.locator('button', { hasText: 'Preview' }).click()
      t.match(await page.locator('.effect').textContent(), /Changes 2 months by −\$[\d.]+, 2 accounts, 3 hours/)
      await page.locator('button', { hasText: 'Change it' }).click()
      t.equal(await page.getByLabel('Reason').inputValue(), 'as agreed')
      await page.locator('button', { hasText: 'Preview' }).click()
      await page.locator('button', { hasText: /^Save$/ }).click()
      await page.waitForURL('**/pricing/key?key=*&saved=1')
      t.match(await page.locator('#pricing-repricing').textContent(), /Saved\./)
      t.equal((await prices.read()).version, before + 1)
    }, { javaScriptEnabled }))
  }

  await t.test('a model without a price is one click from its form', inPage(async (t, page) => {
    await page.goto('/pricing?refresh=off')
    await page.locator('#pricing-unpriced a', { hasText: 'Add a price' }).click()
    t.equal(await page.getByLabel('Price key').inputValue(), 'us.anthropic.claude-next-1')
  }))

  await t.test('a held change is rejected', inPage(async (t, page) => {
    await page.goto('/pricing?refresh=off')
    await page.locator('#pricing-held button', { hasText: 'Reject' }).click()
    await page.locator('#pricing-held', { hasText: 'Rejected by local' }).waitFor()
    t.equal((await prices.held())[0]?.rejected?.by, 'local')
  }))

  await t.test('what was rejected is approved after all, since an hour of choice, after a look at what that changes', inPage(async (t, page) => {
    await page.goto('/pricing?refresh=off')
    await page.locator('#pricing-held .held', { hasText: CLAUDE_KEY }).locator('a', { hasText: 'Approve' }).click()
    await page.getByLabel('In force from').fill('2026-11-01')
    await page.locator('button', { hasText: 'Preview' }).click()
    t.match(await page.locator('.effect').textContent(), /Changes November 2026 by \+\$[\d.]+, 1 account, 1 hour/)
    await page.locator('button', { hasText: /^Save$/ }).click()
    await page.waitForURL('**/pricing/key?key=*&saved=1')
    t.ok((await prices.read()).records.some(({ key, effectiveFrom }) => key === CLAUDE_KEY && effectiveFrom === '2026-11-01T00:00:00Z'))
    t.strictSame(await prices.held(), [])
  }))
})

t.test('pages about prices are accessible and fit a phone', { skip: SKIP_BROWSER }, async (t) => {
  const { app } = await fullApp()
  const { inPage } = await browserOn(t, app)
  const key = encodeURIComponent(NOVA_KEY)
  const paths = [
    '/pricing?refresh=off', `/pricing/key?key=${key}`, `/pricing/price?action=correct&key=${key}`, '/pricing/price?action=add',
    `/pricing/price?action=void&key=${key}&effectiveFrom=2026-09-01T00:00:00Z&recordedAt=2026-09-01T00:00:00Z`,
    '/pricing/discount?action=add', '/pricing/discount?action=void&id=d1',
    `/pricing/held?${new URLSearchParams({ action: 'approve', key: CLAUDE_KEY, recordedAt: heldOf(CLAUDE_KEY).record.recordedAt }).toString()}`,
  ]
  for (const colorScheme of ['light', 'dark'] as const) {
    await t.test(`axe finds nothing in ${colorScheme}`, inPage(async (t, page) => {
      for (const path of paths) {
        await page.goto(path)
        await page.evaluate(AXE)
        t.strictSame(await page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
          violations.map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 200)))`), [], path)
      }
    }, { colorScheme, viewport: { width: 1440, height: 900 } }))
  }
  await t.test('no page is wider than a phone', inPage(async (t, page) => {
    for (const path of paths) {
      await page.goto(path)
      t.equal(await page.evaluate('document.documentElement.scrollWidth'), 360, path)
    }
    await page.goto(`/pricing/price?action=correct&key=${key}`)
    await page.getByLabel('Reason').fill('as agreed')
    await page.getByLabel('Input', { exact: true }).fill('0.000000001')
    await page.locator('button', { hasText: 'Preview' }).click()
    await page.locator('.effect').waitFor()
    await page.evaluate(AXE)
    t.strictSame(await page.evaluate(`axe.run(document).then(({ violations }) => violations.map(({ id }) => id))`), [])
    t.equal(await page.evaluate('document.documentElement.scrollWidth'), 360, 'preview')
  }, { viewport: { width: 360, height: 740 } }))
})
