import { existsSync } from 'node:fs'
import type { Page } from 'playwright-core'
import t from 'tap'
import { launchBrowser, SKIP_BROWSER } from '../fixtures/browser.ts'
import { accountsOn, openPage, REFRESH } from './browser.ts'
import { startDashboard, temporaryFolder, writeFilled } from './dashboard.ts'
import { freePorts, startProgram } from './processes.ts'
import { startSignInService } from './sign-in-service.ts'

const NGINX = '/usr/sbin/nginx'
const SECRET = 'k9Tz4Qm1-of-this-test-alone-Vd72RxYb'
const ANN = { 'x-forwarded-user': 'ann', 'x-forwarded-email': 'ann@example.com', 'x-forwarded-groups': 'finops-admins' }

const skip = existsSync(NGINX) ? SKIP_BROWSER : 'no nginx on this machine: apt-get install nginx-light'

t.setTimeout(0)
t.test('Chromium, nginx with auth_request, a sign-in service, and the dashboard in mode header', { skip }, async (t) => {
  const [proxyPort = 0, signInPort = 0, dashboardPort = 0] = await freePorts(3)
  const origin = `http://127.0.0.1:${proxyPort}`
  const service = await startSignInService(t, signInPort)
  const folder = temporaryFolder(t)
  const values = { FOLDER: folder, ORIGIN: origin, PROXY_PORT: proxyPort, SIGN_IN_PORT: signInPort, DASHBOARD_PORT: dashboardPort, SECRET }
  const config = writeFilled('nginx.yaml', folder, values)
  const direct = await startDashboard(t, { folder, config, port: dashboardPort, env: { AUTH_HEADER_SECRET: SECRET } })
  await startProgram(t, { command: NGINX, args: ['-p', folder, '-c', writeFilled('nginx.conf', folder, values)], url: `${origin}/healthz` })
  const browser = await launchBrowser()
  t.teardown(() => browser.close())

  async function signIn(page: Page, login: string): Promise<void> {
    await page.locator('h1', { hasText: 'Sign in as' }).waitFor()
    await page.locator('a', { hasText: login }).click()
    await page.locator('.signed-in').waitFor()
  }

  await t.test('an admin signs in, and sees everything under their name', async (t) => {
    const { page } = await openPage(t, browser)
    await page.goto(`${origin}/models?range=7d`)
    await signIn(page, 'ann')
    t.equal(page.url(), `${origin}/models?range=7d`)
    t.match(await page.locator('.signed-in').innerText(), 'ann')
    t.strictSame(await accountsOn(page, origin), ['111122223333', '222233334444', '333344445555'])
    t.equal((await page.goto(`${origin}/pricing/price?action=add`))?.status(), 200)
  })

  await t.test('a viewer sees the account of their group, whatever they say to be', async (t) => {
    const { page, context } = await openPage(t, browser)
    await page.goto(origin)
    await signIn(page, 'bob')
    t.strictSame(await accountsOn(page, origin), ['222233334444'])
    t.equal((await page.goto(`${origin}/pricing/price?action=add`))?.status(), 403)
    const lies: Record<string, string>[] = [
      ANN, { x_forwarded_user: 'ann', x_forwarded_groups: 'finops-admins' }, { 'x-auth-request-user': 'ann', 'x-auth-request-groups': 'finops-admins' },
      { 'x-forwarded-groups': 'finops-admins' }, { 'X-Forwarded_Groups': 'finops-admins' },
    ]
    for (const headers of lies) {
      const answer = await context.request.get(`${origin}/accounts?range=all`, { headers })
      t.notMatch(await answer.text(), /ann@|111122223333/, JSON.stringify(headers))
    }
  })

  await t.test('somebody without a role is told so, with their groups', async (t) => {
    const { page } = await openPage(t, browser)
    await page.goto(origin)
    await signIn(page, 'eve')
    t.match(await page.locator('#main').innerText(), /signed in as eve@example\.com.*another-team/)
    t.notMatch(await page.content(), /\b\d{12}\b/)
  })

  await t.test('nobody gets in without signing in: not through nginx, and not around it', async (t) => {
    const through = await fetch(origin, { headers: { ...ANN, 'x-proxy-secret': SECRET }, redirect: 'manual' })
    t.equal(through.status, 302)
    t.match(through.headers.get('location'), '/auth/sign-in?next=/')
    const around: Record<string, string>[] = [
      {}, ANN, { ...ANN, 'x-proxy-secret': 'wrong' }, { ...ANN, 'x-proxy-secret': '' }, { ...ANN, x_proxy_secret: SECRET },
      { 'x_forwarded_user': 'ann', 'x-proxy-secret': SECRET }, { ...ANN, 'x-forwarded-user': 'ann, bob', 'x-proxy-secret': SECRET },
    ]
    for (const headers of around) {
      const answer = await fetch(direct, { headers, redirect: 'manual' })
      t.equal(answer.status, 401, JSON.stringify(headers))
      t.notMatch(await answer.text(), /\b\d{12}\b/)
    }
    t.equal((await fetch(direct, { headers: { ...ANN, 'x-proxy-secret': SECRET } })).status, 200, 'the secret is what makes the difference')
  })

  await t.test('a session that ends within a refresh leads the whole page to the sign-in, and back', async (t) => {
    const { page } = await openPage(t, browser)
    await page.goto(`${origin}/callers?range=7d`)
    await signIn(page, 'ann')
    const refreshed = page.waitForResponse((response) => response.request().headers()['hx-request'] === 'true')
    await page.evaluate(REFRESH)
    t.equal((await refreshed).status(), 200)
    service.endSessions()
    await page.evaluate(REFRESH)
    await page.locator('h1', { hasText: 'Sign in as' }).waitFor()
    t.equal(await page.locator('#main').count(), 0, 'nothing is left of the dashboard')
    await signIn(page, 'ann')
    t.equal(page.url(), `${origin}/callers?range=7d`)
  })

  await t.test('whoever signs out has to sign in again', async (t) => {
    const { page } = await openPage(t, browser)
    await page.goto(origin)
    await signIn(page, 'ann')
    await page.locator('.signed-in a', { hasText: 'Sign out' }).click()
    await page.locator('h1', { hasText: 'You are signed out' }).waitFor()
    await page.goto(origin)
    await page.locator('h1', { hasText: 'Sign in as' }).waitFor()
    t.match(page.url(), `${origin}/auth/sign-in`)
  })
})
