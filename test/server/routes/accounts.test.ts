import t from 'tap'
import { accountsPage } from '../../../server/routes/accounts.ts'
import { appOf, storeWithUsage } from '../../fixtures/app.ts'
import { memoryUsageStore } from '../../fixtures/memory-usage-store.ts'

const accountNames = new Map([['111122223333', 'Production'], ['999900001111', 'Sandbox']])

async function pageOf(url: string, options: Parameters<typeof appOf>[1] = {}): Promise<string> {
  return (await (await appOf(await storeWithUsage(), { accountNames, ...options })).inject({ url })).body
}

/** Titles of the cells of a row, by the title of its name. */
function titlesOf(page: string, name: string): string[] {
  const row = page.split('<tr>').find((part) => part.includes(`title="${name}"`)) ?? ''
  return [...row.matchAll(/<td[^>]* title="([^"]*)"/g)].map((match) => match[1] ?? '')
}

t.test('every account and region stands in a row of its own, with its exact numbers', async (t) => {
  const page = await pageOf('/accounts?range=7d')
  t.same(titlesOf(page, '111122223333 us-east-1').slice(0, 6),
    ['$11, 91.7% of all', '$11 of $12', 'Nothing to compare', '8', '13,400', '1 of 8 calls'])
  t.match(titlesOf(page, '222233334444 eu-west-1')[0], /^\$1, 8\.3% of all\. 1 call without a known price/)
  t.match(page, 'Production')
})

t.test('a source without calls in the period is still there, and an account that never sent any is told apart from it', async (t) => {
  const page = await pageOf('/accounts?from=2026-11-01&to=2026-11-02')
  t.equal(titlesOf(page, '111122223333 us-east-1')[3], '0')
  t.same(titlesOf(page, '999900001111').slice(0, 3), ['No data so far', 'No data so far', 'No data so far'])
  t.match(page, '1 account never sent a call')
})

t.test('rows lead to the other pages with just their account and region', async (t) => {
  const page = await pageOf('/accounts?range=7d&model=amazon.nova-pro-v1%3A0')
  for (const path of ['/', '/models', '/callers', '/performance', '/errors']) {
    const query = 'range=7d&amp;account=111122223333&amp;region=us-east-1&amp;model=amazon.nova-pro-v1%3A0'
    t.ok(page.includes(`href="${path}?${query}"`), path)
  }
})

t.test('filters narrow the rows and what stands in them', async (t) => {
  t.equal(titlesOf(await pageOf('/accounts?range=7d&caller=batch'), '111122223333 us-east-1')[3], '4')
  const one = await pageOf('/accounts?range=7d&account=222233334444')
  t.notOk(one.includes('title="111122223333 us-east-1"'))
  t.notOk(one.includes('title="999900001111"'))
  t.notOk((await pageOf('/accounts?range=7d&region=eu-west-1')).includes('title="999900001111"'), 'no region is known of it')
})

t.test('nobody sees accounts that access leaves out, by name either', async (t) => {
  const page = await pageOf('/accounts?range=7d', { access: { accounts: ['222233334444'], callers: 'all' } })
  t.ok(page.includes('title="222233334444 eu-west-1"'))
  for (const hidden of ['111122223333', '999900001111', 'Production', 'Sandbox']) t.notOk(page.includes(hidden), hidden)
})

t.test('the table can be sorted, and says how', async (t) => {
  const order = (page: string) => [...page.matchAll(/<th scope="row">.*?title="(\d{12})/g)].map((match) => match[1])
  t.same(order(await pageOf('/accounts?range=7d')), ['111122223333', '222233334444', '999900001111'])
  t.same(order(await pageOf('/accounts?range=7d&dir=asc')), ['222233334444', '111122223333', '999900001111'], 'what is not known comes last')
  t.match(await pageOf('/accounts?range=7d&sort=calls'), /aria-sort="descending"[^>]*><a [^>]*>Calls/)
})

t.test('every region alone is, byte for byte, what it is in the page', async (t) => {
  const app = await appOf(await storeWithUsage(), { accountNames })
  const url = '/accounts?range=7d&metric=calls'
  const page = (await app.inject({ url })).body
  for (const region of ['view', ...Object.keys(accountsPage.panels)]) {
    const part = await app.inject({ url, headers: { 'hx-request': 'true', 'hx-target': `section#${region}` } })
    t.ok(part.body.includes(`id="${region}"`) && page.includes(part.body), region)
    t.match(String(part.headers.vary), /HX-Request/)
  }
})

t.test('without any source there is a next step', async (t) => {
  t.match((await (await appOf(memoryUsageStore())).inject({ url: '/accounts' })).body, 'No usage yet')
})
