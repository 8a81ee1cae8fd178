import t from 'tap'
import { METRICS } from '../../domain/contract.ts'
import { EXAMPLE, type Resource, resourcesOf, synthesizeFile, synthesizeText } from '../fixtures/infra/synthesized.ts'

const hub = synthesizeFile(EXAMPLE).get('hub')
const alarms = resourcesOf(hub, 'aws_cloudwatch_metric_alarm').map(([, alarm]) => alarm)

function alarmsOn(namespace: string, metric: string): Resource[] {
  return alarms.filter((alarm) => alarm['namespace'] === namespace && alarm['metric_name'] === metric)
}

/** What must not go unnoticed: metric, and how many things there are in the hub of the example that have it. */
const WATCHED = [
  ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 2],
  ['AWS/SQS', 'ApproximateAgeOfOldestMessage', 1],
  ['AWS/Firehose', 'DeliveryToIceberg.DataFreshness', 1],
  ['AWS/Firehose', 'DeliveryToIceberg.FailedRowCount', 1],
  ['AWS/Firehose', 'ThrottledRecords', 1],
  ['AWS/Lambda', 'Errors', 4],
  ['AWS/Lambda', 'Throttles', 4],
  ['AWS/Scheduler', 'TargetErrorCount', 1],
  ['AWS/Scheduler', 'InvocationDroppedCount', 1],
  ['AWS/DynamoDB', 'ReadThrottleEvents', 2],
  ['AWS/DynamoDB', 'WriteThrottleEvents', 2],
  ['AWS/Bedrock', 'ModelInvocationLogsS3DeliveryFailure', 1],
  ['AWS/Bedrock', 'ModelInvocationLargeDataS3DeliveryFailure', 1],
  ['BedrockInvocationAnalytics', 'lagSeconds', 1],
] as const

t.test('everything that can fail has an alarm of its own', async (t) => {
  for (const [namespace, metric, count] of WATCHED) {
    const dimensions = alarmsOn(namespace, metric).map((alarm) => JSON.stringify(alarm['dimensions']))
    t.equal(new Set(dimensions).size, count, `${namespace} ${metric}`)
  }
  t.equal(alarms.length, WATCHED.reduce((sum, [, , count]) => sum + count, 0), 'and there are no others')
})

t.test('every dead-letter queue and every function has one', async (t) => {
  const named = (key: string) => new Set(alarms.map((alarm) => (alarm['dimensions'] as Record<string, string>)[key]))
  for (const [, { function_name: name }] of resourcesOf(hub, 'aws_lambda_function')) t.ok(named('FunctionName').has(String(name)), String(name))
  for (const [, { name }] of resourcesOf(hub, 'aws_sqs_queue')) t.ok(named('QueueName').has(String(name)), String(name))
})

t.test('silence of compute-cost is an alarm; that of all others is none', async (t) => {
  for (const { metric_name: metric, treat_missing_data: missing } of alarms) {
    t.equal(missing, metric === 'lagSeconds' ? 'breaching' : 'notBreaching', String(metric))
  }
  const [lag] = alarmsOn('BedrockInvocationAnalytics', 'lagSeconds')
  t.ok(Object.keys(METRICS).includes(String(lag?.['metric_name'])), 'a metric that there is')
  t.match(lag, { dimensions: { FunctionName: 'bedrock-analytics-compute-cost' }, period: 300, evaluation_periods: 3, threshold: 86_400 })
})

t.test('every alarm tells when it starts and when it ends, and what to do about it', async (t) => {
  const topic = ['${aws_sns_topic.alarm-topic-us-east-1_topic.arn}']
  for (const alarm of alarms) {
    const name = String(alarm['alarm_name'])
    t.match(alarm, { alarm_actions: topic, ok_actions: topic }, name)
    t.ok(String(alarm['alarm_description']).length > 40, name)
  }
  t.equal(new Set(alarms.map(({ alarm_name: name }) => name)).size, alarms.length, 'each has a name of its own')
})

function hubWith(alarmsYaml: string) {
  return synthesizeText(`
namePrefix: acme
state: { bucket: acme-terraform-state }
alarms: ${alarmsYaml}
accounts:
  - { name: main, accountId: "111122223333", primary: true, regions: [us-east-1, eu-west-1] }
`).get('hub')
}

t.test('alarms tell existing topics of their own region, and no topic is made where nobody gave an address', async (t) => {
  const topicArns = ['arn:aws:sns:us-east-1:111122223333:alerts', 'arn:aws:sns:eu-west-1:111122223333:alerts']
  const stack = hubWith(`{ topicArns: ["${topicArns.join('", "')}"] }`)
  t.equal(stack?.resource['aws_sns_topic'], undefined)
  for (const [id, { region, alarm_actions: actions }] of resourcesOf(stack, 'aws_cloudwatch_metric_alarm')) {
    t.same(actions, topicArns.filter((arn) => arn.includes(String(region))), id)
  }
})

t.test('without alarms there is neither alarm nor topic', async (t) => {
  const stack = hubWith('{ enabled: false, email: a@example.com }')
  t.same(Object.keys(stack?.resource ?? {}).filter((type) => /alarm|sns/.test(type)), [])
})

t.test('a topic takes messages from alarms of its account and region only', async (t) => {
  const [[, { policy }] = ['', { policy: '{}' }]] = resourcesOf(hub, 'aws_sns_topic_policy')
  const { Statement } = JSON.parse(String(policy)) as { Statement: Record<string, unknown>[] }
  t.same(Statement.filter(({ Effect }) => Effect === 'Allow'), [{
    Sid: 'PublishAlarms',
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: 'arn:aws:sns:us-east-1:111122223333:bedrock-analytics-alarms',
    Condition: {
      StringEquals: { 'aws:SourceAccount': '111122223333' },
      ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:*' },
    },
  }])
})
