import t from 'tap'
import { inOut, priceRecord } from '../../fixtures/prices.ts'
import { CLAUDE_KEY, NOVA_KEY, pricingApp, SAME_SITE, textOf } from '../../fixtures/pricing-app.ts'

const url = `/pricing/key?key=${encodeURIComponent(NOVA_KEY)}`

t.test('the history of a price lists all records, the latest first, with what may be done about them', async (t) => {
  const { app } = await pricingApp()
  const { body, statusCode } = await app.inject({ url })
  t.equal(statusCode, 200)
  t.match(textOf(body), /from 1 Sep 2026, 00:00 UTC in force litellm, recorded .* Input \$1.00 .* from 1 Jan 2026, 00:00 UTC until 1 Sep 2026, 00:00 UTC past/)
  t.match(textOf(body), 'Service tiers multiply these prices: batch × 0.5, flex × 0.5, priority × 1.75.')
  t.match(body, `/pricing/price?action=correct&amp;key=${encodeURIComponent(NOVA_KEY)}&amp;effectiveFrom=2026-09-01T00%3A00%3A00Z`)
  t.match(body, 'action=void')
  t.match(textOf((await app.inject({ url: `/pricing/key?key=${CLAUDE_KEY}` })).body), 'from before 1 Jan 2026')
})

t.test('what was corrected stays on record, voided, with who did it; the page says that repricing is to come', async (t) => {
  const { app } = await pricingApp()
  const payload = { action: 'correct', key: NOVA_KEY, effectiveFrom: '2026-09-01', input: '2', output: '4', reason: 'as agreed', seen: '0' }
  await app.inject({ method: 'POST', url: '/pricing/price', headers: SAME_SITE, payload })
  const text = textOf((await app.inject({ url: `${url}&saved=1` })).body)
  t.match(text, 'Saved. Version 2 of the price list: costs do not agree with 1 change yet. The pipeline’s next run prices stored usage anew.')
  t.match(text, /in force override, recorded 23 Nov 2026, 20:41 UTC .* voided litellm/)
  t.match(text, /Who changed what .* local API correct amazon.nova-pro-v1:0 .* as agreed/)
})

t.test('a price that was recorded again with more to it is listed as replaced', async (t) => {
  const { app, prices } = await pricingApp()
  const more = { ...inOut('0.000001', '0.000004'), cache_read_input_token_cost: '0.0000002' }
  await prices.append([priceRecord(NOVA_KEY, '2026-09-01T00:00:00Z', more, { source: 'litellm', recordedAt: '2026-10-05T00:00:00Z' })])
  const text = textOf((await app.inject({ url })).body)
  t.match(text, /from 1 Sep 2026, 00:00 UTC in force .* Cache read \$0.20 from 1 Sep 2026, 00:00 UTC replaced litellm/)
})

t.test('an unknown key is a 404, a bad address a 400, and who may not change prices gets no way to', async (t) => {
  const { app } = await pricingApp({ access: { accounts: 'all', callers: [] } })
  t.equal((await app.inject({ url: '/pricing/key?key=acme.nothing' })).statusCode, 404)
  for (const query of ['', 'key=', 'key=a&key=b', 'key=a&x=1']) t.equal((await app.inject({ url: `/pricing/key?${query}` })).statusCode, 400)
  t.notMatch((await app.inject({ url })).body, /pricing\/price|Who changed what/)
})
