import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { dynamoDbUsageStore } from '../../adapters/dynamodb-usage-store.ts'
import { USAGE_STATS_TABLE } from '../../domain/contract.ts'
import { appOf, NOW, storeWithUsage } from '../fixtures/app.ts'
import { faultyDynamoDb, throttled } from '../fixtures/aws/dynamodb.ts'
import { bucketOf, SOURCE_A } from '../fixtures/bucket.ts'

const FRAGMENT = { 'hx-request': 'true', 'hx-target': 'div#view' }

type App = Awaited<ReturnType<typeof appOf>>

/** Asks for many pages at once, each another one, and gives their statuses. How long all of them took is told, not judged. */
async function load(t: Test, app: App, ranges: readonly string[]): Promise<number[]> {
  const startMs = performance.now()
  const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => {
    const headers = index % 2 === 0 ? FRAGMENT : {}
    return app.inject({ url: `/?range=${ranges[index % ranges.length]}&caller=c${index}`, headers })
  }))
  t.comment(`30 pages took ${Math.round(performance.now() - startMs)} ms`)
  return [...new Set(answers.map(({ statusCode }) => statusCode))]
}

async function untilReady(t: Test, app: App): Promise<void> {
  const startMs = performance.now()
  while ((await app.inject('/readyz')).statusCode !== 200) await sleep(50)
  t.comment(`ready again after ${Math.round(performance.now() - startMs)} ms`)
}

const outages: [string, () => Promise<never>][] = [
  ['refuses every call', () => Promise.reject(new Error('secret-table-name: connect ECONNREFUSED'))],
  ['never answers', () => new Promise(() => undefined)],
]

for (const [what, outage] of outages) {
  t.test(`F18: while the store ${what}, the process is healthy, not ready, says so on every page at once, and recovers`, async (t) => {
    const store = await storeWithUsage()
    let down = false
    const answerOr = <T>(work: () => Promise<T>): Promise<T> => (down ? outage() : work())
    const usage: typeof store = {
      ...store,
      listSources: () => answerOr(() => store.listSources()),
      lastRun: (kind) => answerOr(() => store.lastRun(kind)),
      changesSince: (position) => answerOr(() => store.changesSince(position)),
      async *readBuckets(...args) {
        await answerOr(async () => undefined)
        yield* store.readBuckets(...args)
      },
    }
    let nowMs = NOW.getTime()
    const app = await appOf(usage, { storeTimeoutMs: 200, clock: () => new Date(nowMs) })
    t.strictSame(await load(t, app, ['24h', '7d']), [200])

    down = true
    t.strictSame(await load(t, app, ['all', '90d']), [503], 'what has not been read yet, and waits in line for that')
    t.strictSame(await load(t, app, ['24h', '7d']), [200], 'what was known a moment ago')
    nowMs += 1_000
    t.strictSame(await load(t, app, ['24h', '7d']), [503], 'but not for longer')
    t.equal((await app.inject('/healthz')).statusCode, 200)
    t.equal((await app.inject('/readyz')).statusCode, 503)

    const page = await app.inject('/')
    t.match(page.body, 'cannot be reached right now')
    t.notMatch(page.body, 'secret-table-name')
    const part = await app.inject({ url: '/?range=7d', headers: FRAGMENT })
    t.match(part.body, /^<div id="view"/, 'a fragment stands')
    t.match(part.body, /role="alert"[\s\S]*cannot be reached right now[\s\S]*href="\/\?range=7d">Try again/, 'and says so in its place')

    down = false
    await untilReady(t, app)
    t.strictSame(await load(t, app, ['24h', 'all']), [200])
  })
}

t.test('F18: a DynamoDB that throttles or does not answer is no different, over HTTP', async (t) => {
  let state: 'up' | 'throttled' | 'hung' = 'up'
  const { client, faultyOnce } = await faultyDynamoDb(t, (_request, forward) => {
    if (state === 'up') return forward()
    return state === 'throttled' ? throttled() : new Promise(() => undefined)
  })
  const table = { client, name: USAGE_STATS_TABLE }
  const writer = dynamoDbUsageStore(table, { hoursKeptDays: null })
  await writer.writeBucket(bucketOf(SOURCE_A, 'hour', '2026-11-23T20'), await writer.nextGeneration())
  await writer.noteSource({ ...SOURCE_A, newestEvent: '2026-11-23T20:00:00.000Z' })
  const usage = dynamoDbUsageStore({ ...table, client: faultyOnce }, { hoursKeptDays: null })
  let nowMs = NOW.getTime()
  const app = await appOf(usage, { storeTimeoutMs: 2_000, clock: () => new Date(nowMs) })
  t.equal((await app.inject('/')).statusCode, 200)
  for (const outage of ['throttled', 'hung'] as const) {
    state = outage
    nowMs += 1_000
    t.strictSame(await load(t, app, ['24h', 'all']), [503], outage)
    t.equal((await app.inject('/healthz')).statusCode, 200)
    t.equal((await app.inject('/readyz')).statusCode, 503)
    state = 'up'
    await untilReady(t, app)
    t.strictSame(await load(t, app, ['24h', 'all']), [200])
  }
})
