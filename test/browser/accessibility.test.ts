import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import t from 'tap'
import { appOf } from '../fixtures/app.ts'
import { browserOn, SKIP_BROWSER } from '../fixtures/browser.ts'
import { busyStore } from '../fixtures/busy-store.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

const PRICING = ['/pricing?refresh=off', '/pricing/price?action=add', '/pricing/discount?action=add']

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

t.test('accessibility in a browser', { skip: SKIP_BROWSER }, async (t) => {
  const app = await appOf(await busyStore({ models: 12, callers: 40 }))
  const options = '?tz=UTC&range=24h&compare=previous&refresh=off'
  const paths = [
    ...app.usageViews.map(({ path }) => path + options), '/pipeline', ...PRICING, `/models${options}&show=donut`, `/performance${options}&scale=log`,
    '/?range=24h&model=nobody&tz=UTC',
  ]
  const { inPage } = await browserOn(t, app)

  for (const path of paths) {
    await t.test(`axe finds nothing on ${path}`, inPage(async (t, page) => {
      await page.goto(path)
      // Evaluated by the debugger, which the policy of the page does not bind.
      await page.evaluate(AXE)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await page.waitForFunction('[...document.querySelectorAll("[data-chart]")].every((chart) => chart.querySelector(".apexcharts-inner"))')
        const violations = await page.evaluate<Violation[]>(
          `axe.run(document, { runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] }).then(({ violations }) => violations)`)
        const told = violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`))
        t.strictSame(told, [], colorScheme)
      }
    }, { viewport: { width: 1440, height: 900 } }))
  }
})
