import { join } from 'node:path'
import t, { type Test } from 'tap'
import { openDatabase } from '../../../adapters/duckdb-connection.ts'
import { openDuckDb } from '../../../adapters/duckdb.ts'
import { embeddedDynamoDbClient } from '../../../adapters/dynamodb-client.ts'
import { dynamoDbUsageStore } from '../../../adapters/dynamodb-usage-store.ts'
import { startEmbeddedDynamoDb } from '../../../adapters/embedded-dynamodb.ts'
import { MODEL_PRICING_TABLE, USAGE_STATS_TABLE } from '../../../domain/contract.ts'
import { readS3Event } from '../../../domain/s3-event.ts'
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
    ...localAws({ ATHENA: athena.endpoint, DYNAMODB: dynamoDb.endpoint }), USAGE_TABLE: USAGE_STATS_TABLE, PRICING_TABLE: MODEL_PRICING_TABLE,
    WORKGROUP: 'analytics', CATALOG: 'c', DATABASE: 'd',
  }
  const usage = dynamoDbUsageStore({ client, name: USAGE_STATS_TABLE }, { hoursKeptDays: null })
  return { usage, backfill: (...args: string[]) => runCommandFile('backfill', args, env) }
}

t.test('hours that differ are computed anew, their days with them, and a second run finds nothing to do', async (t) => {
  const { usage, backfill } = await eventTable(t)
  const range = ['--from', hoursAgo(800), '--to', hoursAgo(600)]
  t.same(await backfill(...range, '--dry-run'), {
    exitCode: 0, stderr: '', stdout: '1 hours of 1 sources have events; 1 of them differ and would be computed anew\n',
  })
  t.same(await usage.listSources(), [])

  t.match(await backfill(...range), { exitCode: 0, stderr: '', stdout: /^1 hours computed anew\n[12] days and months rolled up anew\n$/ })
  const [source] = await usage.listSources()
  const calls: number[] = []
  for (const period of ['hour', 'day'] as const) {
    if (source === undefined) break
    for await (const bucket of usage.readBuckets(source, period, null, null)) calls.push(bucket.cells.reduce((sum, cell) => sum + cell.calls, 0))
  }
  t.same(calls, [2, 2], 'of an hour and its day, each request once')
  t.match(await usage.lastRun('backfill'), { outcome: 'ok', bucketsWritten: 1 })

  t.match(await backfill(...range), { exitCode: 0, stdout: '0 hours computed anew\n0 days and months rolled up anew\n' })
  t.match(await backfill('--from', hoursAgo(10_100), '--to', hoursAgo(10_000)), { exitCode: 0, stdout: /no longer kept/ })
})

async function bucketAndQueue(t: Test, keys: readonly string[]) {
  const s3 = await s3Server({ logs: '111122223333' })
  const sqs = await sqsServer(['logs'])
  t.teardown(() => Promise.all([s3.close(), sqs.close()]))
  for (const key of keys) s3.put(`logs/${key}`, Buffer.from('12345'))
  const announced = () => sqs.bodiesIn('logs').map((body) => {
    const event = readS3Event(body)
    return event.kind === 'objects' ? event.objects[0]?.key : null
  })
  const args = ['--objects', '--bucket', 'logs', '--queue', sqs.urlOf('logs'), '--from', '2026-11-22T23:00:00Z', '--to', '2026-11-23T06:00:00Z']
  return { s3, sqs, announced, backfill: (...more: string[]) => runCommandFile('backfill', [...args, ...more], localAws({ S3: s3.endpoint })) }
}

t.test('log objects of the range are enqueued, and nothing else', async (t) => {
  const [first, second, elsewhere] = [
    logKey('111122223333', 'us-east-1', 23, 22), logKey('111122223333', 'us-east-1', 5), logKey('111122223333', 'eu-west-1', 0),
  ]
  const { s3, sqs, announced, backfill } = await bucketAndQueue(t, [
    first, second, elsewhere, logKey('111122223333', 'us-east-1', 22, 22), logKey('111122223333', 'us-east-1', 6),
    second.replace(/[^/]+$/, 'data/x_input.json.gz'), 'AWSLogs/111122223333/BedrockModelInvocationLogs/amazon-bedrock-logs-permission-check',
    'other/2026/11/23/05/x',
  ])
  const owner = ['--owner', '111122223333']
  t.same(await backfill(...owner, '--dry-run'), { exitCode: 0, stderr: '', stdout: 'would enqueue 3 log objects with 15 bytes\n' })
  t.same(sqs.requests, [])

  t.match(await backfill(...owner), { exitCode: 0, stderr: '', stdout: /^3 log objects with 15 bytes enqueued\nOnce they are parsed/ })
  t.same(announced(), [elsewhere, first, second])

  const listings = s3.requests.length
  t.match(await backfill('--source', '111122223333/us-east-1', '--after', first), { exitCode: 0, stdout: /^1 log objects/ })
  t.equal(announced().at(-1), second)
  t.same(s3.requests.slice(listings).map(({ query }) => query.get('prefix')?.slice(-11)).filter((prefix, index, all) => all.indexOf(prefix) === index),
    ['2026/11/22/', '2026/11/23/'])
})

t.test('a bucket in other hands is not read', async (t) => {
  const { announced, backfill } = await bucketAndQueue(t, [logKey('111122223333', 'us-east-1', 5)])
  t.match(await backfill('--owner', '999988887777'), { exitCode: 1, stderr: /^error: AccessDenied\n$/ })
  t.same(announced(), [])
})

t.test('wrong calls end with one clear line', async (t) => {
  const range = ['--from', '2026-07-18T00:00:00Z', '--to', '2026-07-19T00:00:00Z']
  const cases: [string[], number, RegExp][] = [
    [['--help'], 0, /^$/],
    [[], 2, /^error: --from INSTANT is missing\nSee: npm run backfill -- --help\n$/],
    [['--from', '2026-07-18T00:00:00Z'], 2, /^error: --to INSTANT is missing/],
    [['--from', '2026-07-18', '--to', '2026-07-19'], 2, /^error: --from wants an instant/],
    [['--to', '2026-07-18T00:00:00Z', '--from', '2026-07-18T00:00:00Z'], 2, /^error: --to must be later than --from/],
    [[...range, '--bucket', 'logs'], 2, /^error: --bucket goes with --objects/],
    [[...range, '--objects'], 2, /^error: --bucket NAME is missing/],
    [[...range, '--objects', '--bucket', 'logs'], 2, /^error: --owner ACCOUNT is missing/],
    [[...range, '--objects', '--bucket', 'logs', '--owner', '12345'], 2, /^error: --owner wants an account of 12 digits, not "12345"/],
    [[...range, '--objects', '--bucket', 'logs', '--owner', '111122223333'], 2, /^error: --queue URL is missing/],
    [range, 1, /^error: the environment is not usable: USAGE_TABLE .*; PRICING_TABLE /],
  ]
  await Promise.all(cases.map(async ([args, code, message]) => {
    const { exitCode, stderr, stdout } = await runCommandFile('backfill', args, localAws({}))
    t.equal(exitCode, code, args.join(' '))
    t.match(stderr, message)
    if (code === 0) t.match(stdout, /^Usage: npm run backfill -- --from INSTANT/)
  }))
})
