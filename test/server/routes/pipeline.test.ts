import t from 'tap'
import type { RunRecord } from '../../../domain/ports.ts'
import { PIPELINE_REGIONS } from '../../../server/routes/pipeline.ts'
import { appOf, quarantineOf, storeWithUsage } from '../../fixtures/app.ts'
import { bucketOf, cellOf, SOURCE_A, SOURCE_B } from '../../fixtures/bucket.ts'
import { logKey } from '../../fixtures/log-key.ts'
import { memoryUsageStore } from '../../fixtures/memory-usage-store.ts'

const html = { accept: 'text/html' }
const EVIL_KEY = `s3://logs/<img src=x>/${logKey('111122223333', 'us-east-1', 6)}`
const IN_QUARANTINE = quarantineOf(
  { key: EVIL_KEY, at: '2026-11-23T20:15:00.000Z', lines: [{ line: 14, reason: 'missing_field', field: 'requestId' }] },
  { key: logKey('222233334444', 'eu-west-1', 5), at: '2026-11-22T10:00:00.000Z', lines: [{ line: 2, reason: 'not_json', field: null }] },
  { key: 's3://elsewhere/x', at: '2026-11-22T10:00:00.000Z', lines: [{ line: 1, reason: 'foreign_bucket', field: null }] },
)
const syncRun: RunRecord = {
  kind: 'sync-pricing', startedAt: '2026-11-23T03:15:00Z', finishedAt: '2026-11-23T03:15:04Z', outcome: 'failed', dataUpTo: null,
  bucketsWritten: 0, message: 'the list of 222233334444 was <refused>',
}

async function storeWithRuns() {
  const store = await storeWithUsage()
  await store.saveRun(syncRun)
  return store
}

t.test('the page shows sources, runs, models without a price and lines in quarantine', async (t) => {
  const app = await appOf(await storeWithRuns(), { quarantine: IN_QUARANTINE })
  const page = await app.inject({ url: '/pipeline', headers: html })
  t.equal(page.statusCode, 200)
  t.match(page.headers['content-type'], 'text/html; charset=utf-8')
  for (const text of [
    'Data up to 23 Nov 2026, 20:35 UTC', '2 of 2', '23 Nov 2026, 20:30 UTC', 'compute-cost', '1 min', 'the list of 222233334444 was &lt;refused&gt;',
    'The last run of sync-pricing failed', '3 lines could not be read', '1 record of an unknown form', 'lacks a field', '<code>requestId</code>',
    '1 call not or not fully priced', 'bedrock-mantle', 'Claude Sonnet 4.6', '<a href="/pipeline" aria-current="page">Pipeline</a>',
  ]) t.ok(page.body.includes(text), text)
  t.notMatch(page.body, '<img')
})

t.test('every region alone is, byte for byte, what it is in the page', async (t) => {
  for (const app of [await appOf(await storeWithRuns(), { quarantine: IN_QUARANTINE }), await appOf(memoryUsageStore())]) {
    for (const url of ['/pipeline', '/pipeline?refresh=off']) {
      const page = (await app.inject({ url, headers: html })).body
      for (const region of PIPELINE_REGIONS) {
        const part = await app.inject({ url, headers: { 'hx-request': 'true', 'hx-target': `section#${region}` } })
        t.equal(part.statusCode, 200)
        t.ok(part.body.includes(`id="${region}"`), `${region} of ${url} is itself`)
        t.ok(part.body.length < page.length && page.includes(part.body), `${region} of ${url} is in the page`)
      }
    }
  }
})

t.test('every answer varies by what selects it and is not stored', async (t) => {
  const app = await appOf(await storeWithRuns())
  const cases: [string, Record<string, string>, number][] = [
    ['/pipeline', {}, 200], ['/pipeline', { 'hx-request': 'true', 'hx-target': 'div#pipeline' }, 200], ['/pipeline?nope=1', {}, 400],
    ['/pipeline?refresh=1s', { 'hx-request': 'true', 'hx-target': 'div#pipeline' }, 400],
  ]
  for (const [url, headers, status] of cases) {
    const answer = await app.inject({ url, headers })
    t.equal(answer.statusCode, status)
    t.match(String(answer.headers.vary), /HX-Request, HX-Target, HX-History-Restore-Request/)
    t.equal(answer.headers['cache-control'], 'no-store')
  }
})

t.test('the other page\'s regions are none of this one\'s', async (t) => {
  const app = await appOf(await storeWithRuns())
  const answer = await app.inject({ url: '/pipeline', headers: { 'hx-request': 'true', 'hx-target': 'div#view' } })
  t.match(answer.body, '<!doctype html>')
})

