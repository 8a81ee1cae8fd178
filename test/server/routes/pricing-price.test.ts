import t from 'tap'
import { NOVA_KEY, pricingApp, SAME_SITE, textOf, type PricingApp } from '../../fixtures/pricing-app.ts'
import { identityOf, signedIn, signedInAs } from '../../fixtures/signed-in.ts'

const NOVA = {
  action: 'correct', key: NOVA_KEY, effectiveFrom: '2026-09-01T00:00', effectiveTo: '', input: '2', output: '4', reason: 'as agreed', seen: '0',
}
type Fields = Readonly<Record<string, string>>

function post({ app }: PricingApp, fields: Fields | string, headers: Record<string, string> = SAME_SITE) {
  const payload = typeof fields === 'string' ? fields : new URLSearchParams(fields).toString()
  return app.inject({ method: 'POST', url: '/pricing/price', headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, payload })
}

const postJson = ({ app }: PricingApp, payload: unknown) =>
  app.inject({ method: 'POST', url: '/pricing/price', headers: { 'content-type': 'application/json', ...SAME_SITE }, payload: JSON.stringify(payload) })

/** The fields that a form would send. */
function fieldsOf(body: string): Record<string, string> {
  const inputs = [...body.matchAll(/<input type="(?:text|hidden)"[^>]*? name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, value])
  return Object.fromEntries(inputs) as Record<string, string>
}

t.test('the form to add a price starts with the key, and proposes nothing else', async (t) => {
  const { app } = await pricingApp()
  const { body, statusCode } = await app.inject({ url: '/pricing/price?action=add&key=us.anthropic.claude-next-1&effectiveFrom=2026-10-01T00:00' })
  t.equal(statusCode, 200)
  t.match(fieldsOf(body), { action: 'add', key: 'us.anthropic.claude-next-1', effectiveFrom: '2026-10-01T00:00', input: 'none', longThreshold: '' })
})

t.test('the form to correct a price starts with what holds then', async (t) => {
  const { app } = await pricingApp()
  const at = async (query: string) => fieldsOf((await app.inject({ url: `/pricing/price?action=correct&key=${NOVA_KEY}${query}` })).body)
  t.match(await at(''), { effectiveFrom: '2026-09-01T00:00', input: '1', output: '4', cacheRead: 'none', seen: '0' })
  t.match(await at('&effectiveFrom=2026-02-01T00:00'), { effectiveFrom: '2026-02-01T00:00', input: '0.8', output: '3.2' })
})

t.test('a correction is previewed exactly, then saved, then listed with who, when and why', async (t) => {
  const page = await pricingApp({ authenticator: signedInAs('alice@example.com') })
  const form = await page.app.inject({ url: `/pricing/price?action=correct&key=${NOVA_KEY}` })
  const preview = await post(page, { ...fieldsOf(form.body), input: '0.5000001', reason: 'as agreed', step: 'preview' })
  t.equal(preview.statusCode, 200)
  t.match(textOf(preview.body), 'Changes 2 months by −$2.00 , 2 accounts, 3 hours')
  t.match(preview.body, 'title="−$2.0004995999"')
  t.match(textOf(preview.body), 'September 2026 $1.00 $0.50 −$0.50 November 2026 $3.00 $1.50 −$1.50')
  t.match(textOf(preview.body), 'Input $1 per 1M tokens $0.5000001 per 1M tokens')
  t.equal((await page.prices.read()).version, 1, 'a preview saves nothing')

  const saved = await post(page, { ...fieldsOf(preview.body), step: 'save' })
  t.equal(saved.statusCode, 303)
  t.equal(saved.headers.location, '/pricing/key?key=amazon.nova-pro-v1%3A0&saved=1')
  t.match(textOf((await page.app.inject({ url: '/pricing' })).body), 'alice@example.com page correct amazon.nova-pro-v1:0')

  const again = await post(page, { ...fieldsOf(preview.body), step: 'save' })
  t.equal(again.statusCode, 303, 'sent twice')
  t.equal((await page.prices.read()).version, 2, 'it is saved once')
  t.equal((await page.prices.audit(9)).length, 1)
})

t.test('a month is called by its name where it is the only one', async (t) => {
  const page = await pricingApp()
  const { body } = await post(page, { ...NOVA, effectiveFrom: '2026-11-01', step: 'preview' })
  t.match(textOf(body), 'Changes November 2026 by +$3.00 , 2 accounts, 2 hours')
  t.match(textOf((await post(page, { ...NOVA, effectiveFrom: '2026-12-01', step: 'preview' })).body), 'Changes no cost of stored usage.')
})

