import t from 'tap'
import { LOG_QUEUE, PARSE_LOG_TIMEOUT_SECONDS } from '../../domain/contract.ts'
import { parseObjectKey } from '../../domain/object-key.ts'
import { spokeConfig } from '../fixtures/infra/spoke-config.ts'
import { resourcesOf, type Resource, type StackJson, synthesizeText } from '../fixtures/infra/synthesized.ts'
import { logKey } from '../fixtures/log-key.ts'

function spokeOf(more: Parameters<typeof spokeConfig>[0] = {}): StackJson {
  return synthesizeText(spokeConfig(more)).get('spoke-lab') as StackJson
}

/** Resources of a type in one region; none is fine. */
function inRegion(stack: StackJson, type: string, region: string): Resource[] {
  return Object.values(stack.resource[type] ?? {}).filter((resource) => resource['region'] === region)
}

const spoke = spokeOf()
const PREFIX = 'bedrock/data/'
const KEY = `${PREFIX}${logKey('444455556666', 'eu-west-1', 5)}`
const HOUR = KEY.slice(0, KEY.lastIndexOf('/'))

/** As EventBridge understands a wildcard: `*` stands for any text, slashes too. */
function matches(wildcard: string, key: string): boolean {
  const parts = wildcard.split('*').map((part) => part.replace(/[.\\^$+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(key)
}

t.test('the rule lets log objects of its account and region through, and nothing that lies beside them', async (t) => {
  const [rule] = inRegion(spoke, 'aws_cloudwatch_event_rule', 'eu-west-1')
  const pattern = JSON.parse(rule?.['event_pattern'] as string) as {
    source: unknown; 'detail-type': unknown; detail: { bucket: { name: unknown }; object: { key: { wildcard: string }[] } }
  }
  t.match(pattern, {
    source: ['aws.s3'], 'detail-type': ['Object Created'], detail: { bucket: { name: ['acme-logs-444455556666-eu-west-1'] } },
  })
  t.equal(pattern.detail.object.key.length, 1, 'entries are alternatives: a second one would only let more through')
  const wildcard = pattern.detail.object.key[0]?.wildcard ?? ''
  t.notMatch(wildcard, /\*\*|(\*.*){3}/, 'EventBridge refuses patterns that are too complex')

  t.ok(matches(wildcard, KEY))
  t.not(parseObjectKey(KEY), null, 'parse-log agrees')
  const beside = [
    `${HOUR}/data/0a1b2c3d-0000-4000-8000-0123456789ab_input.json.gz`,
    `${HOUR}/data/0a1b2c3d-0000-4000-8000-0123456789ab_output.json.gz`,
    `${PREFIX}AWSLogs/444455556666/BedrockModelInvocationLogs/amazon-bedrock-logs-permission-check`,
    KEY.replace('eu-west-1', 'us-east-1'), KEY.replace('444455556666', '111122223333'), KEY.slice(PREFIX.length), `${KEY}.tmp`,
  ]
  for (const key of beside) t.notOk(matches(wildcard, key), key)
})

t.test('messages outlast retries, and end up in a queue of their own', async (t) => {
  for (const region of ['us-east-1', 'eu-west-1']) {
    const queues = inRegion(spoke, 'aws_sqs_queue', region)
    t.equal(queues.length, 2)
    const queue = queues.find(({ name }) => name === 'acme-log-objects') ?? {}
    t.ok(Number(queue['visibility_timeout_seconds']) >= 6 * PARSE_LOG_TIMEOUT_SECONDS)
    t.match(queue['redrive_policy'], /"deadLetterTargetArn":"\$\{aws_sqs_queue\..*_failed\.arn\}"/)
    t.match(queue['redrive_policy'], `"maxReceiveCount":${LOG_QUEUE.maxReceiveCount}`)
    const [target] = inRegion(spoke, 'aws_cloudwatch_event_target', region)
    t.match(target, { dead_letter_config: { arn: /_failed\.arn/ }, depends_on: [/queue_policy/, /failed-policy/] })
    t.match(inRegion(spoke, 'aws_lambda_event_source_mapping', region), [{
      function_response_types: ['ReportBatchItemFailures'], batch_size: 10, scaling_config: { maximum_concurrency: /^\d+$/ },
    }])
  }
})

t.test('Bedrock is told to log once its bucket is ready, with what the configuration allows', async (t) => {
  const [setting] = inRegion(spoke, 'aws_bedrock_model_invocation_logging_configuration', 'eu-west-1')
  t.match(setting, {
    logging_config: [{
      text_data_delivery_enabled: true,
      image_data_delivery_enabled: false,
      s3_config: [{ bucket_name: 'acme-logs-444455556666-eu-west-1', key_prefix: 'bedrock/data' }],
    }],
    depends_on: [/encryption/, /ownership/, /policy/],
  })
  t.notOk('cloudwatch_config' in (setting?.['logging_config'] as Resource[])[0]!)
})

t.test('a bucket that exists already is left alone, and so is logging that is not to be managed', async (t) => {
  const existing = 'manageLogging: false\n        existingBucket: { name: acme-old-logs }'
  const stack = spokeOf({ region: existing })
  const types = Object.keys(stack.resource).filter((type) => inRegion(stack, type, 'eu-west-1').length > 0)
  t.same(types.filter((type) => /s3_bucket|bedrock/.test(type)), [])
  const [rule] = inRegion(stack, 'aws_cloudwatch_event_rule', 'eu-west-1')
  t.match(rule?.['event_pattern'], /"name":\["acme-old-logs"\]/)
  t.match(stack.output?.['log-bucket-policy-eu-west-1']?.['value'], /bedrock\.amazonaws\.com.*arn:aws:s3:::acme-old-logs/)

  const owned = spokeOf({ region: 'existingBucket: { name: acme-old-logs, manageNotifications: true }' })
  t.match(inRegion(owned, 'aws_s3_bucket_notification', 'eu-west-1'), [{ bucket: 'acme-old-logs', eventbridge: true }])
  t.same(inRegion(owned, 'aws_s3_bucket_policy', 'eu-west-1'), [])
})

t.test('logs survive unless the configuration gives them up', async (t) => {
  for (const retainData of [true, false]) {
    for (const [name, bucket] of resourcesOf(spokeOf({ top: `retainData: ${retainData}` }), 'aws_s3_bucket')) {
      const { prevent_destroy: prevent } = (bucket['lifecycle'] ?? {}) as { prevent_destroy?: boolean }
      t.equal(bucket['force_destroy'], !retainData, name)
      t.equal(prevent, retainData ? true : undefined, name)
    }
  }
})

t.test('keys of one\'s own encrypt bucket, queues and function logs of their region', async (t) => {
  const key = (id: string) => `arn:aws:kms:eu-west-1:444455556666:key/${id.repeat(8)}-1111-1111-1111-111111111111`
  const stack = spokeOf({ region: `keys: { logs: "${key('a')}", queues: "${key('b')}", functionLogs: "${key('c')}" }` })
  t.match(inRegion(stack, 'aws_s3_bucket_server_side_encryption_configuration', 'eu-west-1'), [{
    rule: [{ bucket_key_enabled: true, apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms', kms_master_key_id: key('a') } }],
  }])
  for (const queue of inRegion(stack, 'aws_sqs_queue', 'eu-west-1')) t.equal(queue['kms_master_key_id'], key('b'))
  for (const queue of inRegion(stack, 'aws_sqs_queue', 'us-east-1')) t.equal(queue['sqs_managed_sse_enabled'], true)
  t.match(inRegion(stack, 'aws_cloudwatch_log_group', 'eu-west-1'), [{ kms_key_id: key('c') }])
})
