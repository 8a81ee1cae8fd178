import { referredBy, type Resource, resourcesOf, type Stack, text } from '../../fixtures/infra/stacks.ts'
import { add, change, remove, type Rule } from './rule.ts'

/** Below, an invocation that is throttled a few times comes back to the queue before its time. */
const VISIBILITY_TIMEOUTS = 6
const MIN_RECEIVES = 5
const DEAD_LETTER_SECONDS = 14 * 86_400

/** Queues that messages end in when all else has failed: whatever anything names as its dead-letter queue. */
function deadLetterQueues(stack: Stack): Set<string> {
  const targets = [...JSON.stringify(stack.json.resource).matchAll(/dead_?letter[^}]{0,60}?\$\{aws_sqs_queue\.([\w-]+)\.arn\}/gi)]
  return new Set(targets.map(([, id = '']) => id))
}

function redriveOf({ body }: Resource): { deadLetterTargetArn?: string; maxReceiveCount?: number } {
  return JSON.parse(text(body['redrive_policy']) || '{}') as { deadLetterTargetArn?: string; maxReceiveCount?: number }
}

function problemsOf(stack: Stack, queue: Resource, isLast: boolean): string[] {
  const { body } = queue
  const { deadLetterTargetArn, maxReceiveCount = 0 } = redriveOf(queue)
  const faults = [
    [isLast || referredBy(stack, 'aws_sqs_queue', deadLetterTargetArn) !== undefined, 'has no dead-letter queue'],
    [isLast || maxReceiveCount >= MIN_RECEIVES, 'gives up too soon'],
    [!isLast || body['message_retention_seconds'] === DEAD_LETTER_SECONDS, 'forgets what failed'],
    [body['sqs_managed_sse_enabled'] === true || body['kms_master_key_id'] !== undefined, 'is not encrypted'],
    [resourcesOf(stack, 'aws_sqs_queue_policy').some((policy) => text(policy.body['queue_url']).includes(`.${queue.id}.`)), 'has no policy'],
  ] as const
  return faults.filter(([isFine]) => !isFine).map(([, fault]) => `${queue.id} ${fault}`)
}

export const QUEUE_RULES: readonly Rule[] = [
  {
    title: 'Every queue is encrypted, has a policy, and a dead-letter queue unless it is one, which keeps all for two weeks',
    problems: (stack) => {
      const last = deadLetterQueues(stack)
      return resourcesOf(stack, 'aws_sqs_queue').flatMap((queue) => problemsOf(stack, queue, last.has(queue.id)))
    },
    breaches: {
      'a bare queue': (hub) => add(hub, 'aws_sqs_queue', { name: 'bare' }),
      'no redrive': (hub) => change(hub, 'aws_sqs_queue', (body) => delete body['redrive_policy'], (id) => id.endsWith('_queue')),
      'one try': (hub) => change(hub, 'aws_sqs_queue', (body) => {
        body['redrive_policy'] = text(body['redrive_policy']).replace(/"maxReceiveCount":\d+/, '"maxReceiveCount":1')
      }, (id) => id.endsWith('_queue')),
      'a day for what failed': (hub) => change(hub, 'aws_sqs_queue', (body) => (body['message_retention_seconds'] = 86_400), (id) => id.endsWith('_failed')),
      'no encryption': (hub) => change(hub, 'aws_sqs_queue', (body) => delete body['sqs_managed_sse_enabled']),
      'no policy': (hub) => remove(hub, 'aws_sqs_queue_policy'),
    },
  },
  {
    title: 'A message stays out of sight for six times as long as the function that takes it may run',
    problems: (stack) => resourcesOf(stack, 'aws_lambda_event_source_mapping').flatMap(({ id, body }) => {
      const queue = referredBy(stack, 'aws_sqs_queue', body['event_source_arn'])
      const lambda = referredBy(stack, 'aws_lambda_function', body['function_name'])
      const enough = VISIBILITY_TIMEOUTS * Number(lambda?.body['timeout'])
      const partial = (body['function_response_types'] as string[] | undefined)?.includes('ReportBatchItemFailures')
      return Number(queue?.body['visibility_timeout_seconds']) >= enough && partial ? [] : [id]
    }),
    breaches: {
      'a function that takes longer': (hub) => change(hub, 'aws_lambda_function', (body) => (body['timeout'] = 900), (id) => id.includes('parse-log')),
      'a shorter timeout of the queue': (hub) => {
        change(hub, 'aws_sqs_queue', (body) => (body['visibility_timeout_seconds'] = 60), (id) => id.endsWith('_queue'))
      },
      'batches that fail as a whole': (hub) => change(hub, 'aws_lambda_event_source_mapping', (body) => delete body['function_response_types']),
    },
  },
  {
    title: 'Whatever is delivered to a target that can fail has a dead-letter queue',
    problems: (stack) => [
      ...resourcesOf(stack, 'aws_cloudwatch_event_target').filter(({ body }) => body['dead_letter_config'] === undefined),
      ...resourcesOf(stack, 'aws_scheduler_schedule').filter(({ body }) => (body['target'] as Record<string, unknown>)['dead_letter_config'] === undefined),
    ].map(({ id }) => id),
    breaches: {
      'a target without one': (hub) => change(hub, 'aws_cloudwatch_event_target', (body) => delete body['dead_letter_config']),
      'a schedule without one': (hub) => change(hub, 'aws_scheduler_schedule', (body) => {
        delete (body['target'] as Record<string, unknown>)['dead_letter_config']
      }),
    },
  },
]
