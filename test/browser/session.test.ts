import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import t from 'tap'
import { appOf, storeWithUsage } from '../fixtures/app.ts'
import { browserOn, SKIP_BROWSER } from '../fixtures/browser.ts'

const REFRESH = "document.querySelectorAll('[data-refresher]').forEach((element) => htmx.trigger(element, 'refresh'))"

t.test('a session that ends in a browser', { skip: SKIP_BROWSER }, async (t) => {
  const login = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<h1>Sign in elsewhere</h1>'))
  await once(login.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => login.close())
  const elsewhere = `http://127.0.0.1:${(login.address() as AddressInfo).port}/login`

  let ended: 'no' | 'led elsewhere' | 'led to a page of ours' | 'answered with 401' | 'answered with 403 by a proxy' = 'no'
  const asked: string[] = []
  const app = await appOf(await storeWithUsage())
  app.addHook('onRequest', async (request, reply) => {
    if (request.headers['hx-request'] === 'true') asked.push(String(request.headers['x-requested-with']))
    if (request.url === '/login') return reply.type('text/html').send('<h1>Sign in here</h1>')
    if (ended === 'led elsewhere') return reply.redirect(elsewhere, 302)
    if (ended === 'led to a page of ours') return reply.redirect('/login', 302)
    if (ended === 'answered with 401') return reply.code(401).type('text/html').send('<h1>Sign in right here</h1>')
    if (ended === 'answered with 403 by a proxy') return reply.removeHeader('x-request-id').code(403).type('text/html').send('<h1>Sign in there</h1>')
    return undefined
  })
  app.get('/login', { config: { access: 'public' } }, async () => '')
  const { browser, origin } = await browserOn(t, app)

  const cases = [
    ['led elsewhere', 'Sign in elsewhere'], ['led to a page of ours', 'Sign in here'], ['answered with 401', 'Sign in right here'],
    ['answered with 403 by a proxy', 'Sign in there'],
  ] as const
  for (const [how, heading] of cases) {
    await t.test(`a refresh that is ${how} leads the whole page to the sign-in`, async (t) => {
      ended = 'no'
      const page = await browser.newPage({ baseURL: origin })
      t.teardown(() => page.close())
      await page.goto('/?range=7d')
      await page.locator('#summary .card').first().waitFor()
      ended = how
      await page.evaluate(REFRESH)
      await page.locator('h1', { hasText: heading }).waitFor()
      t.equal(await page.locator('#main').count(), 0, 'nothing is left of the page')
    })
  }

  await t.test('an answer that never comes leaves the page as it is, and says so', async (t) => {
    ended = 'no'
    const page = await browser.newPage({ baseURL: origin })
    t.teardown(() => page.close())
    await page.goto('/?range=7d')
    await page.route('**/*', (route) => route.request().headers()['hx-request'] === 'true' ? route.abort() : route.continue())
    await page.evaluate(REFRESH)
    await page.locator('.panel-problem').first().waitFor()
    t.equal(await page.locator('#summary').count(), 1)
  })

  t.ok(asked.length > 0)
  t.strictSame(new Set(asked), new Set(['XMLHttpRequest']), 'proxies are told that no person asks')
})
