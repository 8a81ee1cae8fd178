import { AthenaClient } from '@aws-sdk/client-athena'
import t, { type Test } from 'tap'
import { type AthenaOptions, athenaRunSql } from '../../adapters/athena.ts'
import { DEFAULT_BACKOFF } from '../../adapters/backoff.ts'
import { type AthenaScript, athenaServer } from '../fixtures/aws/athena.ts'
import { clientSettings } from '../fixtures/aws/server.ts'

async function runnerOf(t: Test, script: AthenaScript, options: Partial<AthenaOptions> = {}) {
  const server = await athenaServer(script)
  const client = new AthenaClient(clientSettings(server.endpoint))
  t.teardown(async () => {
    client.destroy()
    await server.close()
  })
  let now = 0
  const scanned: number[] = []
  const runSql = athenaRunSql(client, {
    workGroup: 'analytics', catalog: 's3tablescatalog/b', database: 'bedrock_analytics', timeoutMs: 60_000, token: () => 'run-1',
    clock: () => now,
    backoff: { ...DEFAULT_BACKOFF, sleep: async (ms) => void (now += ms), random: () => 1 },
    onScanned: (bytes) => scanned.push(bytes),
    ...options,
  })
  return { server, runSql, scanned }
}

const collect = async <T>(rows: AsyncIterable<T>) => {
  const all: T[] = []
  for await (const row of rows) all.push(row)
  return all
}

t.test('rows come in order over all pages, without the header, and NULL is null', async (t) => {
  const rows = Array.from({ length: 2_500 }, (_, index) => ({ n: String(index), maybe: index % 2 === 0 ? null : 'x' }))
  const { server, runSql, scanned } = await runnerOf(t, { rows: () => rows, scannedBytes: 12_345 })
  t.same(await collect(runSql('SELECT 1')), rows)
  t.equal(server.requests.filter(({ operation }) => operation === 'GetQueryResults').length, 3)
  t.same(scanned, [12_345])
  t.same(server.stopped, [])
  const start = JSON.parse(server.requests[0]?.body.toString() ?? '') as Record<string, unknown>
  t.match(start, { WorkGroup: 'analytics', QueryExecutionContext: { Catalog: 's3tablescatalog/b', Database: 'bedrock_analytics' } })
})

t.test('a query is polled until it ends', async (t) => {
  const { server, runSql } = await runnerOf(t, {
    rows: () => [{ n: '1' }],
    state: (_, poll) => poll === 1 ? 'QUEUED' : poll < 5 ? 'RUNNING' : 'SUCCEEDED',
  })
  t.same(await collect(runSql('SELECT 1')), [{ n: '1' }])
  t.equal(server.requests.filter(({ operation }) => operation === 'GetQueryExecution').length, 5)
})

for (const state of ['FAILED', 'CANCELLED'] as const) {
  t.test(`a query that ends ${state} throws and is never read as no rows`, async (t) => {
    const { runSql } = await runnerOf(t, { rows: () => [{ n: '1' }], state: () => state })
    await t.rejects(collect(runSql('SELECT 1')), { name: 'QueryFailed', message: new RegExp(`ended ${state}`) })
  })
}

t.test('a query that does not end in time is stopped and throws', async (t) => {
  const { server, runSql } = await runnerOf(t, { rows: () => [], state: () => 'RUNNING' })
  await t.rejects(collect(runSql('SELECT 1')), /did not end within 60000 ms/)
  t.same(server.stopped, ['query-1'])
})

t.test('the same intended execution starts one query, whatever the retries; another starts its own', async (t) => {
  const { server, runSql } = await runnerOf(t, { rows: () => [{ n: '1' }] })
  await collect(runSql('SELECT 1'))
  await collect(runSql('SELECT 1'))
  await collect(runSql('SELECT 2'))
  t.same(server.started, ['SELECT 1', 'SELECT 2'])
})
