import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { embeddedDynamoDbClient } from '../../adapters/dynamodb-client.ts'
import { dynamoDbUsageStore } from '../../adapters/dynamodb-usage-store.ts'
import { startEmbeddedDynamoDb } from '../../adapters/embedded-dynamodb.ts'
import { MODEL_PRICING_TABLE, USAGE_STATS_TABLE, type FunctionName } from '../../domain/contract.ts'
import { exportKey } from '../../domain/export-keys.ts'
import { bundleFunctions } from '../../infra/bundle.ts'
import { s3Server } from '../fixtures/aws/s3.ts'
import { bucketOf, cellOf, SOURCE_A } from '../fixtures/bucket.ts'
import { invokeBundle, localAws } from '../fixtures/invoke-bundle.ts'

const bundles = await bundleFunctions(join(t.testdir(), 'functions'), ['aggregate-stats', 'export-usage'])

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
const [RECENT, OLDER, OLD] = [daysAgo(2), daysAgo(5), daysAgo(50)]
const pathOf = (day: string) => `exports/bi/${exportKey('csv', day)}`

t.test('late usage of an hour writes the file of its day again, and no other', async (t) => {
  const dynamoDb = await startEmbeddedDynamoDb(t.testdir())
  const s3 = await s3Server({ exports: '777788889999' })
  const client = embeddedDynamoDbClient(dynamoDb.endpoint)
  t.teardown(async () => {
    client.destroy()
    await Promise.all([s3.close(), dynamoDb.close()])
  })
  const usage = dynamoDbUsageStore({ client, name: USAGE_STATS_TABLE }, { hoursKeptDays: null })
  const env = {
    ...localAws({ S3: s3.endpoint, DYNAMODB: dynamoDb.endpoint }), USAGE_TABLE: USAGE_STATS_TABLE, PRICING_TABLE: MODEL_PRICING_TABLE,
    BUCKET: 'exports', BUCKET_OWNER: '777788889999', PREFIX: 'bi', FORMAT: 'csv', ACCOUNT_NAMES: `{"${SOURCE_A.accountId}": "platform"}`,
  }
  async function computed(day: string, inputTokens: number): Promise<void> {
    const bucket = bucketOf(SOURCE_A, 'hour', `${day}T05`, [cellOf({ inputTokens })])
    const generation = await usage.nextGeneration()
    await usage.intend(generation, [bucket])
    await usage.writeBucket(bucket, generation)
    await usage.announce(generation, [bucket])
  }
  async function run(name: FunctionName, event: object = {}) {
    const { answer, error, lines } = await invokeBundle(bundles.find((bundle) => bundle.name === name)?.folder ?? '', event, env)
    t.equal(error, '')
    return { answer, lines }
  }
  const rowsOf = (day: string) => gunzipSync(s3.object(pathOf(day))).toString().trimEnd().split('\r\n').slice(1)
  const puts = () => s3.requests.filter(({ method }) => method === 'PUT').map(({ path }) => path.slice(1))

  await usage.noteSource({ ...SOURCE_A, newestEvent: new Date().toISOString() })
  for (const day of [RECENT, OLDER, OLD]) await computed(day, 1000)
  const at = new Date().toISOString()
  await usage.saveRun({ kind: 'compute-cost', startedAt: at, finishedAt: at, outcome: 'ok', dataUpTo: at, bucketsWritten: 3, message: null })
  await run('aggregate-stats', { lookBackDays: 60 })
  const { answer, lines } = await run('export-usage')
  t.strictSame(answer, { filesWritten: 2, unchanged: 0, next: null }, 'days within the look-back')
  t.match(lines.at(-1), { FunctionName: 'export-usage', filesWritten: 2 })
  t.strictSame(puts(), [pathOf(RECENT), pathOf(OLDER)])
  t.match(rowsOf(OLDER), [/,platform,.*,1000,Tokens,/])

  await computed(OLDER, 2000)
  await run('aggregate-stats')
  t.strictSame((await run('export-usage')).answer, { filesWritten: 1, unchanged: 1, next: null })
  t.strictSame(puts(), [pathOf(RECENT), pathOf(OLDER), pathOf(OLDER)])
  t.match(rowsOf(OLDER), [/,2000,Tokens,/])

  t.strictSame((await run('export-usage', { from: OLD, to: OLD })).answer, { filesWritten: 1, unchanged: 0, next: null }, 'older days on demand')
})

t.test('an event that it does not know is refused before anything is read', async (t) => {
  const env = { ...localAws({}), USAGE_TABLE: 'u', PRICING_TABLE: 'p', BUCKET: 'exports', BUCKET_OWNER: '777788889999' }
  const { error, lines } = await invokeBundle(bundles.at(-1)?.folder ?? '', { since: RECENT }, env)
  t.match(error, /the event is not usable: .*since/)
  t.match(lines, [{ level: 'ERROR' }, { failures: 1 }])
})
