import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openDatabase } from '../../../adapters/duckdb-connection.ts'
import { openDuckDb } from '../../../adapters/duckdb.ts'
import { embeddedDynamoDbClient } from '../../../adapters/dynamodb-client.ts'
import { dynamoDbUsageStore } from '../../../adapters/dynamodb-usage-store.ts'
import { startEmbeddedDynamoDb } from '../../../adapters/embedded-dynamodb.ts'
import { MODEL_PRICING_TABLE, USAGE_STATS_TABLE } from '../../../domain/contract.ts'
import { readS3Event } from '../../../domain/s3-event.ts'
import { backfillCommand } from '../../../server/commands/backfill-command.ts'
import { athenaServer } from '../../fixtures/aws/athena.ts'
import { s3Server } from '../../fixtures/aws/s3.ts'
import { sqsServer } from '../../fixtures/aws/sqs.ts'
import { localAws } from '../../fixtures/invoke-bundle.ts'
import { logKey } from '../../fixtures/log-key.ts'
import { runCommandFile } from '../../fixtures/run-command.ts'
import { usageEventOf } from '../../fixtures/usage-event.ts'

const NOW_MS = Date.now()
const hoursAgo = (hours: number) => new Date(NOW_MS - hours * 3_600_000).toISOString()

/** An event table with 3 rows of 30 days ago, 2 of them of the same request, and 1 of 20 days ago. */
async function eventTable(t: Test) {
  const file = join(t.testdir(), 'events.duckdb')
  const duckDb = await openDuckDb(file)
  const event = (id: string, hours: number) => usageEventOf({ request_id: id, ts: hoursAgo(hours) })
  await duckDb.sink.append([event('a', 720), event('a', 720), event('b', 720), event('c', 480)])
  duckDb.close()
  const database = await openDatabase(file)
  const athena = await athenaServer({
    rows: async (sql) => {
      const rows = []
      for await (const row of database.stream(sql)) rows.push(row)
      return rows
    },
  })
  const dynamoDb = await startEmbeddedDynamoDb(t.testdirName)
  const client = embeddedDynamoDbClient(dynamoDb.endpoint)
  t.teardown(async () => {
    client.destroy()
    database.close()
    await Promise.all([athena.close(), dynamoDb.close()])
  })
  const env = {
    ...localAws({ ATHENA: athena.endpoint, DYNAMODB: dynamoDb.endpoint }),
    USAGE_TABLE: USAGE_STATS_TABLE, PRICING_TABLE: MODEL_PRICING_TABLE,
    WORKGROUP: 'analytics', CATALOG: 'c', DATABASE: 'd',
  }
  const usage = dynamoDbUsageStore({ client, name: USAGE_STATS_TABLE }, { hoursKeptDays: null })
  return { usage, backfill: (...args: string[]) => runCommandFile('backfill', args, env) }
}

t.test('hours are computed from Athena into DynamoDB, as the environment of compute-cost names them', async (t) => {
  const { usage, backfill } = await eventTable(t)
  t.match(await backfill('--from', hoursAgo(800), '--to', hoursAgo(600)), {
    exitCode: 0, stderr: '', stdout: /^1 hours computed anew\n[12] days and months rolled up anew\n$/,
  })
  const [source] = await usage.listSources()
  const calls: number[] = []
  for (const period of ['hour', 'day'] as const) {
    if (source === undefined) break
    for await (const { cells } of usage.readBuckets(source, period, null, null)) {
      calls.push(cells.reduce((sum, cell) => sum + cell.calls, 0))
    }
  }
  t.same(calls, [2, 2], 'of an hour and its day, each request once')
  t.match(await usage.lastRun('backfill'), { outcome: 'ok', bucketsWritten: 1 })
})

t.test('log objects are enqueued, unless the bucket is in other hands', async (t) => {
  const s3 = await s3Server({ logs: '111122223333' })
  const sqs = await sqsServer(['logs'])
  t.teardown(() => Promise.all([s3.close(), sqs.close()]))
  const key = logKey('111122223333', 'us-east-1', 5)
  s3.put(`logs/${key}`, Buffer.from('12345'))
  const range = ['--from', '2026-11-23T05:00:00Z', '--to', '2026-11-23T06:00:00Z']
  const args = ['--objects', '--bucket', 'logs', '--queue', sqs.urlOf('logs'), ...range]
  const backfill = (owner: string) => runCommandFile('backfill', [...args, '--owner', owner], localAws({ S3: s3.endpoint }))
  t.match(await backfill('999988887777'), { exitCode: 1, stdout: '', stderr: 'error: AccessDenied\n' })
  t.same(sqs.bodiesIn('logs'), [])
  t.match(await backfill('111122223333'), { exitCode: 0, stderr: '', stdout: /^1 log objects with 5 bytes enqueued\nOnce they are parsed/ })
  t.same(readS3Event(sqs.bodiesIn('logs')[0] ?? ''), { kind: 'objects', objects: [{ bucket: 'logs', key }] })
})

t.test('wrong calls are told in one clear line', async (t) => {
  const range = { from: '2026-07-18T00:00:00Z', to: '2026-07-19T00:00:00Z' }
  const owner = '111122223333'
  const cases: [Partial<Parameters<typeof backfillCommand.run>[0]>, RegExp][] = [
    [{}, /^--from INSTANT is missing$/],
    [{ from: range.from }, /^--to INSTANT is missing$/],
    [{ from: '2026-07-18', to: range.to }, /^--from wants an instant/],
    [{ from: range.from, to: range.from }, /^--to must be later than --from$/],
    [{ ...range, bucket: 'logs' }, /^--bucket goes with --objects$/],
    [{ ...range, objects: true }, /^--bucket NAME is missing$/],
    [{ ...range, objects: true, bucket: 'logs' }, /^--owner ACCOUNT is missing$/],
    [{ ...range, objects: true, bucket: 'logs', owner: '12345' }, /^--owner wants an account of 12 digits, not "12345"$/],
    [{ ...range, objects: true, bucket: 'logs', owner }, /^--queue URL is missing$/],
    [{ ...range, objects: true, bucket: 'logs', source: '1/x' }, /^--source wants an account and a region/],
    [range, /^the environment is not usable: USAGE_TABLE .*; PRICING_TABLE /],
  ]
  for (const [values, message] of cases) {
    await t.rejects(backfillCommand.run({ 'objects': false, 'dry-run': false, ...values }, []), message)
  }
  t.match(await runCommandFile('backfill', ['--from', '1']), {
    exitCode: 2, stderr: /^error: --to INSTANT is missing\nSee: npm run backfill -- --help\n$/,
  })
})