t.test('a model without a price is priced by a form that has not seen it', async (t) => {
  const page = await pricingApp()
  const form = await page.app.inject({ url: '/pricing/price?action=add&key=us.anthropic.claude-next-1&effectiveFrom=2026-10-01T00:00' })
  const preview = await post(page, { ...fieldsOf(form.body), input: '3', output: '15', reason: 'not listed yet', step: 'preview' })
  t.match(textOf(preview.body), 'Changes November 2026 by +&lt;$0.01 , 1 account, 1 hour')
  t.equal((await post(page, { ...fieldsOf(preview.body), step: 'save' })).statusCode, 303)
  t.match((await page.prices.read()).records.at(-1), { key: 'us.anthropic.claude-next-1', source: 'manual', fields: { input_cost_per_token: '0.000003' } })
})

t.test('a record is voided, and the one before it holds again', async (t) => {
  const page = await pricingApp()
  const fields = { action: 'void', key: NOVA_KEY, effectiveFrom: '2026-09-01T00:00:00Z', recordedAt: '2026-09-01T00:00:00Z', reason: 'a mistake', seen: '0' }
  t.match(textOf((await post(page, { ...fields, step: 'preview' })).body), 'Changes 2 months by −$0.80')
  t.equal((await post(page, { ...fields, step: 'save' })).statusCode, 303)
  t.equal((await page.prices.read()).records.filter(({ voidedAt }) => voidedAt).length, 1)
})

