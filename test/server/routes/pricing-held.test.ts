import t from 'tap'
import { heldOf } from '../../fixtures/price-edits.ts'
import { NOVA_KEY, pricingApp, SAME_SITE, textOf, type PricingApp } from '../../fixtures/pricing-app.ts'
import { signedInAs } from '../../fixtures/signed-in.ts'

const HELD = heldOf(NOVA_KEY, { seenAt: '2026-11-20T04:00:00Z' })
const SEEN = { key: NOVA_KEY, recordedAt: HELD.record.recordedAt }

async function pageWithHeld(options: Parameters<typeof pricingApp>[0] = {}): Promise<PricingApp> {
  const page = await pricingApp(options)
  await page.prices.saveHeld(HELD)
  return page
}

function post({ app }: PricingApp, fields: Readonly<Record<string, string>>, headers = SAME_SITE) {
  const payload = new URLSearchParams(fields).toString()
  return app.inject({ method: 'POST', url: '/pricing/held', headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, payload })
}

t.test('a held change is listed with why, and with both prices', async (t) => {
  const { app } = await pageWithHeld()
  const { body } = await app.inject({ url: '/pricing' })
  t.match(textOf(body), '1 change of the feed waits for approval CSV amazon.nova-pro-v1:0 held seen 20 Nov 2026, 04:00 UTC Approve the change of')
  t.match(textOf(body), 'ten times the price Component')
  t.match(textOf(body), 'Input $3.00 $30.00 Output $15.00 $150.00')
})

t.test('approved, it is a price; rejected, it stays listed as such', async (t) => {
  const approved = await pageWithHeld({ authenticator: signedInAs('alice') })
  t.equal((await post(approved, { ...SEEN, action: 'approve', step: 'save' })).statusCode, 303)
  t.strictSame(await approved.prices.held(), [])
  t.match((await approved.prices.audit(1))[0], { by: 'alice', subject: NOVA_KEY })
  t.equal((await post(approved, { ...SEEN, action: 'approve' })).statusCode, 409, 'it is gone')

  const rejected = await pageWithHeld({ authenticator: signedInAs('bob') })
  t.equal((await post(rejected, { ...SEEN, action: 'reject', step: 'save' })).statusCode, 303)
  const { body } = await rejected.app.inject({ url: '/pricing' })
  t.match(textOf(body), 'Rejected by bob, 23 Nov 2026, 20:41 UTC')
  t.match((await rejected.prices.audit(1))[0], { by: 'bob', subject: NOVA_KEY, action: 'reject', reason: 'rejected, since ten times the price' })
  t.strictSame((await rejected.prices.read()).records, (await pricingApp().then(({ prices }) => prices.read())).records)
})

t.test('an approval says what it will change, and from when on is for whoever approves to say', async (t) => {
  const page = await pageWithHeld({ authenticator: signedInAs('alice') })
  const form = await page.app.inject({ url: `/pricing/held?${new URLSearchParams({ ...SEEN, action: 'approve' }).toString()}` })
  t.match(textOf(form.body), 'Held, since ten times the price.')
  t.match(textOf(form.body), 'Empty: since the feed first said so: 20 Jul 2026, 12:00 UTC.')
  const fields = { ...SEEN, action: 'approve', effectiveFrom: '2026-11-01', reason: 'as announced', seen: '0' }
  const preview = await post(page, { ...fields, step: 'preview' })
  t.match(textOf(preview.body), /Changes November 2026 by \+\$87\.\d+ , 2 accounts, 2 hours/)
  t.strictSame((await page.prices.held()).length, 1, 'nothing is saved yet')
  t.equal((await post(page, { ...fields, step: 'save' })).statusCode, 303)
  t.match((await page.prices.audit(1))[0], { by: 'alice', action: 'approve', reason: 'as announced' })
  t.ok((await page.prices.read()).records.some(({ key, effectiveFrom }) => key === NOVA_KEY && effectiveFrom === '2026-11-01T00:00:00Z'))
})

t.test('what was not shown is not approved, and nothing is by whoever may not', async (t) => {
  const page = await pageWithHeld()
  const cases: [fields: Record<string, string>, status: number][] = [
    [{ ...SEEN, action: 'approve', recordedAt: '2026-11-21T00:00:00Z' }, 409], [{ ...SEEN, action: 'approve', key: 'acme.x' }, 409],
    [{ ...SEEN, action: 'eat' }, 422], [{ action: 'approve' }, 422], [{ ...SEEN, action: 'approve', more: '1' }, 422],
  ]
  for (const [fields, status] of cases) t.equal((await post(page, fields)).statusCode, status, JSON.stringify(fields))
  t.equal((await post(page, { ...SEEN, action: 'approve' }, { 'sec-fetch-site': 'cross-site' })).statusCode, 403)
  t.equal((await post(await pageWithHeld({ access: { accounts: [], callers: 'all' } }), { ...SEEN, action: 'approve' })).statusCode, 403)
  t.equal((await page.prices.read()).version, 1)
})