t.test('a source that stopped is named on both pages, and a late one is no stale one', async (t) => {
  const store = await storeWithRuns()
  await store.noteSource({ accountId: '333344445555', region: 'ap-northeast-1', newestEvent: '2026-11-23T17:04:00.000Z' })
  const app = await appOf(store)
  for (const url of ['/', '/pipeline']) {
    const { body } = await app.inject({ url })
    t.match(body, 'class="freshness is-stale"', url)
    t.match(body, '333344445555 ap-northeast-1: no calls for 3 h', url)
  }
  const page = (await app.inject({ url: '/pipeline' })).body
  t.match(page, 'No calls from 1 source')
  const states = [...page.matchAll(/class="state is-\w+" title="[^"]*">(\w[\w ]*)</g)].map(([, label]) => label)
  t.same(states, ['stale', 'fresh', 'fresh', 'ok', 'not yet', 'failed'])
})

t.test('two missed runs are overdue: both pages are stale, and one says what that means', async (t) => {
  const page = async (clock: string, url = '/pipeline') => {
    return (await (await appOf(await storeWithRuns(), { clock: () => new Date(clock) })).inject({ url })).body
  }
  t.notMatch(await page('2026-11-23T20:45:00Z'), 'overdue')
  t.match(await page('2026-11-23T20:45:00Z', '/'), 'class="freshness is-fresh"')
  t.match(await page('2026-11-23T20:47:00Z', '/'), /class="freshness is-stale"[\s\S]*usage is not being computed/)
  const body = await page('2026-11-23T20:47:00Z')
  t.match(body, 'Runs of compute-cost are overdue')
  t.match(body, 'Calls made since then are in no number.')
})

t.test('a folder of old files is no alarm', async (t) => {
  const clock = () => new Date('2027-03-31T12:00:00Z')
  const store = await storeWithUsage()
  await store.saveRun({
    kind: 'compute-cost', startedAt: '2027-03-31T11:59:50Z', finishedAt: '2027-03-31T11:59:51Z', outcome: 'ok', dataUpTo: null,
    bucketsWritten: 0, message: null,
  })
  const page = (await (await appOf(store, { clock, logSource: 'folder' })).inject({ url: '/pipeline' })).body
  t.match(page, 'class="freshness is-stale is-quiet"')
  t.match(page, 'The logs are files in a folder')
  t.match(page, 'Its newest call was made 127 days ago')
  t.notMatch(page, /class="(state )?is-bad"|card is-bad|no calls for/)
  t.match(page, '1 call not or not fully priced', 'of the last days with usage')
})

t.test('without any data every panel says so', async (t) => {
  const page = (await (await appOf(memoryUsageStore())).inject({ url: '/pipeline' })).body
  for (const text of ['No data yet', 'No log file has been processed so far', 'Every call is fully priced', 'Every line of every log file could be read', 'not yet']) {
    t.ok(page.includes(text), text)
  }
})

t.test('duplicates are records beyond one per request, of today only', async (t) => {
  const store = memoryUsageStore()
  await store.put([
    { ...bucketOf(SOURCE_A, 'hour', '2026-11-23T00', [cellOf({ calls: 7 })]), records: 10 },
    { ...bucketOf(SOURCE_A, 'hour', '2026-11-22T23', [cellOf({ calls: 100 })]), records: 200 },
  ])
  const row = /<th scope="row">111122223333[\s\S]*?<\/tr>/.exec((await (await appOf(store)).inject({ url: '/pipeline' })).body)?.[0] ?? ''
  t.same([...row.matchAll(/<td title="(\d+)">/g)].map(([, count]) => count), ['10', '7', '3', '0', '0'])
})

t.test('nobody sees more than access allows', async (t) => {
  const store = await storeWithRuns()
  const pageFor = async (access: { accounts: 'all' | string[]; callers: 'all' | string[] }) => {
    return (await (await appOf(store, { access, quarantine: IN_QUARANTINE })).inject({ url: '/pipeline' })).body
  }
  const oneAccount = await pageFor({ accounts: ['111122223333'], callers: 'all' })
  t.match(oneAccount, '111122223333')
  t.notMatch(oneAccount, '222233334444', 'neither as a source, nor in quarantine, nor in the message of a run')
  t.notMatch(oneAccount, 'elsewhere')
  t.match(oneAccount, '1 line could not be read')

  const oneCaller = await pageFor({ accounts: 'all', callers: ['batch'] })
  t.match(oneCaller, 'title="Only shown to who may see the calls of everybody">–')
  t.notMatch(oneCaller, 'duplicates left out')
  t.match(oneCaller, 'only who may see all callers of an account sees them')
  t.notMatch(oneCaller, /could be read\.|lacks a field|is no JSON/)

  const nothing = await pageFor({ accounts: [], callers: 'all' })
  t.match(nothing, 'No data yet')
  t.notMatch(nothing, /111122223333|222233334444/)
})

t.test('what the store cannot answer is an error page, without a word of why', async (t) => {
  const quarantine = {
    list: () => { throw new Error('secret-table-name is not reachable') },
  }
  const answer = await (await appOf(await storeWithUsage(), { quarantine })).inject({ url: '/pipeline' })
  t.equal(answer.statusCode, 500)
  t.notMatch(answer.body, 'secret')
})

t.test('a source of which nothing could be read is listed too', async (t) => {
  const store = memoryUsageStore()
  await store.put([bucketOf(SOURCE_A, 'hour', '2026-11-23T20')])
  const page = (await (await appOf(store, { quarantine: IN_QUARANTINE })).inject({ url: '/pipeline' })).body
  t.match(page, new RegExp(`${SOURCE_B.accountId} <span class="muted">${SOURCE_B.region}</span></th><td class="text"><span class="state is-quiet"`))
  t.match(page, 'Unknown account')
})
