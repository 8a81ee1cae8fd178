import t from 'tap'
import { allStacks, exampleStack, resources, type Stack } from '../fixtures/infra/stacks.ts'

/*
 * By these ids the state knows what holds data, or would lose some if it were made anew: under another id Terraform would
 * destroy it and make an empty one. Whoever renames a construct moves them: `resource.moveFromId(…)`, and then here.
 */
const FROZEN: Readonly<Record<string, readonly string[]>> = {
  hub: [
    'aws_bedrock_model_invocation_logging_configuration.source-us-east-1_logging_setting',
    'aws_cloudcontrolapi_resource.catalog_catalog',
    'aws_cloudcontrolapi_resource.events_table',
    'aws_cloudwatch_log_group.delivery_log',
    'aws_cloudwatch_log_group.functions_aggregate-stats_function_log',
    'aws_cloudwatch_log_group.functions_compute-cost_function_log',
    'aws_cloudwatch_log_group.functions_sync-pricing_function_log',
    'aws_cloudwatch_log_group.source-us-east-1_parse-log_log',
    'aws_dynamodb_table.tables_dashboard',
    'aws_dynamodb_table.tables_pricing',
    'aws_dynamodb_table.tables_usage',
    'aws_kinesis_firehose_delivery_stream.delivery_stream',
    'aws_s3_bucket.delivery_failed_bucket',
    'aws_s3_bucket.queries_results_bucket',
    'aws_s3_bucket.source-us-east-1_bucket_own_bucket',
    'aws_s3tables_namespace.events_namespace',
    'aws_s3tables_table_bucket.events_bucket',
    'aws_sqs_queue.functions_schedules_failed',
    'aws_sqs_queue.source-us-east-1_queue_failed',
    'aws_sqs_queue.source-us-east-1_queue_queue',
  ],
  'spoke-lab': ['us-east-1', 'eu-west-1'].flatMap((region) => [
    `aws_bedrock_model_invocation_logging_configuration.source-${region}_logging_setting`,
    `aws_cloudwatch_log_group.source-${region}_parse-log_log`,
    `aws_s3_bucket.source-${region}_bucket_own_bucket`,
    `aws_sqs_queue.source-${region}_queue_failed`,
    `aws_sqs_queue.source-${region}_queue_queue`,
  ]),
}

/** Those that only some configurations ask for. */
const OPTIONAL = [
  'aws_cloudwatch_log_group.dashboard_log', 'aws_cloudwatch_log_group.functions_export-usage_function_log', 'aws_s3_bucket.exports_own_bucket',
]

const STATEFUL = new Set([...Object.values(FROZEN).flat(), ...OPTIONAL].map((address) => address.split('.')[0]))

function statefulIn(stack: Stack): string[] {
  return resources(stack).filter(({ type }) => STATEFUL.has(type)).map(({ type, id }) => `${type}.${id}`).sort()
}

const stacks = allStacks()

for (const [id, addresses] of Object.entries(FROZEN)) {
  t.test(`${id}: what holds data keeps its logical id`, async (t) => {
    t.same(statefulIn(exampleStack(stacks, id)), [...addresses].sort())
  })
}

t.test('what only some configurations ask for keeps its logical id', async (t) => {
  const found = stacks.flatMap(statefulIn)
  for (const address of OPTIONAL) t.ok(found.includes(address), address)
})

t.test('other configurations give the same ids, whatever their accounts and regions', async (t) => {
  const anyRegion = (address: string) => address.replace(/\.source-[a-z0-9-]+_/, '.source-R_')
  const known = [...Object.values(FROZEN).flat(), ...OPTIONAL].map(anyRegion)
  for (const stack of stacks) {
    t.same(statefulIn(stack).map(anyRegion).filter((address) => !known.includes(address)), [], `${stack.file}: ${stack.id}`)
  }
})
