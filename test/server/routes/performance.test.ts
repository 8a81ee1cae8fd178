import t from 'tap'
import { fromValues } from '../../../domain/histogram.ts'
import type { LatencyQuery } from '../../../domain/ports.ts'
import { appOf, EVIL, NOVA, SONNET } from '../../fixtures/app.ts'
import { bucketOf, cellOf, SOURCE_A } from '../../fixtures/bucket.ts'
import { memoryUsageStore } from '../../fixtures/memory-usage-store.ts'

/** 10 calls of a model that logs everything, 4 of one that logs no time to the first token, in the hour from 19:00. */
async function storeWithTimes() {
  const store = memoryUsageStore()
  await store.put([bucketOf(SOURCE_A, 'hour', '2026-11-23T19', [
    cellOf({
      model: SONNET, calls: 10, latencyMs: fromValues([100, 200, 300, 400, 1000]), timeToFirstTokenMs: fromValues([50, 60, 70, 80, 90]),
      outputTokensPerKs: fromValues([20_000, 40_000]), generationCalls: 5, generationMs: 1650, generationTokens: 100,
    }),
    cellOf({ model: NOVA, modelScope: 'us', caller: 'batch', callerKind: 'role', calls: 4, latencyMs: fromValues([2000, 4000]) }),
  ])])
  return store
}

const URL = '/performance?range=24h&tz=UTC'
const REGIONS = ['summary', 'latency', 'speed', 'tpot', 'ttft', 'models'].map((name) => `performance-${name}`)

const table = (body: string) => /<table class="data-table">.*?<\/table>/s.exec(body)?.[0] ?? ''
const rowOf = (body: string, name: string) =>
  [...(table(body).split('<tr>').find((row) => row.includes(`>${name}<`)) ?? '').matchAll(/<td[^>]*>(.*?)<\/td>/g)].map((cell) => cell[1])
const chartOf = (body: string, id: string) => {
  const json = new RegExp(`id="${id}-chart"[^>]* data-chart="([^"]*)"`).exec(body)?.[1] ?? '{}'
  return JSON.parse(json.replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as { logarithmic: boolean; series: { name: string; values: number[] }[] }
}

t.test('each model has its percentiles, extremes, speed and time to the first token with its source', async (t) => {
  const { body } = await (await appOf(await storeWithTimes())).inject({ url: URL })
  t.strictSame(rowOf(body, 'Claude Sonnet 4.6'), [
    '10', '314 ms', '1.00 s', '1.00 s', '100 ms', '400 ms', '1.00 s', '30', '17 ms', '70 ms', 'logs · 50%',
  ])
  t.strictSame(rowOf(body, 'Nova Pro').slice(4), ['2.00 s', '3.00 s', '4.00 s', '–', '–', '–', '–'])
})

t.test('the charts are of the model in focus, the table of all', async (t) => {
  const app = await appOf(await storeWithTimes())
  const all = (await app.inject({ url: URL })).body
  const one = (await app.inject({ url: `${URL}&focus=${NOVA}` })).body
  const last = (body: string, name: string) => chartOf(body, 'performance-latency').series.find((series) => series.name === name)?.values.filter(Boolean)
  t.strictSame(last(all, 'p99'), [4000])
  t.strictSame(last(one, 'p50'), [2000])
  t.match(one, 'Latency of Nova Pro by hour')
  t.equal(rowOf(one, 'Claude Sonnet 4.6').length, 11)
  t.match(one, `<option value="${NOVA}" selected>`)
})

t.test('extremes and a logarithmic scale are part of the address', async (t) => {
  const { body } = await (await appOf(await storeWithTimes())).inject({ url: `${URL}&band=extremes&scale=log` })
  const { logarithmic, series } = chartOf(body, 'performance-latency')
  t.equal(logarithmic, true)
  t.strictSame(series.map(({ name, values }) => [name, ...values.filter(Boolean)]), [['Min', 100], ['Mean', 8000 / 7], ['Max', 4000]])
  t.match(body, /href="\/performance\?range=24h[^"]*scale=log[^"]*"[^>]*>Percentiles/)
})

t.test('CloudWatch is asked about models whose log tells no time to the first token, and is named as the source', async (t) => {
  const asked: [string, LatencyQuery][] = []
  const app = await appOf(await storeWithTimes(), {
    timeToFirstToken: (accountId) => ({
      async timeToFirstToken(query) {
        asked.push([accountId, query])
        return new Map([[`us.${NOVA}`, [{ startMs: Date.parse('2026-11-23T19:05:00Z'), samples: 3, p50Ms: 420, p90Ms: 900 }]]])
      },
    }),
  })
  const { body } = await app.inject({ url: URL })
  t.strictSame(asked.map(([accountId, { region, models }]) => [accountId, region, models]), [[SOURCE_A.accountId, SOURCE_A.region, [`us.${NOVA}`]]])
  t.strictSame(rowOf(body, 'Nova Pro').slice(-2), ['≈ 420 ms', 'CloudWatch · 75%'])
  t.match(rowOf(body, 'Claude Sonnet 4.6').at(-1), 'logs')
  const ttft = chartOf(body, 'performance-ttft').series
  t.strictSame(ttft.map(({ name }) => name), ['p50, logs', 'p95, logs', 'p50, CloudWatch', 'p90, CloudWatch'])
  t.strictSame(ttft[2]?.values.filter(Boolean), [420])
  t.match((await app.inject({ url: `${URL}&caller=batch` })).body, 'CloudWatch knows neither callers nor tags')
})

t.test('a CloudWatch that fails costs its own figures and nothing else', async (t) => {
  const app = await appOf(await storeWithTimes(), { timeToFirstToken: () => ({ timeToFirstToken: () => Promise.reject(new Error('secret-role')) }) })
  const { statusCode, body } = await app.inject({ url: URL })
  t.equal(statusCode, 200)
  t.match(body, 'CloudWatch did not answer')
  t.notMatch(body, 'secret-role')
  t.match(rowOf(body, 'Claude Sonnet 4.6').at(-1), 'logs')
})

t.test('every region alone is, byte for byte, what it is in the page', async (t) => {
  const app = await appOf(await storeWithTimes())
  for (const url of [URL, `${URL}&focus=${NOVA}&scale=log`]) {
    const page = (await app.inject({ url })).body
    for (const region of REGIONS) {
      const part = await app.inject({ url, headers: { 'hx-request': 'true', 'hx-target': `section#${region}` } })
      t.ok(part.body.includes(`id="${region}"`) && part.body.length < page.length && page.includes(part.body), `${region} of ${url}`)
    }
  }
})

t.test('what cannot be read is named, and a name is text', async (t) => {
  const app = await appOf(await storeWithTimes())
  t.equal((await app.inject({ url: `${URL}&scale=cubic` })).statusCode, 400)
  t.equal((await app.inject({ url: `${URL}&focus=a&focus=b` })).statusCode, 400)
  const { statusCode, body } = await app.inject({ url: `${URL}&focus=${encodeURIComponent(EVIL)}` })
  t.equal(statusCode, 200)
  t.notOk(body.includes('<img'))
})
