import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import t, { type Test } from 'tap'
import { cloudWatchLatency } from '../../adapters/cloudwatch.ts'
import { cloudWatchServer } from '../fixtures/aws/cloudwatch.ts'
import { clientSettings } from '../fixtures/aws/server.ts'

const FROM_MS = Date.parse('2026-07-18T05:00:00Z')
const QUERY = { region: 'us-east-1', fromMs: FROM_MS, toMs: FROM_MS + 5 * 300_000, periodSeconds: 300 }

async function open(t: Test, value: Parameters<typeof cloudWatchServer>[0]) {
  const server = await cloudWatchServer(value)
  const client = new CloudWatchClient(clientSettings(server.endpoint))
  t.teardown(async () => {
    client.destroy()
    await server.close()
  })
  return { server, metrics: cloudWatchLatency(() => client) }
}

t.test('points of all pages come together by model and instant', async (t) => {
  const { server, metrics } = await open(t, ({ MetricStat: { Metric, Stat } }, at) => {
    const index = (at - FROM_MS / 1_000) / 300
    if (Metric.Dimensions[0]?.Value !== 'a' || index === 2) return undefined
    return { SampleCount: index + 1, p50: 100 + index, p90: 900 + index }[Stat]
  })
  const found = await metrics.timeToFirstToken({ ...QUERY, models: ['a', 'unused'] })
  t.same([...found.keys()], ['a'])
  t.same(found.get('a'), [0, 1, 3, 4].map((index) => {
    return { startMs: FROM_MS + index * 300_000, samples: index + 1, p50Ms: 100 + index, p90Ms: 900 + index }
  }))
  t.equal(server.calls.length, 3)
  t.match(server.calls[0]?.[0]?.MetricStat, {
    Metric: { Namespace: 'AWS/Bedrock', MetricName: 'TimeToFirstToken', Dimensions: [{ Name: 'ModelId', Value: 'a' }] }, Period: 300,
  })
})

t.test('a call is at most 500 queries, and no model costs none', async (t) => {
  const { server, metrics } = await open(t, (_, at) => at)
  const models = Array.from({ length: 200 }, (_, index) => `m${index}`)
  const found = await metrics.timeToFirstToken({ ...QUERY, toMs: FROM_MS + 300_000, models })
  t.same([...found.keys()], models)
  t.same(server.calls.map((queries) => queries.length), [498, 102])
  t.same(await metrics.timeToFirstToken({ ...QUERY, models: [] }), new Map())
  t.equal(server.calls.length, 2)
})

t.test('a point of which a statistic is missing is left out', async (t) => {
  const { metrics } = await open(t, ({ MetricStat: { Stat } }) => (Stat === 'p90' ? undefined : 1))
  t.same(await metrics.timeToFirstToken({ ...QUERY, models: ['a'] }), new Map())
})
