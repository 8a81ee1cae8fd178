import t from 'tap'
import { readLookBackDays } from '../../domain/aggregate-request.ts'
import { readComputeRequest } from '../../domain/compute-request.ts'
import { ENVIRONMENTS } from '../../domain/contract.ts'
import { readEnvironment } from '../../domain/environment.ts'
import { everyMinutes } from '../../infra/constructs/scheduled-function.ts'
import { EXAMPLE, type Resource, resourcesOf, synthesizeFile, synthesizeText } from '../fixtures/infra/synthesized.ts'

const hub = synthesizeFile(EXAMPLE).get('hub')

function environmentOf(name: string): Record<string, string> {
  const [, found] = resourcesOf(hub, 'aws_lambda_function').find(([, { function_name: deployed }]) => deployed === `bedrock-analytics-${name}`) ?? []
  if (found === undefined) throw new Error(`the hub has no ${name}`)
  return (found['environment'] as { variables: Record<string, string> }).variables
}

interface Schedule {
  readonly expression: unknown
  readonly event: unknown
  readonly resource: Resource
}

/** By their names after the prefix. */
function schedulesOf(stack: typeof hub): Map<string, Schedule> {
  return new Map(resourcesOf(stack, 'aws_scheduler_schedule').map(([, resource]) => {
    const { input } = resource['target'] as { input: string }
    const name = String(resource['name']).replace(/^[^-]+-analytics-/, '')
    return [name, { expression: resource['schedule_expression'], event: JSON.parse(input) as unknown, resource }]
  }))
}

t.test('functions are told what they ask for, in a form that they take', async (t) => {
  const computeCost = readEnvironment(ENVIRONMENTS['compute-cost'], environmentOf('compute-cost'))
  t.match(computeCost, {
    USAGE_TABLE: 'bedrock-analytics-usage-stats',
    PRICING_TABLE: 'bedrock-analytics-model-pricing',
    WORKGROUP: 'bedrock-analytics',
    CATALOG: 's3tablescatalog/bedrock-analytics-events',
    DATABASE: 'bedrock_analytics',
    LOOK_BACK_HOURS: 48,
    HOURS_KEPT_DAYS: 400,
    IN_REGION_FIX: true,
    ATTRIBUTION: { ssoByUser: true },
  })
  t.match(readEnvironment(ENVIRONMENTS['aggregate-stats'], environmentOf('aggregate-stats')), {
    USAGE_TABLE: 'bedrock-analytics-usage-stats', HOURS_KEPT_DAYS: 400,
  })
  t.match(readEnvironment(ENVIRONMENTS['sync-pricing'], environmentOf('sync-pricing')), {
    USAGE_TABLE: 'bedrock-analytics-usage-stats', PRICING_TABLE: 'bedrock-analytics-model-pricing', FEED_URL: /^https:/,
  })
})

t.test('every function comes back as often as it is configured to, and compute-cost looks far back once a day', async (t) => {
  t.same([...schedulesOf(hub)].map(([name, { expression, event }]) => [name, expression, event]).sort(), [
    ['aggregate-stats-run', 'rate(60 minutes)', {}],
    ['compute-cost-daily', 'cron(17 3 * * ? *)', { lookBackHours: 840 }],
    ['compute-cost-run', 'rate(5 minutes)', {}],
    ['sync-pricing-run', 'rate(1440 minutes)', {}],
  ])
})

t.test('functions take the events that their schedules send', async (t) => {
  const schedules = schedulesOf(hub)
  t.same(readComputeRequest(schedules.get('compute-cost-run')?.event), { kind: 'run', lookBackHours: null })
  t.same(readComputeRequest(schedules.get('compute-cost-daily')?.event), { kind: 'run', lookBackHours: 840 })
  t.equal(readLookBackDays(schedules.get('aggregate-stats-run')?.event, { days: 40, hoursKeptDays: 400 }), 40)
})

t.test('intervals come from the configuration', async (t) => {
  const config = `
namePrefix: own-analytics
state: { bucket: own-terraform-state }
schedule: { computeCostMinutes: 15, aggregateStatsMinutes: 120, syncPricing: weekly }
accounts:
  - { name: main, accountId: "111122223333", primary: true, regions: [us-east-1] }
`
  const schedules = schedulesOf(synthesizeText(config).get('hub'))
  t.equal(schedules.get('compute-cost-run')?.expression, 'rate(15 minutes)')
  t.equal(schedules.get('aggregate-stats-run')?.expression, 'rate(120 minutes)')
  t.equal(schedules.get('sync-pricing-run')?.expression, 'rate(10080 minutes)')
})

t.test('a schedule tries again, sets aside what never got through, and does not start before its role may invoke', async (t) => {
  for (const [name, { resource }] of schedulesOf(hub)) {
    t.match(resource, {
      group_name: '${aws_scheduler_schedule_group.functions_schedules_group.name}',
      flexible_time_window: { mode: 'OFF' },
      target: {
        role_arn: '${aws_iam_role.functions_schedules_role_role.arn}',
        retry_policy: { maximum_retry_attempts: 10, maximum_event_age_in_seconds: 3600 },
        dead_letter_config: { arn: '${aws_sqs_queue.functions_schedules_failed.arn}' },
      },
      depends_on: ['aws_iam_role_policy.functions_schedules_role_policy'],
    }, name)
  }
})

t.test('Lambda itself repeats only what does not come back soon by itself', async (t) => {
  const retries = resourcesOf(hub, 'aws_lambda_function_event_invoke_config').map(([id, { maximum_retry_attempts: attempts }]) => [id, attempts])
  t.same(retries.sort(), [
    ['functions_aggregate-stats_retries', 0], ['functions_compute-cost_retries', 0], ['functions_sync-pricing_retries', 2],
  ])
})

t.test('a rate of one is in the singular, as EventBridge wants it', async (t) => {
  t.equal(everyMinutes(1), 'rate(1 minute)')
  t.equal(everyMinutes(2), 'rate(2 minutes)')
})
