import t from 'tap'
import { pricingApp, SAME_SITE, textOf, type PricingApp } from '../../fixtures/pricing-app.ts'

const HALF = {
  action: 'add', appliesTo: 'provider', target: 'amazon', factor: '0.5', effectiveFrom: '2026-11-01', effectiveTo: '', reason: 'as agreed', seen: '0',
}

function post({ app }: PricingApp, fields: Readonly<Record<string, string>>) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', ...SAME_SITE }
  return app.inject({ method: 'POST', url: '/pricing/discount', headers, payload: new URLSearchParams(fields).toString() })
}

t.test('a discount is previewed, saved, listed, changed and voided', async (t) => {
  const page = await pricingApp()
  const list = async () => textOf((await page.app.inject({ url: '/pricing' })).body)
  t.match(textOf((await post(page, { ...HALF, step: 'preview' })).body), 'Changes November 2026 by −$1.50 , 2 accounts, 2 hours')
  t.equal((await post(page, { ...HALF, step: 'save' })).headers.location, '/pricing?saved=1')
  t.match(await list(), 'amazon-1 all models of amazon × 0.5 50% off 1 Nov 2026, 00:00 UTC for good as agreed (local) Change Void')

  const form = (await page.app.inject({ url: '/pricing/discount?action=change&id=amazon-1' })).body
  t.match(form, 'name="factor" value="0.5"')
  t.match(form, 'name="seen" value="1"')
  t.match(form, '<option value="provider" selected>')
  t.equal((await post(page, { ...HALF, action: 'change', id: 'amazon-1', seen: '1', factor: '1.1', effectiveTo: '2026-11-20', step: 'save' })).statusCode, 303)
  t.match(await list(), '× 1.1 10% on top 1 Nov 2026, 00:00 UTC 20 Nov 2026, 00:00 UTC')

  t.match((await page.app.inject({ url: '/pricing/discount?action=void&id=amazon-1' })).body, 'name="seen" value="2"')
  t.equal((await post(page, { action: 'void', id: 'amazon-1', reason: 'has ended', seen: '2', step: 'save' })).statusCode, 303)
  t.match(await list(), 'Discounts none')
  t.equal((await page.prices.audit(9)).length, 3)
})

t.test('terms that cannot be get a 422 at their field, and who is late a 409 with both values', async (t) => {
  const page = await pricingApp()
  for (const [field, value] of [['factor', '0,85'], ['factor', 'Infinity'], ['target', '<b>'], ['appliesTo', 'everyone'], ['effectiveFrom', 'soon'], ['reason', '']] as const) {
    const answer = await post(page, { ...HALF, step: 'save', [field]: value })
    t.equal(answer.statusCode, 422, `${field}=${value}`)
    t.match(answer.body, `id="error-${field}"`)
  }
  t.equal((await page.prices.read()).version, 1)
  await post(page, { ...HALF, step: 'save' })
  const late = await post(page, { ...HALF, action: 'change', id: 'amazon-1', factor: '0.7', seen: '0', step: 'save' })
  t.equal(late.statusCode, 409)
  t.match(textOf(late.body), /Changed meanwhile by local .* Factor 0.5 0.7/)
})
