import t from 'tap'
import type { Identity } from '../../../domain/identity.ts'
import type { AppOfOptions } from '../../fixtures/app.ts'
import { appOf, storeWithUsage } from '../../fixtures/app.ts'
import { bucketOf, cellOf, SOURCE_B } from '../../fixtures/bucket.ts'
import { signedInAs } from '../../fixtures/signed-in.ts'

const ALICE = { email: 'alice@example.com' }
const NAMES = new Map([['111122223333', 'team-lab'], ['222233334444', 'team-shop']])

async function appFor(who: Partial<Identity>, options: AppOfOptions = {}) {
  const store = await storeWithUsage()
  return appOf(store, { authenticator: signedInAs('Alice', who), accessOf: () => null, accountNames: NAMES, usage: store, ...options })
}

async function pageFor(who: Partial<Identity>, url = '/me'): Promise<string> {
  return (await (await appFor(who)).inject(url)).body
}

t.test('without any role, people see what they used themselves, and of accounts those that their calls show', async (t) => {
  const page = await pageFor(ALICE)
  for (const text of ['$8.00', 'Claude Sonnet 4.6', 'team-lab', 'Calls made as alice@example.com, in all accounts.']) t.ok(page.includes(text), text)
  t.notMatch(page, /\$12\.00|Nova|batch|evil|team-shop|222233334444|name="caller"/)
  const nav = /<nav id="pages"[\s\S]*?<\/nav>/.exec(page)?.[0] ?? ''
  t.same([...nav.matchAll(/href="([^"]+)"/g)].map(([, href]) => href), ['/me'])
  t.same([...page.matchAll(/href="(\/[^"?]*)/g)].map(([, href]) => href).filter((href) => !/^\/(me|me\/explain|assets\/.*|tokens)$/.test(href ?? '')), [])
})

t.test('every dollar of theirs is explained', async (t) => {
  const app = await appFor(ALICE)
  const [, href = ''] = /class="explain" href="(\/me\/explain\?[^"]*)"/.exec((await app.inject('/me')).body) ?? []
  const explained = await app.inject(href.replaceAll('&amp;', '&'))
  t.equal(explained.statusCode, 200)
  t.match(explained.body, '$8.00')
  t.match(explained.body, 'href="/me/explain?')
})

t.test('the address is compared exactly: a star in it stands for itself', async (t) => {
  for (const email of ['*', 'alice@*', '*@example.com', 'alice@example.co', 'alice@example.comx', 'batch*', '\\*']) {
    const page = await pageFor({ email })
    t.match(page, 'No usage of yours yet', email)
    t.notMatch(page, /team-lab|\$/, email)
  }
  const store = await storeWithUsage()
  await store.put([bucketOf(SOURCE_B, 'hour', '2026-11-23T19', [cellOf({ caller: '*@example.com', calls: 77 })])])
  const app = await appOf(store, { authenticator: signedInAs('Star', { email: '*@example.com' }), accessOf: () => null })
  t.match((await app.inject('/me')).body, '77 calls, failed ones included')
})

t.test('who is known without an address is told why there is nothing', async (t) => {
  const page = await pageFor({ email: null })
  t.match(page, 'No call can be told to be yours')
  t.notMatch(page, /\$8|team-lab/)
})

t.test('a role changes nothing about it, and there is nothing to say of callers', async (t) => {
  const [without, admin] = [await appFor(ALICE), await appFor(ALICE, { accessOf: () => ({ role: 'admin', grants: [{ accounts: 'all', callers: 'all' }] }) })]
  const main = (page: string) => /<main[\s\S]*<\/main>/.exec(page)?.[0]
  t.equal(main((await without.inject('/me?range=7d')).body), main((await admin.inject('/me?range=7d')).body))
  for (const query of ['caller=batch', 'not-caller=batch', 'find-caller=b', 'caller=']) {
    for (const path of ['/me', '/me/explain']) t.equal((await without.inject(`${path}?${query}`)).statusCode, 400, `${path}?${query}`)
  }
})

t.test('another time or model may hold nothing, and says what to do', async (t) => {
  t.match(await pageFor(ALICE, '/me?range=1h'), 'Show the last 7 days')
  t.match(await pageFor(ALICE, '/me?model=none'), /href="\/me\?tz=UTC">Clear all filters/)
})
