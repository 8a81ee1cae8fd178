import t from 'tap'
import { FULL_ACCESS } from '../../domain/access.ts'
import { passwordAuthenticator } from '../../server/auth/password-authenticator.ts'
import { appOf, NOW, storeWithUsage } from '../fixtures/app.ts'
import { passwordSignIn } from '../fixtures/auth-settings.ts'
import { browserOn, SKIP_BROWSER } from '../fixtures/browser.ts'
import { memorySessions } from '../fixtures/memory-sessions.ts'
import { userOf } from '../fixtures/password-users.ts'

const PASSWORD = 'correct horse battery'

t.test('signing in with a password', { skip: SKIP_BROWSER }, async (t) => {
  const clock = () => NOW
  const sessions = memorySessions(clock)
  const authenticator = passwordAuthenticator(passwordSignIn([userOf('ann', PASSWORD)]), { sessions, clock, publicUrl: null })
  const app = await appOf(await storeWithUsage(), { authenticator, accessOf: () => FULL_ACCESS })
  const { inPage, browser, origin } = await browserOn(t, app)

  for (const javaScriptEnabled of [true, false]) {
    await t.test(`in and out, ${javaScriptEnabled ? 'by keyboard' : 'without JavaScript'}`, inPage(async (t, page) => {
      await page.goto('/models?range=7d&tz=UTC')
      t.match(page.url(), '/login?next=')
      if (javaScriptEnabled) {
        t.equal(await page.evaluate('document.activeElement.name'), 'name', 'whoever comes can start to type')
        await page.keyboard.type('ann')
        await page.keyboard.press('Tab')
        await page.keyboard.type(PASSWORD)
        await page.keyboard.press('Enter')
      } else {
        await page.getByLabel('Name').fill('ann')
        await page.getByLabel('Password').fill(PASSWORD)
        await page.getByRole('button', { name: 'Sign in' }).click()
      }
      await page.waitForURL('**/models?range=7d&tz=UTC')
      t.match(await page.locator('.signed-in').textContent(), 'Signed in as ann')
      await page.getByRole('link', { name: 'Sign out' }).click()
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.waitForURL('**/login')
      await page.goto('/models')
      t.match(page.url(), '/login?next=%2Fmodels')
    }, { javaScriptEnabled }))
  }

  await t.test('a session that ends while a page is open leads to the login out of a part of it, and back', async (t) => {
    const page = await browser.newPage({ baseURL: origin })
    t.teardown(() => page.close())
    const signIn = async () => {
      await page.getByLabel('Name').fill('ann')
      await page.getByLabel('Password').fill(PASSWORD)
      await page.getByRole('button', { name: 'Sign in' }).click()
    }
    await page.goto('/models?range=7d&tz=UTC')
    await signIn()
    await page.waitForURL('**/models?range=7d&tz=UTC')
    for (const id of sessions.held.keys()) await sessions.end(id)
    await page.locator('#main thead a').first().click()
    await page.waitForURL('**/login?next=**')
    await signIn()
    await page.waitForURL('**/models?**')
  })
})
