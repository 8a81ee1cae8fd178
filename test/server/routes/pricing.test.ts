import t from 'tap'
import { PRICING_REGIONS } from '../../../server/routes/pricing.ts'
import { appOf } from '../../fixtures/app.ts'
import { memoryUsageStore } from '../../fixtures/memory-usage-store.ts'
import { discountEdit, discountOf, heldOf } from '../../fixtures/price-edits.ts'
import { CLAUDE_KEY, NOVA_KEY, pricingApp, textOf } from '../../fixtures/pricing-app.ts'
import { inOut, priceRecord } from '../../fixtures/prices.ts'

t.test('every price is listed with its components, tier, scope, source and since when it holds', async (t) => {
  const { app } = await pricingApp()
  const { body, statusCode } = await app.inject({ url: '/pricing' })
  t.equal(statusCode, 200)
  const text = textOf(body)
  t.match(text, 'Claude Sonnet 4.6 global over 200K $3.00 $15.00 $0.30 $3.75 $6.00 litellm before 1 Jan 2026')
  t.match(text, 'Nova Pro $1.00 $4.00 – – – litellm 1 Sep 2026')
  t.match(body, 'title="$0.30 per 1M tokens"')
  t.match(body, `/pricing/key?key=${encodeURIComponent(CLAUDE_KEY)}`)
})

t.test('prices are searched by model and key, and sorted by any column', async (t) => {
  const { app, prices } = await pricingApp()
  const names = async (query: string) => {
    const { body } = await app.inject({ url: `/pricing?${query}`, headers: { 'hx-request': 'true', 'hx-target': 'section#pricing-prices' } })
    return [...body.matchAll(/key\?key=([^"]+)"/g)].map(([, key]) => decodeURIComponent(key ?? ''))
  }
  t.strictSame(await names('find=sonnet'), [CLAUDE_KEY])
  t.strictSame(await names('find=amazon.nova'), [NOVA_KEY])
  t.strictSame(await names('sort=input'), [CLAUDE_KEY, NOVA_KEY])
  t.strictSame(await names('sort=input&dir=asc'), [NOVA_KEY, CLAUDE_KEY])
  await prices.append([priceRecord('us.acme.later', '2027-01-01T00:00:00Z', inOut('0.000001', '0'))])
  t.strictSame(await names('find=upcoming'), ['us.acme.later'])
  t.equal((await app.inject({ url: '/pricing?sort=tea' })).statusCode, 400)
  t.equal((await app.inject({ url: '/pricing?nope=1' })).statusCode, 400)
})

t.test('models in use without a price come first, each with the form that prices it', async (t) => {
  const { app } = await pricingApp()
  const { body } = await app.inject({ url: '/pricing' })
  t.match(textOf(body), 'In use without a price 1 model in the last 30 days of usage CSV Model Unpriced calls Priced in part Calls Price Claude Next us 3 0 3 Add a price')
  t.match(body, 'href="/pricing/price?action=add&amp;key=us.anthropic.claude-next-1&amp;effectiveFrom=2026-10-01T00%3A00"')
  t.ok(body.indexOf('id="pricing-unpriced"') < body.indexOf('id="pricing-prices"'))
})

t.test('what is estimated is listed with why', async (t) => {
  const { app } = await pricingApp()
  const { body } = await app.inject({ url: '/pricing' })
  t.match(textOf(body), /Estimated 1 price in the last 30 days of usage .* Nova Pro eu The price list has no entry for this way of reaching the model[^.]*\. 1 <?/)
})

t.test('it says whether costs agree with the price list', async (t) => {
  const { app, prices } = await pricingApp()
  const line = async () => /Stored costs (.*?) In use without/.exec(textOf((await app.inject({ url: '/pricing' })).body))?.[1]
  t.match(await line(), 'up to date Version 1 of the price list: all stored costs agree with it. Last repriced 23 Nov 2026, 20:30 UTC.')
  await prices.append([priceRecord(NOVA_KEY, '2026-10-01T00:00:00Z', inOut('0.000002', '0.000004'))])
  t.match(await line(), 'to be repriced Version 2 of the price list: costs do not agree with 1 change yet.')
})

t.test('everybody sees how far repricing has got, and admins why it failed', async (t) => {
  for (const mayAdminister of [true, false]) {
    const { app, prices, usage } = await pricingApp(mayAdminister ? {} : { access: { accounts: [], callers: 'all' } })
    await prices.append([priceRecord('acme.model', '2026-01-01T00:00:00Z', inOut('1', '1'))])
    const line = async (outcome: 'ok' | 'failed', message: string) => {
      const run = { startedAt: '2026-11-23T20:30:00Z', finishedAt: '2026-11-23T20:35:00Z', dataUpTo: null, bucketsWritten: 5, revision: '1' }
      await usage.saveRun({ ...run, kind: 'reprice', outcome, message })
      return textOf((await app.inject({ url: '/pricing' })).body)
    }
    t.match(await line('ok', '35 % of stored usage is priced anew'), 'So far: 35 % of stored usage is priced anew.')
    t.equal((await line('failed', 'no way to the table')).includes('no way to the table'), mayAdminister)
  }
})

t.test('who may not see everything gets prices, and neither forms nor the log, nor discounts of other accounts', async (t) => {
  const { app, prices } = await pricingApp({ access: { accounts: ['111122223333'], callers: 'all' } })
  await prices.edit(discountEdit(discountOf({ id: 'ours', applies: { account: '111122223333', provider: null, model: null } })))
  await prices.edit(discountEdit(discountOf({ id: 'theirs', applies: { account: '222233334444', provider: null, model: null } })))
  await prices.saveHeld(heldOf(NOVA_KEY))
  const { body } = await app.inject({ url: '/pricing' })
  t.match(textOf(body), 'account 111122223333')
  t.notMatch(body, /222233334444|theirs|method="post"|pricing\/price|pricing\/discount\?|alice<|pricing-audit/)
})

t.test('each panel is served alone, and an empty store makes a page', async (t) => {
  const { app } = await pricingApp()
  for (const region of PRICING_REGIONS) {
    const { body, statusCode } = await app.inject({ url: '/pricing', headers: { 'hx-request': 'true', 'hx-target': `section#${region}` } })
    t.equal(statusCode, 200, region)
    t.match(body.trim(), new RegExp(`^<(section|div) id="${region}"`))
  }
  t.match(textOf((await (await appOf(memoryUsageStore())).inject({ url: '/pricing' })).body), 'Every call is fully priced.')
})
