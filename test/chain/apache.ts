import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { Page } from 'playwright-core'
import t from 'tap'
import { launchBrowser, SKIP_BROWSER } from '../fixtures/browser.ts'
import { accountsOn, openPage, REFRESH } from './browser.ts'
import { startDashboard, temporaryFolder, writeFilled } from './dashboard.ts'
import { startIdentityProvider } from './identity-provider.ts'
import { freePorts, startProgram } from './processes.ts'

const HTTPD = '/usr/sbin/apache2'
const MODULES = '/usr/lib/apache2/modules'
const CLIENT = { id: 'dashboard', secret: 'a secret of this test' }
const SHORT_SECONDS = 15

const skip = !existsSync(HTTPD) ? 'no apache2 on this machine: apt-get install apache2'
  : !existsSync(join(MODULES, 'mod_auth_openidc.so')) ? 'no mod_auth_openidc on this machine: apt-get install libapache2-mod-auth-openidc'
    : SKIP_BROWSER

t.setTimeout(0)
t.test('Chromium, Apache with mod_auth_openidc, an OpenID provider, and the dashboard in mode jwt', { skip }, async (t) => {
  const [proxyPort = 0, providerPort = 0, dashboardPort = 0] = await freePorts(3)
  const origin = `http://127.0.0.1:${proxyPort}`
  const provider = await startIdentityProvider(t, providerPort, { ...CLIENT, origin })
  const folder = temporaryFolder(t)
  const values = {
    FOLDER: folder, MODULES, ORIGIN: origin, ISSUER: provider.issuer, CLIENT_ID: CLIENT.id, CLIENT_SECRET: CLIENT.secret,
    PROXY_PORT: proxyPort, DASHBOARD_PORT: dashboardPort, PASSPHRASE: 'for this test alone', SIGNED_OUT: encodeURIComponent(`${origin}/signed-out`),
  }
  const direct = await startDashboard(t, { folder, config: writeFilled('apache.yaml', folder, values), port: dashboardPort })
  writeFileSync(join(folder, 'signed-out.html'), '<h1>You are signed out</h1>')
  const args = ['-X', '-f', writeFilled('apache.conf', folder, values)]
  await startProgram(t, { command: HTTPD, args, url: `${origin}/healthz` })
  const browser = await launchBrowser()
  t.teardown(() => browser.close())

  /** At the pages of the provider, which takes any password. */
  async function signIn(page: Page, login: string): Promise<void> {
    await page.waitForURL(`${provider.issuer}/interaction/**`)
    await page.locator('input[name=login]').fill(login)
    await page.locator('input[name=password]').fill('any')
    await page.locator('button[type=submit]').click()
    await page.locator('button', { hasText: 'Continue' }).click()
  }

  await t.test('an admin signs in at the provider, and sees everything under their name', async (t) => {
    const { page } = await openPage(t, browser)
    await page.goto(`${origin}/models?range=7d`)
    await signIn(page, 'ann')
    await page.waitForURL(`${origin}/models?range=7d`)
    t.match(await page.locator('.signed-in').innerText(), 'Ann Admin')
    t.strictSame(await accountsOn(page, origin), ['111122223333', '222233334444', '333344445555'])
    t.equal((await page.goto(`${origin}/pricing/price?action=add`))?.status(), 200)
  })

  await t.test('a viewer sees the account of their group, and changes nothing', async (t) => {
    const { page, context } = await openPage(t, browser)
    await page.goto(origin)
    await signIn(page, 'bob')
    await page.waitForURL(`${origin}/**`)
    t.match(await page.locator('.signed-in').innerText(), 'Bob Builder')
    t.strictSame(await accountsOn(page, origin), ['222233334444'])
    t.equal((await page.goto(`${origin}/pricing/price?action=add`))?.status(), 403)
    const forged = await token({ sub: 'ann', groups: ['finops-admins'] })
    for (const name of ['X-Id-Token', 'x_id_token', 'X-Id_Token', 'OIDC_id_token', 'Authorization']) {
      const answer = await context.request.get(`${origin}/accounts?range=all`, { headers: { [name]: name === 'Authorization' ? `Bearer ${forged}` : forged } })
      t.notMatch(await answer.text(), /Ann|111122223333/, `${name} of their own makes them nobody else`)
    }
  })

  await t.test('somebody without a role is told so, with their groups', async (t) => {
    const { page } = await openPage(t, browser)
    await page.goto(origin)
    await signIn(page, 'eve')
    await page.waitForURL(`${origin}/**`)
    t.match(await page.locator('#main').innerText(), /signed in as eve@example\.com.*another-team/)
    t.notMatch(await page.content(), /\b\d{12}\b/)
  })

  await t.test('nobody gets in without signing in: not through the proxy, and not around it', async (t) => {
    const forged = await token({ sub: 'ann', groups: ['finops-admins'] })
    for (const name of ['X-Id-Token', 'x_id_token', 'OIDC_id_token', 'OIDC_CLAIM_sub', 'X-Forwarded-User', 'Remote-User']) {
      const through = await fetch(origin, { headers: { [name]: forged }, redirect: 'manual' })
      t.equal(through.status, 401, `${name} through the proxy`)
      t.notMatch(await through.text(), /\b\d{12}\b/)
      const around = await fetch(direct, { headers: { [name]: forged }, redirect: 'manual' })
      t.equal(around.status, 401, `${name} around the proxy`)
      t.notMatch(await around.text(), /\b\d{12}\b/)
    }
    t.equal((await fetch(`${origin}/healthz`)).status, 200, 'machines may ask whether it is well')
  })

  await t.test('a session that ends within a refresh leads the whole page to the sign-in, and back', async (t) => {
    provider.setLifetime(SHORT_SECONDS)
    const { page } = await openPage(t, browser)
    await page.goto(`${origin}/callers?range=7d`)
    await signIn(page, 'ann')
    await page.waitForURL(`${origin}/callers?range=7d`)
    await page.locator('.signed-in').waitFor()
    const asked = new Set<number>()
    page.on('response', (response) => {
      if (response.request().headers()['hx-request'] === 'true') asked.add(response.status())
    })
    await page.evaluate(REFRESH)
    await page.waitForResponse((response) => response.request().headers()['hx-request'] === 'true' && response.ok())
    await page.waitForTimeout((SHORT_SECONDS + 1) * 1_000)
    await page.evaluate(REFRESH)
    await page.locator('input[name=login]').waitFor()
    t.match(page.url(), `${provider.issuer}/interaction/`)
    t.equal(await page.locator('#main').count(), 0, 'nothing is left of the dashboard')
    t.ok(asked.has(401), 'the proxy has answered the refresh with 401')
    provider.setLifetime(3_600)
    await signIn(page, 'ann')
    await page.waitForURL(`${origin}/callers?range=7d`)
    t.match(await page.locator('.signed-in').innerText(), 'Ann Admin')
  })

  await t.test('whoever signs out is signed out of both, and has to sign in again', async (t) => {
    const { page } = await openPage(t, browser)
    await page.goto(`${origin}/models?range=7d`)
    await signIn(page, 'ann')
    await page.locator('.signed-in a', { hasText: 'Sign out' }).click()
    await page.locator('button', { hasText: 'Yes, sign me out' }).click()
    await page.locator('h1', { hasText: 'You are signed out' }).waitFor()
    await page.goto(origin)
    await page.locator('input[name=login]').waitFor()
    t.match(page.url(), `${provider.issuer}/interaction/`)
  })

  /** Signed like a token of the provider, by somebody else. */
  async function token(claims: Readonly<Record<string, unknown>>): Promise<string> {
    const { privateKey, publicKey } = await generateKeyPair('RS256')
    return new SignJWT({ ...claims }).setProtectedHeader({ alg: 'RS256', jwk: await exportJWK(publicKey) })
      .setIssuer(provider.issuer).setAudience(CLIENT.id).setIssuedAt().setExpirationTime('1h').sign(privateKey)
  }
})
