import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { dynamoDbQuarantine } from '../../adapters/dynamodb-quarantine.ts'
import { embeddedDynamoDbClient } from '../../adapters/dynamodb-client.ts'
import { startEmbeddedDynamoDb } from '../../adapters/embedded-dynamodb.ts'
import { type ENVIRONMENTS, METRICS_NAMESPACE, USAGE_STATS_TABLE } from '../../domain/contract.ts'
import { bundleFunctions } from '../../infra/bundle.ts'
import { firehoseServer } from '../fixtures/aws/firehose.ts'
import { s3Server } from '../fixtures/aws/s3.ts'
import { awsServer } from '../fixtures/aws/server.ts'
import { invokeBundle, localAws } from '../fixtures/invoke-bundle.ts'
import { answered } from '../fixtures/log-record.ts'

const EVENT = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/events/sqs-object-created.json'), 'utf8')) as unknown
const KEY = 'AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/2026/07/18/05/20260718T051640000Z_9b86bf4994c4ab1c.json.gz'
const MISSING = '2e1424d4-f796-459a-8184-9c92662be6da'

const [bundle] = await bundleFunctions(t.testdir(), ['parse-log'])

async function invoke(t: Test, variables: Partial<Record<keyof (typeof ENVIRONMENTS)['parse-log'], string>>, event = EVENT) {
  const s3 = await s3Server({ 'bedrock-logs': '111122223333' })
  s3.putLog(`bedrock-logs/${KEY}`, [
    answered({ completion: 'CANARY' }, { requestId: 'r1' }), { prompt: 'CANARY' }, answered({}, { requestId: 'r2', requestMetadata: { team: 'ads' } }),
  ])
  const firehose = await firehoseServer()
  const sts = await awsServer(() => ({
    headers: { 'content-type': 'text/xml' },
    body: `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>of-the-hub</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
      <SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  }))
  const dynamoDb = await startEmbeddedDynamoDb(t.testdir())
  const client = embeddedDynamoDbClient(dynamoDb.endpoint)
  t.teardown(async () => {
    client.destroy()
    await Promise.all([s3.close(), firehose.close(), sts.close(), dynamoDb.close()])
  })
  const env = {
    ...localAws({ S3: s3.endpoint, FIREHOSE: firehose.endpoint, STS: sts.endpoint, DYNAMODB: dynamoDb.endpoint }),
    AWS_LAMBDA_FUNCTION_NAME: 'analytics-parse-log',
    STREAM_NAME: 'usage-events', USAGE_TABLE: USAGE_STATS_TABLE, HUB_REGION: 'eu-central-1', ACCOUNT_ID: '111122223333',
    BUCKETS: '{"bedrock-logs": {"ownerAccountId": "111122223333", "prefix": ""}}',
    ATTRIBUTION: '{"tagKeys": ["team"]}',
    ...variables,
  }
  const quarantined = []
  const invoked = await invokeBundle(bundle?.folder ?? '', event, env)
  const quarantine = dynamoDbQuarantine({ client, name: USAGE_STATS_TABLE }, { keptDays: null, clock: () => new Date() })
  for await (const object of quarantine.list()) quarantined.push(object)
  return { ...invoked, firehose, sts, quarantined }
}

t.test('objects of a batch become events; what failed comes back, what is bad is quarantined', async (t) => {
  const { answer, error, lines, firehose, sts, quarantined } = await invoke(t, {})
  t.equal(error, '')
  t.same(answer, { batchItemFailures: [{ itemIdentifier: MISSING }] })
  t.same(firehose.rows.map(({ request_id, tags }) => [request_id, tags]), [['r1', null], ['r2', '{"team":"ads"}']])
  t.match(firehose.requests[0]?.headers.authorization, /test\/\d+\/eu-central-1\/firehose/)
  t.equal(sts.requests.length, 0)
  t.match(quarantined, [{ key: `s3://bedrock-logs/${KEY}`, lines: [{ line: 2 }] }])

  const [warning, done, metrics] = lines
  t.match(warning, { level: 'WARN', function: 'parse-log', requestId: 'request-1', messageId: MISSING, reason: 'NoSuchKey' })
  t.match(done, { level: 'INFO', message: 'done', objects: 1, records: 2, quarantined: 1, failed: 1 })
  t.match(metrics, {
    _aws: { CloudWatchMetrics: [{ Namespace: METRICS_NAMESPACE, Dimensions: [['FunctionName']] }] },
    FunctionName: 'analytics-parse-log', objects: 1, records: 2, quarantined: 1, delivered: 2, unresolvedModels: 0,
  })
  t.ok(Number(metrics?.['lagSeconds']) > 0)
  t.equal(lines.length, 3)
  t.notMatch(JSON.stringify([lines, quarantined, firehose.rows]), /CANARY/)
})

t.test('a spoke writes with a role of the hub, under its own name', async (t) => {
  const { answer, firehose, sts } = await invoke(t, { HUB_ROLE_ARN: 'arn:aws:iam::999988887777:role/spoke-write' })
  t.same(answer, { batchItemFailures: [{ itemIdentifier: MISSING }] })
  t.match(firehose.requests[0]?.headers.authorization, /Credential=of-the-hub\//)
  const form = new URLSearchParams(sts.requests[0]?.body.toString())
  t.equal(form.get('RoleArn'), 'arn:aws:iam::999988887777:role/spoke-write')
  t.equal(form.get('RoleSessionName'), 'parse-log-111122223333')
})

t.test('what is no batch of messages fails with a clear error, in the log too', async (t) => {
  const { error, lines } = await invoke(t, {}, { Records: [{ body: 5 }] })
  t.match(error, /the event is not usable: Records: 0: messageId: .*, Records: 0: body: /)
  t.match(lines, [{ level: 'ERROR', message: 'failed', error: 'Error' }, { failures: 1 }])
})
