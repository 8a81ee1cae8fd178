import { S3Client } from '@aws-sdk/client-s3'
import { SQSClient } from '@aws-sdk/client-sqs'
import t, { type Test } from 'tap'
import { s3LogObjects } from '../../../adapters/s3.ts'
import { sqsQueue } from '../../../adapters/sqs.ts'
import { hourOf } from '../../../domain/calendar.ts'
import { readS3Event } from '../../../domain/s3-event.ts'
import { backfillObjects, type BackfillObjectsOptions } from '../../../server/commands/backfill-objects.ts'
import { s3Server } from '../../fixtures/aws/s3.ts'
import { clientSettings } from '../../fixtures/aws/server.ts'
import { sqsServer, type SqsFaults } from '../../fixtures/aws/sqs.ts'
import { logKey } from '../../fixtures/log-key.ts'

const RANGE = { from: hourOf(Date.parse('2026-11-22T23:00:00Z')), to: hourOf(Date.parse('2026-11-23T06:00:00Z')) }
const [FIRST, SECOND, ELSEWHERE] = [
  logKey('111122223333', 'us-east-1', 23, 22), logKey('111122223333', 'us-east-1', 5), logKey('111122223333', 'eu-west-1', 0),
]
const KEYS = [
  FIRST, SECOND, ELSEWHERE, logKey('111122223333', 'us-east-1', 22, 22), logKey('111122223333', 'us-east-1', 6),
  SECOND.replace(/[^/]+$/, 'data/x_input.json.gz'), 'AWSLogs/111122223333/BedrockModelInvocationLogs/amazon-bedrock-logs-permission-check',
  'other/2026/11/23/05/x',
]

async function world(t: Test, prefix = '', faults?: SqsFaults) {
  const s3 = await s3Server({ logs: '111122223333' })
  const sqs = await sqsServer(['logs'], faults)
  const s3Client = new S3Client({ ...clientSettings(s3.endpoint), forcePathStyle: true })
  const sqsClient = new SQSClient(clientSettings(sqs.endpoint))
  t.teardown(async () => {
    s3Client.destroy()
    sqsClient.destroy()
    await Promise.all([s3.close(), sqs.close()])
  })
  for (const key of KEYS) s3.put(`logs/${prefix}${key}`, Buffer.from('12345'))
  const queue = sqsQueue(sqsClient, sqs.urlOf('logs'))
  const lines: string[] = []
  return {
    s3, sqs, lines,
    announced: () => sqs.bodiesIn('logs').map((body) => {
      const event = readS3Event(body)
      return event.kind === 'objects' ? event.objects[0]?.key : null
    }),
    run: (overrides: Partial<BackfillObjectsOptions> & { dryRun?: boolean } = {}) => {
      const listBelow = (below: string) => s3LogObjects(s3Client, { bucket: 'logs', ownerAccountId: '111122223333', prefix: below }).list()
      return backfillObjects({ listBelow, queue: overrides.dryRun === true ? null : queue }, RANGE, {
        bucket: 'logs', prefix: prefix.replace(/\/$/, ''), source: null, after: null, isInterrupted: () => false,
        print: (line) => lines.push(line), ...overrides,
      })
    },
  }
}

t.test('log objects of the range are enqueued, and nothing else; a dry run only counts them', async (t) => {
  const { sqs, lines, announced, run } = await world(t)
  t.equal(await run({ dryRun: true }), 0)
  t.same(lines.splice(0), ['would enqueue 3 log objects with 15 bytes'])
  t.same(sqs.requests, [])
  t.equal(await run(), 0)
  t.equal(lines[0], '3 log objects with 15 bytes enqueued')
  t.same(announced(), [ELSEWHERE, FIRST, SECOND])
})

t.test('of a single source, only its days are listed', async (t) => {
  for (const prefix of ['', 'bedrock/logs/']) {
    const { s3, announced, run } = await world(t, prefix)
    t.equal(await run({ source: { accountId: '111122223333', region: 'us-east-1' } }), 0)
    t.same(announced(), [`${prefix}${FIRST}`, `${prefix}${SECOND}`])
    const folder = `${prefix}AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1`
    t.same([...new Set(s3.requests.map(({ query }) => query.get('prefix')))], [`${folder}/2026/11/22/`, `${folder}/2026/11/23/`])
  }
})

t.test('an interrupted run says after which key to go on, and the next one does', async (t) => {
  const { lines, announced, run } = await world(t)
  t.equal(await run({ isInterrupted: () => announced().length > 0 }), 0, 'all was done by then')
  lines.length = 0
  let asked = 0
  t.equal(await run({ isInterrupted: () => ++asked > 2 }), 1)
  t.match(lines, ['1 log objects with 5 bytes enqueued', `interrupted: go on with --after '${ELSEWHERE}'`])
  lines.length = 0
  t.equal(await run({ after: ELSEWHERE }), 0)
  t.match(lines[0], '2 log objects with 10 bytes enqueued')
})

t.test('what the queue does not take is thrown', async (t) => {
  const { run } = await world(t, '', { batch: () => ({ status: 403, body: { __type: 'AccessDeniedException', message: 'not you' } }) })
  await t.rejects(run(), { name: 'AccessDeniedException' })
})
