import { readFileSync } from 'node:fs'
import t from 'tap'
import { appOf, EVIL, NOW, quarantineOf, SONNET, storeWithUsage } from '../../fixtures/app.ts'
import { bucketOf, cellOf, SOURCE_A, SOURCE_B } from '../../fixtures/bucket.ts'
import { memoryTokens } from '../../fixtures/memory-tokens.ts'
import { memoryUsageStore } from '../../fixtures/memory-usage-store.ts'
import { parseOpenMetrics, type ParsedFamily } from '../../fixtures/parse-open-metrics.ts'

const QUARANTINED = { key: 'x', at: NOW.toISOString(), lines: [{ line: 1, reason: 'not_json', field: null }] }

async function scraped(...options: Parameters<typeof appOf>): Promise<Map<string, ParsedFamily>> {
  const app = await appOf(...options)
  const answer = await app.inject({ url: '/metrics' })
  await app.close()
  return parseOpenMetrics(answer.body)
}

const samplesOf = (families: Map<string, ParsedFamily>, name: string) => families.get(name)?.samples ?? []
const sumOf = (families: Map<string, ParsedFamily>, name: string) => samplesOf(families, name).reduce((sum, { value }) => sum + value, 0)

t.test('today by account and model, and the state of the pipeline', async (t) => {
  const families = await scraped(await storeWithUsage(), { quarantine: quarantineOf(QUARANTINED) })
  t.equal(sumOf(families, 'bedrock_today_cost_usd'), 4)
  t.equal(sumOf(families, 'bedrock_today_calls'), 6)
  t.equal(sumOf(families, 'bedrock_today_errors'), 1)
  t.equal(sumOf(families, 'bedrock_today_tokens'), 9100)
  t.equal(sumOf(families, 'bedrock_today_unpriced_calls'), 1)
  t.equal(sumOf(families, 'bedrock_pipeline_quarantined_lines'), 1)
  t.strictSame(samplesOf(families, 'bedrock_pipeline_data_age_seconds').map(({ labels, value }) => [labels['account'], value]), [
    [SOURCE_B.accountId, 660], [SOURCE_A.accountId, 360],
  ])
  const states = samplesOf(families, 'bedrock_pipeline_run').filter(({ value }) => value === 1)
  t.strictSame(states.map(({ labels }) => [labels['kind'], labels['bedrock_pipeline_run']]), [
    ['compute-cost', 'ok'], ['aggregate-stats', 'never'], ['sync-pricing', 'never'],
  ])
  for (const name of ['process_resident_memory_bytes', 'nodejs_event_loop_delay_seconds', 'process_cpu_seconds']) t.ok(sumOf(families, name) >= 0, name)
})

t.test('there are never more series than a few dozen, and none is missing from the sums', async (t) => {
  const store = memoryUsageStore()
  const cells = Array.from({ length: 500 }, (_, index) => cellOf({ model: `${index === 7 ? EVIL : ''}\\n"model"\n${index}`, calls: 2 }))
  await store.put([bucketOf(SOURCE_A, 'hour', '2026-11-23T20', cells)])
  const families = await scraped(store)
  t.equal(samplesOf(families, 'bedrock_today_calls').length, 31)
  t.equal(sumOf(families, 'bedrock_today_calls'), 1000)
  t.equal(samplesOf(families, 'bedrock_today_calls').at(-1)?.labels['model'], 'other')
})

t.test('whoever may see a part sees the metrics of it, and none of the process', async (t) => {
  const families = await scraped(await storeWithUsage(), { access: { accounts: [SOURCE_B.accountId], callers: 'all' } })
  t.strictSame(samplesOf(families, 'bedrock_today_calls').map(({ labels }) => labels), [{ account: SOURCE_B.accountId, model: SONNET }])
  t.equal(families.has('process_resident_memory_bytes'), false)
})

t.test('a scraper without a token that holds is turned away, as a program', async (t) => {
  const app = await appOf(await storeWithUsage(), { tokens: memoryTokens(() => NOW) })
  const answer = await app.inject({ url: '/metrics', headers: { authorization: 'Bearer bia_wrong' } })
  t.equal(answer.statusCode, 401)
  t.match(answer.headers['content-type'], 'application/problem+json')
  t.equal((await app.inject({ url: '/metrics?x=1' })).statusCode, 400)
  t.match((await app.inject({ url: '/metrics' })).headers['content-type'], 'application/openmetrics-text; version=1.0.0')
})

t.test('every metric of the Grafana dashboard is there, and every metric is on it', async (t) => {
  const families = await scraped(await storeWithUsage(), { quarantine: quarantineOf(QUARANTINED) })
  const dashboard = readFileSync('server/grafana/dashboard.json', 'utf8')
  const { panels } = JSON.parse(dashboard) as { panels: { title: string; targets: { expr: string }[] }[] }
  const served = new Set([...families].map(([name, { samples }]) => samples[0]?.name ?? name))
  const shown = new Set([...dashboard.matchAll(/\b(?:bedrock|process|nodejs)_[a-z_]+/g)].map(([name]) => name))
  t.strictSame([...shown].filter((name) => !served.has(name)), [])
  t.strictSame([...served].filter((name) => !shown.has(name)), [])
  for (const { title, targets } of panels) t.ok(targets.length > 0, title)
})