t.test('what is no price gets a 422 that says so at its field, and nothing is saved', async (t) => {
  const page = await pricingApp()
  const bad: [field: string, value: string][] = [
    ...['Infinity', '-Infinity', 'NaN', '1e999', '1e-12', '-1', '-0', '1,5', '', ' 7 ', '0x10', '٣', '1'.repeat(40), '0.0000000001', '<script>alert(1)</script>', 'null']
      .map((value): [string, string] => ['input', value]),
    ['key', '<script>'], ['key', ''], ['effectiveFrom', '2026-02-30'], ['effectiveFrom', '2026-07-18T05:30'], ['effectiveTo', '2026-01-01'],
    ['reason', ''], ['reason', 'x'.repeat(501)], ['reason', '<b>why</b>'], ['seen', '-1'], ['action', 'drop'], ['colour', 'red'], ['longThreshold', '1e3'],
    ['step', 'wipe'], ['request', '<x>'], ['__proto__', 'x'], ['constructor', 'x'],
  ]
  for (const [field, value] of bad) {
    for (const step of ['preview', 'save']) {
      const answer = await post(page, { ...NOVA, step, [field]: value })
      t.equal(answer.statusCode, 422, `${field}=${value} ${step}`)
      t.notMatch(answer.body, /<script>alert|<b>why|value="<|<x>/)
      if (['input', 'effectiveFrom', 'effectiveTo', 'reason'].includes(field)) {
        t.match(answer.body, new RegExp(`name="${field}"[^>]* aria-describedby="[^"]*error-${field}" aria-invalid="true"`))
        t.match(answer.body, `id="error-${field}"`)
      }
    }
  }
  const twice = await post(page, `${new URLSearchParams({ ...NOVA, step: 'save' }).toString()}&input=3`)
  t.equal(twice.statusCode, 422)
  t.match(textOf(twice.body), 'was given more than once')
  t.equal((await page.prices.read()).version, 1)
  t.strictSame(await page.prices.audit(9), [])
})

t.test('JSON goes through the same checks', async (t) => {
  const page = await pricingApp()
  const errorsOf = async (payload: unknown) => {
    const answer = await postJson(page, payload)
    t.equal(answer.statusCode, 422, JSON.stringify(payload))
    return answer.json<{ errors: { field: string }[] }>().errors.map(({ field }) => field)
  }
  for (const input of [3, true, null, ['3'], { a: 1 }, 'Infinity', '1e999', '']) t.strictSame(await errorsOf({ ...NOVA, input }), ['input'])
  for (const body of [[], 'text', 7, null]) t.ok([400, 422].includes((await postJson(page, body)).statusCode))
  t.strictSame(await errorsOf({ ...NOVA, colour: 'red' }), ['colour'])
  t.match((await postJson(page, { ...NOVA, step: 'preview' })).json(), {
    changeUsd: '4.001', accounts: 2, hours: 3, uncertainHours: 0, months: [{ month: '2026-09', beforeUsd: '1', afterUsd: '2', changeUsd: '1' }, { month: '2026-11' }],
  })
  t.strictSame((await postJson(page, NOVA)).json(), { saved: true, version: 2 })
  t.match((await page.prices.audit(1))[0], { via: 'api', by: 'local' })
  const late = await postJson(page, { ...NOVA, input: '9' })
  t.equal(late.statusCode, 409)
  t.match(late.json(), { conflict: { revision: 1, current: { input: '2' }, yours: { input: '9' } } })
})

t.test('of two people who save the same price the second gets a conflict with both values, and may go on from there', async (t) => {
  const page = await pricingApp({ authenticator: signedIn(({ headers }) => identityOf(String(headers['x-person']))) })
  t.equal((await post(page, { ...NOVA, step: 'save' }, { ...SAME_SITE, 'x-person': 'alice' })).statusCode, 303)
  for (const step of ['preview', 'save']) {
    const second = await post(page, { ...NOVA, input: '9', step }, { ...SAME_SITE, 'x-person': 'bob' })
    t.equal(second.statusCode, 409)
    t.match(textOf(second.body), /Changed meanwhile by alice \(23 Nov 2026, 20:41 UTC: as agreed\) .* Input 2 9/)
    t.match(fieldsOf(second.body), { input: '9', seen: '1' })
  }
  t.equal((await page.prices.read()).version, 2)
})

t.test('of changes at one time exactly one is in the log, by the address of whoever was first', async (t) => {
  const page = await pricingApp({
    authenticator: signedIn(({ headers }) => identityOf(String(headers['x-person']), { email: `${String(headers['x-person'])}@example.com` })),
  })
  const save = (person: string, input: string) => post(page, { ...NOVA, input, step: 'save' }, { ...SAME_SITE, 'x-person': person })
  const answers = await Promise.all([save('alice', '2'), save('bob', '9'), save('carol', '7')])
  t.same(answers.map(({ statusCode }) => statusCode).sort(), [303, 409, 409])
  const audit = await page.prices.audit(9)
  t.equal(audit.length, 1)
  t.match(audit[0], { by: 'alice@example.com', via: 'form', action: 'correct', subject: NOVA_KEY, reason: 'as agreed' })
  t.equal((await page.prices.read()).version, 2)
  t.match(textOf((await page.app.inject({ url: '/pricing', headers: { 'x-person': 'bob' } })).body), 'alice@example.com')
})

t.test('a conflict that only the store sees is one too', async (t) => {
  const page = await pricingApp()
  const raced = await pricingApp({ prices: { ...page.prices, edit: async () => ({ outcome: 'conflict', revision: 7 }) } })
  t.equal((await post(raced, { ...NOVA, step: 'save' })).statusCode, 409)
})

t.test('only pages of this server may change anything', async (t) => {
  const page = await pricingApp()
  const cases: [headers: Record<string, string>, status: number][] = [
    [{ 'sec-fetch-site': 'same-origin' }, 200], [{ 'sec-fetch-site': 'none' }, 200], [{ host: 'a.example', origin: 'http://a.example' }, 200],
    [{ host: 'a.example:3000', origin: 'http://a.example:3000' }, 200],
    [{}, 403], [{ 'sec-fetch-site': 'cross-site' }, 403], [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'cross-site', host: 'a.example', origin: 'http://a.example' }, 403],
    [{ host: 'a.example', origin: 'http://b.example' }, 403], [{ host: 'a.example', origin: 'null' }, 403], [{ host: 'a.example:1', origin: 'http://a.example' }, 403],
  ]
  for (const [headers, status] of cases) t.equal((await post(page, { ...NOVA, step: 'preview' }, headers)).statusCode, status, JSON.stringify(headers))
  t.equal((await page.app.inject({ url: '/pricing' })).headers['referrer-policy'], 'same-origin')
})

t.test('only those who may see everything may change prices', async (t) => {
  for (const access of [{ accounts: ['111122223333'], callers: 'all' }, { accounts: 'all', callers: ['alice'] }] as const) {
    const page = await pricingApp({ access })
    t.equal((await post(page, { ...NOVA, step: 'save' })).statusCode, 403)
    t.equal((await page.app.inject({ url: '/pricing/price?action=add' })).statusCode, 403)
    t.equal((await page.prices.read()).version, 1)
  }
})

t.test('a body of more than 64 KB, or of another kind, is refused', async (t) => {
  const page = await pricingApp()
  t.equal((await post(page, { ...NOVA, reason: 'x'.repeat(66_000) })).statusCode, 413)
  t.equal((await post(page, 'a', { ...SAME_SITE, 'content-type': 'text/plain' })).statusCode, 422)
  t.equal((await post(page, 'a', { ...SAME_SITE, 'content-type': 'application/xml' })).statusCode, 415)
})
