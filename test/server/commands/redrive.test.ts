import t, { type Test } from 'tap'
import { dynamoDbQuarantine } from '../../../adapters/dynamodb-quarantine.ts'
import { embeddedDynamoDbClient } from '../../../adapters/dynamodb-client.ts'
import { startEmbeddedDynamoDb } from '../../../adapters/embedded-dynamodb.ts'
import { USAGE_STATS_TABLE } from '../../../domain/contract.ts'
import { readS3Event } from '../../../domain/s3-event.ts'
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

t.test('objects in quarantine are announced to the queue again, by bucket, source and time', async (t) => {
  const { server } = await queues(t)
  const dynamoDb = await startEmbeddedDynamoDb(t.testdir())
  const client = embeddedDynamoDbClient(dynamoDb.endpoint)
  t.teardown(async () => {
    client.destroy()
    await dynamoDb.close()
  })
  let now = new Date('2026-11-20T00:00:00Z')
  const quarantine = dynamoDbQuarantine({ client, name: USAGE_STATS_TABLE }, { keptDays: null, clock: () => now })
  const bad = [{ line: 1, reason: 'not_json', field: null }, { line: 7, reason: 'not_json', field: null }]
  const [old, hub, spoke] = [logKey('111122223333', 'us-east-1', 4), logKey('111122223333', 'us-east-1', 5), logKey('222233334444', 'eu-west-1', 5)]
  await quarantine.replace(`s3://logs-hub/${old}`, bad)
  now = new Date('2026-11-23T00:00:00Z')
  await quarantine.replace(`s3://logs-hub/${hub}`, bad)
  await quarantine.replace(`s3://logs-spoke/${spoke}`, [{ line: 1, reason: 'truncated', field: null }])

  const env = { ...localAws({ DYNAMODB: dynamoDb.endpoint }), USAGE_TABLE: USAGE_STATS_TABLE }
  const redrive = (...args: string[]) => runCommandFile('redrive', ['--quarantine', '--queue', server.urlOf('logs'), ...args], env)
  t.same(await redrive('--dry-run', '--since', '2026-11-22T00:00:00Z'), {
    exitCode: 0, stderr: '',
    stdout: `s3://logs-hub/${hub}  not_json × 2\ns3://logs-spoke/${spoke}  truncated × 1\nwould have 2 objects parsed again\n`,
  })
  t.same(server.requests, [])

  const cases: [string[], AnnouncedObjectOf[]][] = [
    [['--source', '222233334444/eu-west-1'], [['logs-spoke', spoke]]],
    [['--bucket', 'logs-hub', '--max', '1'], [['logs-hub', old]]],
    [[], [['logs-hub', old], ['logs-hub', hub], ['logs-spoke', spoke]]],
  ]
  for (const [args, expected] of cases) {
    const before = server.bodiesIn('logs').length
    t.match(await redrive(...args), { exitCode: 0, stdout: `${expected.length} objects will be parsed again\n` })
    const announced = server.bodiesIn('logs').slice(before).map((body) => {
      const event = readS3Event(body)
      return event.kind === 'objects' ? event.objects.map(({ bucket, key }) => [bucket, key])[0] : null
    })
    t.same(announced, expected, args.join(' '))
  }

  await quarantine.replace(logKey('111122223333', 'us-east-1', 6), bad)
  t.match(await redrive('--dry-run'), { exitCode: 2, stderr: /the bucket of AWSLogs\S+ is not known: name it with --bucket/ })
  t.match(await redrive('--dry-run', '--bucket', 'logs-hub'), { exitCode: 0, stdout: /would have 3 objects parsed again/ })
})

type AnnouncedObjectOf = [bucket: string, key: string]

t.test('wrong calls and what cannot work end with one clear line', async (t) => {
  const { server } = await queues(t)
  const [logs, dead] = [server.urlOf('logs'), server.urlOf('dead')]
  const cases: [string[], number, RegExp][] = [
    [['--help'], 0, /^$/],
    [['--queue', logs], 2, /^error: --dlq URL is missing\nSee: npm run redrive -- --help\n$/],
    [['--dlq', logs], 2, /^error: --queue URL is missing/],
    [['--queue', logs, '--dlq', logs], 2, /^error: --dlq and --queue are the same queue/],
    [['--queue', logs, '--dlq', 'logs-dead'], 2, /^error: --dlq wants the URL of a standard queue/],
    [['--queue', `${logs}.fifo`, '--dlq', dead], 2, /^error: --queue wants the URL of a standard queue/],
    [['--queue', logs, '--dlq', dead, '--max', '0'], 2, /^error: --max wants a whole number of at least 1/],
    [['--queue', logs, '--dlq', dead, '--bucket', 'x'], 2, /^error: --bucket goes with --quarantine/],
    [['--quarantine', '--queue', logs, '--source', 'x'], 2, /^error: --source wants an account and a region/],
    [['--quarantine', '--queue', logs], 1, /^error: the environment is not usable: USAGE_TABLE .*is missing\n$/],
    [['--queue', logs, '--dlq', server.urlOf('nowhere')], 1, /^error: The specified queue does not exist\.\n$/],
  ]
  await Promise.all(cases.map(async ([args, code, message]) => {
    const { exitCode, stderr, stdout } = await runCommandFile('redrive', args, localAws({}))
    t.equal(exitCode, code, args.join(' '))
    t.match(stderr, message)
    if (code === 0) t.match(stdout, /^Usage: npm run redrive -- --queue URL/)
  }))
})
