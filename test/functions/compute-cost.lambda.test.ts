import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openDatabase } from '../../adapters/duckdb-connection.ts'
import { openDuckDb } from '../../adapters/duckdb.ts'
import { embeddedDynamoDbClient } from '../../adapters/dynamodb-client.ts'
import { dynamoDbUsageStore } from '../../adapters/dynamodb-usage-store.ts'
import { startEmbeddedDynamoDb } from '../../adapters/embedded-dynamodb.ts'
import { MODEL_PRICING_TABLE, USAGE_STATS_TABLE, type FunctionName } from '../../domain/contract.ts'
import type { Bucket, Period } from '../../domain/bucket.ts'
import type { UsageEvent } from '../../domain/usage-event.ts'
import { bundleFunctions } from '../../infra/bundle.ts'
import { athenaServer, type AthenaScript } from '../fixtures/aws/athena.ts'
import { awsServer } from '../fixtures/aws/server.ts'
import { invokeBundle, localAws } from '../fixtures/invoke-bundle.ts'
import { usageEventOf } from '../fixtures/usage-event.ts'

const SCHEDULED = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/events/scheduled.json'), 'utf8')) as unknown
const SOURCE = { accountId: usageEventOf().account_id, region: usageEventOf().region }
const LITELLM = {
  'us.anthropic.claude-sonnet-4-6': {
    litellm_provider: 'bedrock_converse', mode: 'chat', input_cost_per_token: 0.000003, output_cost_per_token: 0.000015,
  },
}

const root = t.testdir()
const bundles = await bundleFunctions(join(root, 'functions'), ['compute-cost', 'aggregate-stats', 'sync-pricing'])

/** The functions beside local servers: events of one hour lie in the event table, prices come from the feed. */
async function open(t: Test, events: readonly UsageEvent[], script: Partial<AthenaScript> = {}) {
  const file = join(t.testdir(), 'events.duckdb')
  const duckDb = await openDuckDb(file)
  await duckDb.sink.append(events)
  duckDb.close()
  const database = await openDatabase(file)
  const athena = await athenaServer({
    rows: async (sql) => {
      const rows = []
      for await (const row of database.stream(sql)) rows.push(row)
      return rows
    },
    scannedBytes: 10_000_000,
    ...script,
  })
  const feed = await awsServer(() => ({ headers: { etag: '"1"' }, body: LITELLM }))
  const dynamoDb = await startEmbeddedDynamoDb(t.testdirName)
  const client = embeddedDynamoDbClient(dynamoDb.endpoint)
  const usage = dynamoDbUsageStore({ client, name: USAGE_STATS_TABLE }, { hoursKeptDays: null })
  t.teardown(async () => {
    client.destroy()
    database.close()
    await Promise.all([athena.close(), feed.close(), dynamoDb.close()])
  })
  const tables = { USAGE_TABLE: USAGE_STATS_TABLE, PRICING_TABLE: MODEL_PRICING_TABLE }
  const env = { ...localAws({ ATHENA: athena.endpoint, DYNAMODB: dynamoDb.endpoint }), ...tables, FEED_URL: feed.endpoint }
  const athenaEnv = { WORKGROUP: 'analytics', CATALOG: 's3tablescatalog/analytics', DATABASE: 'bedrock_analytics' }
  return {
    athena, usage,
    invoke: (name: FunctionName, event: unknown) => {
      return invokeBundle(bundles.find((bundle) => bundle.name === name)?.folder ?? '', event, { ...env, ...athenaEnv })
    },
    buckets: async (period: Period) => {
      const found: Bucket[] = []
      for await (const bucket of usage.readBuckets(SOURCE, period, null, null)) found.push(bucket)
      return found
    },
  }
}

const STARTED_MS = Date.now()
const hoursAgo = (hours: number) => new Date(STARTED_MS - hours * 3_600_000).toISOString()
const eventAgo = (hours: number) => usageEventOf({ request_id: `r${hours}`, ts: hoursAgo(hours) })

t.test('a schedule keeps buckets up to date: prices, hours, days', async (t) => {
  const { athena, usage, invoke, buckets } = await open(t, [eventAgo(1), eventAgo(26), eventAgo(26), eventAgo(72)])
  t.match((await invoke('sync-pricing', SCHEDULED)).answer, { rejected: 0 })

  const { answer, error, lines } = await invoke('compute-cost', SCHEDULED)
  t.equal(error, '')
  t.same(answer, { bucketsWritten: 2, next: null }, 'the look-back is 48 hours')
  t.match(JSON.parse(athena.requests[0]?.body.toString() ?? ''), {
    WorkGroup: 'analytics', QueryExecutionContext: { Catalog: 's3tablescatalog/analytics', Database: 'bedrock_analytics' },
  })
  const queries = athena.started.length
  t.match(lines.at(-1), {
    FunctionName: 'compute-cost', hoursRecomputed: 2, duplicates: 1, bucketsWritten: 2, unpricedCalls: 0, bytesScanned: queries * 10_000_000,
  })
  t.ok(Number(lines.at(-1)?.['lagSeconds']) >= 3_599)
  t.match(await usage.lastRun('compute-cost'), { outcome: 'ok', bucketsWritten: 2 })

  t.same((await invoke('compute-cost', { lookBackHours: 840 })).answer, { bucketsWritten: 1, next: null })
  t.match((await invoke('aggregate-stats', SCHEDULED)).lines.at(-1), { FunctionName: 'aggregate-stats', bucketsWritten: Number })
  t.ok((await buckets('day')).length >= 2)
  t.equal((await buckets('hour')).length, 3)
})

t.test('a range of hours is computed on demand, however old', async (t) => {
  const { invoke, buckets } = await open(t, [eventAgo(2), eventAgo(5_000)])
  const { answer } = await invoke('compute-cost', { from: hoursAgo(5_010), to: hoursAgo(4_990) })
  t.same(answer, { bucketsWritten: 1, next: null })
  t.equal((await buckets('hour')).length, 1)
  t.same((await invoke('compute-cost', { reprice: {} })).answer, { bucketsWritten: 1, next: null }, 'and the other one, as all that are kept')
})

t.test('a query that fails fails the invocation, and the event must be one of those known', async (t) => {
  const { usage, invoke } = await open(t, [eventAgo(1)], { state: () => 'CANCELLED' })
  const { error, lines } = await invoke('compute-cost', {})
  t.match(error, /CANCELLED: Bytes scanned limit was exceeded/)
  t.match(lines, [{ level: 'ERROR', error: 'QueryFailed' }, { failures: 1 }])
  t.match(await usage.lastRun('compute-cost'), { outcome: 'failed', message: /CANCELLED/ })
  t.match((await invoke('compute-cost', { from: 'yesterday' })).error, /from: wants an instant.*to: /)
  t.match((await invoke('aggregate-stats', { lookBackDays: 400 })).error, /lookBackDays: /)
  t.match((await invoke('sync-pricing', { force: true })).error, /the event is not usable: .*force/)
})
