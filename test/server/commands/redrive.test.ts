import t, { type Test } from 'tap'
import { dynamoDbQuarantine } from '../../../adapters/dynamodb-quarantine.ts'
import { embeddedDynamoDbClient } from '../../../adapters/dynamodb-client.ts'
import { startEmbeddedDynamoDb } from '../../../adapters/embedded-dynamodb.ts'
import { USAGE_STATS_TABLE } from '../../../domain/contract.ts'
import { readS3Event } from '../../../domain/s3-event.ts'
import { redriveCommand } from '../../../server/commands/redrive-command.ts'
import { sqsServer } from '../../fixtures/aws/sqs.ts'
import { localAws } from '../../fixtures/invoke-bundle.ts'
import { logKey } from '../../fixtures/log-key.ts'
import { runCommandFile } from '../../fixtures/run-command.ts'

async function queues(t: Test) {
  const server = await sqsServer(['dead', 'logs'])
  t.teardown(() => server.close())
  const urls = ['--queue', server.urlOf('logs'), '--dlq', server.urlOf('dead')]
  return { server, redrive: (...args: string[]) => runCommandFile('redrive', [...urls, ...args], localAws({})) }
}

t.test('messages go back to the queue; a dry run only counts them', async (t) => {
  const { server, redrive } = await queues(t)
  for (let index = 0; index < 12; index++) server.put('dead', `message ${index}`)
  t.same(await redrive('--dry-run', '--max', '5'), { exitCode: 0, stdout: 'would move about 5 of 12 messages\n', stderr: '' })
  t.same(server.requests.map(({ operation }) => operation), ['GetQueueAttributes'])

  t.same(await redrive('--max', '11'), { exitCode: 0, stdout: 'moved 11 messages\n', stderr: '' })
  t.same(await redrive(), { exitCode: 0, stdout: 'moved 1 messages\n', stderr: '' })
  t.equal(server.bodiesIn('logs').length, 12)
  t.same(server.bodiesIn('dead'), [])
})

t.test('objects in quarantine are announced to the queue again, from the table that the environment names', async (t) => {
  const { server } = await queues(t)
  const dynamoDb = await startEmbeddedDynamoDb(t.testdir())
  const client = embeddedDynamoDbClient(dynamoDb.endpoint)
  t.teardown(async () => {
    client.destroy()
    await dynamoDb.close()
  })
  const quarantine = dynamoDbQuarantine({ client, name: USAGE_STATS_TABLE }, { keptDays: null, clock: () => new Date() })
  const key = logKey('111122223333', 'us-east-1', 4)
  await quarantine.replace(`s3://logs-hub/${key}`, [{ line: 1, reason: 'not_json', field: null }])
  const env = { ...localAws({ DYNAMODB: dynamoDb.endpoint }), USAGE_TABLE: USAGE_STATS_TABLE }
  t.same(await runCommandFile('redrive', ['--quarantine', '--queue', server.urlOf('logs')], env), {
    exitCode: 0, stderr: '', stdout: `s3://logs-hub/${key}  not_json × 1\n1 objects will be parsed again\n`,
  })
  t.same(readS3Event(server.bodiesIn('logs')[0] ?? ''), { kind: 'objects', objects: [{ bucket: 'logs-hub', key }] })
})

t.test('wrong calls and what cannot work are told in one clear line', async (t) => {
  const { server } = await queues(t)
  const [queue, dlq] = [server.urlOf('logs'), server.urlOf('dead')]
  const cases: [Partial<Parameters<typeof redriveCommand.run>[0]>, RegExp][] = [
    [{ queue }, /^--dlq URL is missing$/],
    [{ dlq }, /^--queue URL is missing$/],
    [{ queue, dlq: queue }, /^--dlq and --queue are the same queue$/],
    [{ queue, dlq: 'logs-dead' }, /^--dlq wants the URL of a standard queue such as .*, not "logs-dead"$/],
    [{ queue: `${queue}.fifo`, dlq }, /^--queue wants the URL of a standard queue/],
    [{ queue, dlq, max: '0' }, /^--max wants a whole number of at least 1/],
    [{ queue, dlq, bucket: 'x' }, /^--bucket goes with --quarantine$/],
    [{ quarantine: true, queue, dlq }, /^--dlq does not go with --quarantine$/],
    [{ quarantine: true, queue, source: 'x' }, /^--source wants an account and a region/],
    [{ quarantine: true, queue, since: 'now' }, /^--since wants an instant/],
    [{ quarantine: true, queue }, /^the environment is not usable: USAGE_TABLE .*is missing$/],
  ]
  for (const [values, message] of cases) {
    await t.rejects(redriveCommand.run({ 'quarantine': false, 'dry-run': false, ...values }, []), message)
  }
  t.match(await runCommandFile('redrive', ['--queue', queue, '--dlq', server.urlOf('nowhere')], localAws({})), {
    exitCode: 1, stdout: '', stderr: 'error: The specified queue does not exist.\n',
  })
})
