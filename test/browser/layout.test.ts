import t from 'tap'
import { appOf } from '../fixtures/app.ts'
import { browserOn, SKIP_BROWSER } from '../fixtures/browser.ts'
import { busyStore } from '../fixtures/busy-store.ts'

const OPTIONS = '?tz=UTC&refresh=off&range=24h&compare=previous'

t.test('layout in a browser', { skip: SKIP_BROWSER }, async (t) => {
  const app = await appOf(await busyStore({ models: 12, callers: 40 }))
  const paths = [...app.usageViews.map(({ path }) => path + OPTIONS), '/pipeline?refresh=off', '/pricing?refresh=off', '/pricing/price?action=add', '/pricing/discount?action=add']
  const { inPage } = await browserOn(t, app)

  for (const width of [360, 390, 768, 1024, 1440, 2560]) {
    await t.test(`no page is wider than a screen of ${width}`, inPage(async (t, page) => {
      for (const path of paths) {
        await page.goto(path)
        t.equal(await page.evaluate('document.documentElement.scrollWidth'), width, path)
      }
    }, { viewport: { width, height: 900 } }))
  }

  await t.test('on a phone everything to press is at least 40 high, and what stands alone 44', inPage(async (t, page) => {
    for (const path of paths) {
      await page.goto(path)
      const small = await page.evaluate(`[...document.querySelectorAll('.bar a, .bar button, .toolbar a, .toolbar summary, .toolbar select, .segments a')]
        .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 39.5).map((one) => one.outerHTML.slice(0, 90))`)
      t.strictSame(small, [], path)
      const buttons = await page.evaluate(`[...document.querySelectorAll('.theme button, .icon-button, .bar > nav a, .bar .brand')]
        .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML.slice(0, 90))`)
      t.strictSame(buttons, [], path)
    }
  }, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }))

  await t.test('what has the focus shows it', inPage(async (t, page) => {
    await page.goto(paths[0] ?? '/')
    for (let presses = 0; presses < 14; presses++) {
      await page.keyboard.press('Tab')
      const outline = await page.evaluate(`(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement)
        return document.activeElement === document.body ? 'none' : outlineStyle + ' ' + outlineWidth
      })()`)
      t.equal(outline, 'solid 2px', `after ${presses + 1} presses`)
    }
  }))

  await t.test('whoever wants no motion gets none', inPage(async (t, page) => {
    await page.goto(paths[0] ?? '/')
    const moving = await page.evaluate(`[...document.querySelectorAll('*')].filter((one) => {
      const { transitionDuration, animationName } = getComputedStyle(one)
      return transitionDuration.split(', ').some((time) => time !== '0s') && getComputedStyle(one).transitionProperty !== 'none' || animationName !== 'none'
    }).map((one) => one.className)`)
    t.strictSame(moving, [])
  }, { reducedMotion: 'reduce' }))
})
