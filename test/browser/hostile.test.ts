import type { BrowserContextOptions, Page } from 'playwright-core'
import t from 'tap'
import { FULL_ACCESS } from '../../domain/access.ts'
import { appOf, quarantineOf } from '../fixtures/app.ts'
import { browserOn, SKIP_BROWSER } from '../fixtures/browser.ts'
import { bucketOf, cellOf, SOURCE_A, SOURCE_B } from '../fixtures/bucket.ts'
import { getRoutes } from '../fixtures/get-routes.ts'
import { logKey } from '../fixtures/log-key.ts'
import { memoryInvocations } from '../fixtures/memory-invocations.ts'
import { memoryPriceStore } from '../fixtures/memory-price-store.ts'
import { memoryUsageStore } from '../fixtures/memory-usage-store.ts'
import { inOut, priceRecord } from '../fixtures/prices.ts'
import { signedInAs } from '../fixtures/signed-in.ts'
import { usageEventOf } from '../fixtures/usage-event.ts'

/** Each would add an element of the class `inj`, or set `window.ran`, were it taken for more than text. */
const PAYLOADS = [
  `"><img class=inj src=x onerror=window.ran=1>`, `<script class=inj>window.ran=1</script>`, `</title><svg class=inj onload=window.ran=1>`,
  `' onmouseover='window.ran=1' class='inj`, `javascript:window.ran=1`, `<style class=inj>*{color:red}</style>`, `<%= window.ran=1 %>{{constructor.constructor('window.ran=1')()}}`,
  `--><iframe class=inj srcdoc="<script>parent.ran=1</script>">`, '${window.ran=1}`+"\\u003cb class=inj>"', `&lt;b class=inj&gt;`,
]
const KEY = `us.anthropic.${PAYLOADS[0]}`
const NAME = PAYLOADS[1] ?? ''
const WHO = { email: `x${PAYLOADS[3]}@example.com`, groups: [...PAYLOADS] }

async function hostileStore() {
  const store = memoryUsageStore()
  const cells = PAYLOADS.flatMap((text, index) => [
    cellOf({
      caller: text, model: `anthropic.${text}`, modelScope: text, serviceTier: text, calls: 3 + index, inputTokens: 100, unpricedCalls: 1,
      tags: JSON.stringify({ team: text, [text]: 'a' }), cost: { ...cellOf().cost, input: BigInt(9 + index) * 10n ** 17n },
    }),
    cellOf({ caller: WHO.email, model: text, errorCode: text, calls: 2 }),
  ])
  for (const source of [SOURCE_A, SOURCE_B, { accountId: SOURCE_A.accountId, region: PAYLOADS[2] ?? '' }]) {
    await store.put([bucketOf(source, 'hour', '2026-11-22T20', cells), bucketOf(source, 'hour', '2026-11-23T20', cells)])
  }
  const run = { startedAt: '2026-11-23T20:35:00Z', finishedAt: '2026-11-23T20:36:00Z', outcome: 'failed', dataUpTo: null, bucketsWritten: 0 } as const
  for (const kind of ['compute-cost', 'sync-pricing', 'reprice'] as const) await store.saveRun({ ...run, kind, message: PAYLOADS.join(' ') })
  return store
}

async function hostilePrices() {
  const prices = memoryPriceStore()
  const record = priceRecord(KEY, '2026-11-01T00:00:00Z', inOut('0.000001', '0.000002'), { source: 'manual', note: NAME })
  const audit = {
    at: '2026-11-20T00:00:00Z', by: NAME, via: 'form', action: 'add', subject: KEY, reason: NAME, requestId: 'request-1', before: null,
    after: JSON.stringify({ source: NAME, effectiveFrom: NAME, fields: { input_cost_per_token: '0.000001' } }),
  } as const
  await prices.append([record], audit)
  await prices.saveHeld({ key: KEY, reason: NAME, seenAt: '2026-11-20T00:00:00Z', record, before: null, rejected: { by: NAME, at: '2026-11-20T00:00:00Z' } })
  const discount = {
    id: NAME, applies: { account: null, provider: null, model: NAME }, factor: '0.9', effectiveFrom: '2026-11-01T00:00:00Z', effectiveTo: null,
    recordedAt: '2026-11-01T00:00:00Z', by: NAME, reason: NAME, voidedAt: null,
  }
  return { ...prices, read: async () => ({ ...await prices.read(), discounts: [discount] }) }
}

