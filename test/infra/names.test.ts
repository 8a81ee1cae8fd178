import t from 'tap'
import { FUNCTION_NAMES } from '../../domain/contract.ts'
import * as names from '../../infra/names.ts'
import { EXAMPLE, resourcesOf, type StackJson, synthesizeFile, TEST_CONFIGS } from '../fixtures/infra/synthesized.ts'

/** As long as the configuration allows a prefix to be, in the region with the longest name there is. */
const LONGEST = { namePrefix: 'a2345678901234567890' }
const PLACE = { accountId: '111122223333', region: 'us-isof-south-1' }
const { NAME_LIMITS } = names

t.test('names stay within what AWS allows, for the longest prefix and region', async (t) => {
  const made: [keyof typeof NAME_LIMITS, string][] = [
    ['bucket', names.logBucketName(LONGEST, PLACE)],
    ['bucket', names.failedRecordsBucketName(LONGEST, PLACE)],
    ['bucket', names.queryResultsBucketName(LONGEST, PLACE)],
    ['bucket', names.exportsBucketName(LONGEST, PLACE)],
    ['tableBucket', names.tableBucketName(LONGEST)],
    ...FUNCTION_NAMES.flatMap((name): [keyof typeof NAME_LIMITS, string][] => {
      const deployed = names.functionName(LONGEST, name, PLACE)
      return [['function', deployed], ['role', deployed], ['logGroup', names.functionLogGroupName(deployed)]]
    }),
    ['role', names.roleName(LONGEST, 'dashboard-execution')],
    ['role', names.spokeWriteRoleName(LONGEST, PLACE.accountId)],
    ['queue', names.logDeadLetterQueueName(LONGEST)],
    ['rule', names.logRuleName(LONGEST)],
    ['stream', names.streamName(LONGEST)],
    ['loadBalancer', names.dashboardServiceName(LONGEST)],
  ]
  for (const [kind, name] of made) t.ok(name.length <= NAME_LIMITS[kind], `${kind} ${name}: ${name.length} characters`)
})

/** Where the name stands in each type of resource, and how long it may be. */
const NAMED: Record<string, [string, number]> = {
  aws_s3_bucket: ['bucket', NAME_LIMITS.bucket],
  aws_s3tables_table_bucket: ['name', NAME_LIMITS.tableBucket],
  aws_iam_role: ['name', NAME_LIMITS.role],
  aws_lambda_function: ['function_name', NAME_LIMITS.function],
  aws_cloudwatch_log_group: ['name', NAME_LIMITS.logGroup],
  aws_sqs_queue: ['name', NAME_LIMITS.queue],
  aws_cloudwatch_event_rule: ['name', NAME_LIMITS.rule],
  aws_kinesis_firehose_delivery_stream: ['name', NAME_LIMITS.stream],
  aws_dynamodb_table: ['name', NAME_LIMITS.table],
  aws_athena_workgroup: ['name', NAME_LIMITS.workgroup],
  aws_scheduler_schedule: ['name', NAME_LIMITS.schedule],
  aws_scheduler_schedule_group: ['name', NAME_LIMITS.scheduleGroup],
  aws_sns_topic: ['name', NAME_LIMITS.topic],
  aws_cloudwatch_metric_alarm: ['alarm_name', NAME_LIMITS.alarm],
  aws_cloudwatch_dashboard: ['dashboard_name', NAME_LIMITS.dashboard],
  aws_lb: ['name', NAME_LIMITS.loadBalancer],
  aws_lb_target_group: ['name', NAME_LIMITS.loadBalancer],
}

function namesIn(stack: StackJson): { type: string; region: unknown; name: string; limit: number }[] {
  return Object.entries(NAMED).flatMap(([type, [argument, limit]]) => Object.values(stack.resource[type] ?? {}).map((resource) => {
    return { type, region: resource['region'], name: resource[argument] as string, limit }
  }))
}

for (const file of [EXAMPLE, ...TEST_CONFIGS]) {
  const stacks = synthesizeFile(file)

  t.test(`${file}: everything deployed has a name of its own, begins with the prefix and stays within the limits`, async (t) => {
    for (const [id, stack] of stacks) {
      const found = namesIn(stack)
      const prefix = String(resourcesOf(stack, 'aws_cloudwatch_event_rule')[0]?.[1]['name']).replace(/-log-objects$/, '')
      t.ok(found.length > 5, `${id}: ${found.length} names`)
      for (const { type, name, limit } of found) {
        t.ok(name.length <= limit, `${id}: ${type} ${name} has at most ${limit} characters`)
        t.ok(name.replace(/^\/.*\//, '').startsWith(prefix), `${id}: ${type} ${name} begins with ${prefix}`)
      }
      const keys = found.map(({ type, region, name }) => `${type} ${String(region)} ${name}`)
      t.same(keys.filter((key, index) => keys.indexOf(key) !== index), [], `${id}: no name twice`)
    }
  })

  t.test(`${file}: roles and buckets, whose names know no region, have names of their own`, async (t) => {
    const all = [...stacks].flatMap(([id, stack]) => namesIn(stack).flatMap(({ type, name }) => {
      if (type === 'aws_iam_role') return [`${id} ${name}`]
      return type === 'aws_s3_bucket' ? [name] : []
    }))
    t.same(all.filter((name, index) => all.indexOf(name) !== index), [])
  })
}
