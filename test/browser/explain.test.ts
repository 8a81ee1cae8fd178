import t from 'tap'
import { appOf, storeWithUsage } from '../fixtures/app.ts'
import { browserOn, isMarked, markDocument, SKIP_BROWSER } from '../fixtures/browser.ts'

t.test('explanations in a browser', { skip: SKIP_BROWSER }, async (t) => {
  const { inPage } = await browserOn(t, await appOf(await storeWithUsage()))

  await t.test('a dollar opens what it is made of beside the page, which stays as it is', inPage(async (t, page) => {
    await page.goto('/models?range=7d')
    await markDocument(page)
    await page.locator('#dimension-table tbody td a.explain').first().click()
    await page.locator('dialog[open] #explain-title', { hasText: 'What $9.00 is made of' }).waitFor()
    t.match(await page.locator('dialog .explain-sum').textContent(), '$9.00')
    t.equal(new URL(page.url()).pathname, '/models')
    await page.keyboard.press('Escape')
    await page.locator('dialog[open]').waitFor({ state: 'detached' })
    t.equal(await page.evaluate('document.activeElement.className'), 'explain', 'the focus is where it was')
    await page.keyboard.press('Enter')
    await page.locator('dialog[open] #explain-title').waitFor()
    await page.locator('dialog .explain-open').click()
    await page.waitForURL('**/explain?range=7d&model=anthropic.claude-sonnet-4-6')
    t.equal(await page.locator('#explain-title').textContent(), 'What $9.00 is made of')
  }))

  await t.test('the dialog is closed by its button and by a click beside it, and opens again', inPage(async (t, page) => {
    await page.goto('/models?range=7d')
    await markDocument(page)
    const link = page.locator('#dimension-table tfoot td a.explain').first()
    await link.click()
    await page.locator('dialog[open] #explain-title', { hasText: '$12.00' }).waitFor()
    await page.locator('.explain-close button').click()
    await page.locator('dialog[open]').waitFor({ state: 'detached' })
    await link.click()
    await page.locator('dialog[open] #explain-title').waitFor()
    await page.mouse.click(20, 300)
    await page.locator('dialog[open]').waitFor({ state: 'detached' })
    t.equal(await isMarked(page), true)
  }))

  await t.test('dollars of the overview and of accounts are explained too', inPage(async (t, page) => {
    await page.goto('/?range=7d')
    await page.locator('#by-caller td a.explain', { hasText: '$3.00' }).click()
    await page.locator('dialog[open] #explain-title', { hasText: 'What $3.00 is made of' }).waitFor()
    await page.goto('/accounts?range=7d')
    await page.locator('#accounts-table td a.explain', { hasText: '$11.00' }).first().click()
    await page.locator('dialog[open] #explain-title', { hasText: 'What $11.00 is made of' }).waitFor()
    t.match(await page.locator('dialog .explain-open').getAttribute('href'), 'account=111122223333&region=us-east-1')
  }))

  await t.test('a click that wants another tab gets one', inPage(async (t, page) => {
    await page.goto('/models?range=7d')
    const popup = page.context().waitForEvent('page')
    await page.locator('#dimension-table tbody td a.explain').first().click({ modifiers: ['ControlOrMeta'] })
    const tab = await popup
    await tab.waitForURL('**/explain?range=7d&model=anthropic.claude-sonnet-4-6')
    t.equal(await page.locator('dialog[open]').count(), 0)
  }))
})