async function hostileApp(hasRole = true) {
  return appOf(await hostileStore(), {
    prices: await hostilePrices(), notice: PAYLOADS.join(' '),
    quarantine: quarantineOf({ key: `s3://${NAME}/${logKey(SOURCE_A.accountId, SOURCE_A.region, 6)}`, at: '2026-11-23T10:00:00.000Z', lines: [{ line: 1, reason: NAME, field: NAME }] }),
    invocations: memoryInvocations(PAYLOADS.map((text, index) => usageEventOf({
      request_id: `${index}${text}`, ts: '2026-11-23T20:10:00.000Z', model_id: text, model_ref: text, caller: text, identity_arn: text, error_code: text, stop_reason: text,
      source_s3_key: text, tags: JSON.stringify({ team: text }),
    }))),
    accountNames: new Map([[SOURCE_A.accountId, NAME], [SOURCE_B.accountId, PAYLOADS[4] ?? '']]),
    authenticator: { ...signedInAs(NAME, WHO), label: NAME, signOutHref: '/out?"><b class=inj>' },
    accessOf: () => (hasRole ? FULL_ACCESS : null),
  })
}

/** Whatever ran or was put into the page. */
const FOUND = `({
  ran: window.ran, elements: [...document.querySelectorAll('.inj, iframe, object, embed, base')].map((element) => element.outerHTML.slice(0, 200)),
  scripts: [...document.scripts].filter((script) => !script.src).length,
  handlers: [...document.querySelectorAll('*')].flatMap((element) => [...element.attributes]).filter(({ name }) => name.startsWith('on')).length,
  links: [...document.links].filter(({ protocol }) => !protocol.startsWith('http')).length,
})`
const NOTHING = { ran: undefined, elements: [], scripts: 0, handlers: 0, links: 0 }

async function look(page: Page, path: string, isTouched = true): Promise<unknown> {
  await page.goto(path)
  await page.waitForFunction(`[...document.querySelectorAll('.chart')].every((chart) => chart.offsetParent === null || chart.querySelector('svg'))`)
  if (!isTouched) return page.evaluate(FOUND)
  for (const chart of await page.locator('.apexcharts-inner').all()) if (await chart.isVisible()) await chart.hover({ force: true })
  for (const menu of await page.locator('summary').all()) if (await menu.isVisible()) await menu.click({ force: true })
  return page.evaluate(FOUND)
}

t.test('names that look like code are text in a browser', { skip: SKIP_BROWSER }, async (t) => {
  const app = await hostileApp()
  const { inPage } = await browserOn(t, app)
  const own = `model=${encodeURIComponent(NAME)}&not-caller=${encodeURIComponent(PAYLOADS[0] ?? '')}&tag.team=${encodeURIComponent(PAYLOADS[2] ?? '')}`
  const paths = [
    ...getRoutes(app).filter((path) => !/^\/(assets|api|healthz|readyz|metrics|pricing\/(key|held))\b/.test(path)), `/pricing/key?key=${encodeURIComponent(KEY)}`,
    `/?${own}`, `/callers?range=7d&find=${encodeURIComponent(NAME)}&group=tag:team`, `/models?show=donut&find-caller=${encodeURIComponent('<')}`,
  ]
  // Escaping has to do on its own what the policy would do as well.
  const policies: [title: string, options: BrowserContextOptions, isTouched: boolean][] = [
    ['with the policy for scripts', {}, false], ['without it, however it is touched', { bypassCSP: true }, true],
  ]
  for (const [title, options, isTouched] of policies) {
    await t.test(title, inPage(async (t, page) => {
      for (const path of paths) t.strictSame(await look(page, path, isTouched), NOTHING, path)
      t.ok(paths.length > 12)
    }, options))
  }
})

t.test('so they are on pages that refuse something', { skip: SKIP_BROWSER }, async (t) => {
  const { browser, origin } = await browserOn(t, await hostileApp(false))
  for (const bypassCSP of [false, true]) {
    const page = await (await browser.newContext({ bypassCSP, baseURL: origin })).newPage()
    for (const path of ['/', '/pricing', `/me?${encodeURIComponent(NAME)}=1`, `/me?tz=${encodeURIComponent(NAME)}`, `/${encodeURIComponent(NAME)}`, '/<img class=inj src=x onerror=window.ran=1>']) {
      t.strictSame(await look(page, path), NOTHING, path)
    }
  }
})
