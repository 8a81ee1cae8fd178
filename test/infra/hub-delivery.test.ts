import t from 'tap'
import { EXAMPLE, resourcesOf, synthesizeFile } from '../fixtures/infra/synthesized.ts'

const example = synthesizeFile(EXAMPLE).get('hub')
const large = synthesizeFile('test/infra/configs/large.yaml').get('hub')

function streamOf(hub: typeof example) {
  const [[, stream] = []] = resourcesOf(hub, 'aws_kinesis_firehose_delivery_stream')
  if (stream === undefined) throw new Error('the hub has no stream')
  return stream
}

t.test('the stream only appends to the event table, a minute after the first event at the latest', async (t) => {
  t.match(streamOf(example), {
    name: 'bedrock-analytics-usage-events',
    destination: 'iceberg',
    iceberg_configuration: {
      append_only: true,
      buffering_interval: 60,
      catalog_arn: 'arn:aws:glue:us-east-1:111122223333:catalog/s3tablescatalog/bedrock-analytics-events',
      destination_table_configuration: [{ database_name: 'bedrock_analytics', table_name: 'usage_events' }],
      s3_backup_mode: 'FailedDataOnly',
      cloudwatch_logging_options: { enabled: true },
    },
  })
  t.notMatch(JSON.stringify(streamOf(example)), /unique_keys/)
})

t.test('the stream is made after table, catalog and the policy of its role, which it tries at once', async (t) => {
  t.same(streamOf(example)['depends_on'], [
    'aws_cloudcontrolapi_resource.events_table', 'aws_cloudcontrolapi_resource.catalog_catalog', 'aws_iam_role_policy.delivery_role_policy',
  ])
})

t.test('what the table refuses goes to a bucket that the role may write to, and does not stay for ever', async (t) => {
  const config = streamOf(example)['iceberg_configuration'] as { s3_configuration: { bucket_arn: string; error_output_prefix: string } }
  t.equal(config.s3_configuration.bucket_arn, '${aws_s3_bucket.delivery_failed_bucket.arn}')
  t.match(config.s3_configuration.error_output_prefix, /^!\{firehose:error-output-type\}\/.*\/$/)
  const bucket = resourcesOf(example, 'aws_s3_bucket').find(([id]) => id === 'delivery_failed_bucket')?.[1]['bucket']
  const role = resourcesOf(example, 'aws_iam_role_policy').find(([id]) => id === 'delivery_role_policy')?.[1]['policy']
  t.match(role, `"arn:aws:s3:::${String(bucket)}/*"`)
  const expiry = resourcesOf(example, 'aws_s3_bucket_lifecycle_configuration').find(([id]) => id === 'delivery_failed_expiry')?.[1]
  t.match(expiry, { rule: [{ status: 'Enabled', expiration: [{ days: Number }] }] })
})

t.test('events are encrypted on their way, with the key of the events where there is one', async (t) => {
  t.strictSame(streamOf(example)['server_side_encryption'], { enabled: true, key_type: 'AWS_OWNED_CMK' })
  const keyArn = /^arn:aws:kms:ap-northeast-1:111122223333:key\//
  t.match(streamOf(large)['server_side_encryption'], { enabled: true, key_type: 'CUSTOMER_MANAGED_CMK', key_arn: keyArn })
  t.match(streamOf(large)['iceberg_configuration'], { s3_configuration: { kms_key_arn: keyArn } })
})

t.test('the workgroup lets no caller change engine, limit or results, and its results expire', async (t) => {
  const [[, workgroup] = []] = resourcesOf(example, 'aws_athena_workgroup')
  t.match(workgroup?.['configuration'], {
    enforce_workgroup_configuration: true,
    publish_cloudwatch_metrics_enabled: true,
    bytes_scanned_cutoff_per_query: 10_737_418_240,
    engine_version: { selected_engine_version: 'Athena engine version 3' },
    result_configuration: { output_location: 's3://${aws_s3_bucket.queries_results_bucket.bucket}/', expected_bucket_owner: '111122223333' },
  })
  const expiry = resourcesOf(example, 'aws_s3_bucket_lifecycle_configuration').find(([id]) => id === 'queries_results_expiry')?.[1]
  t.match(expiry, { rule: [{ status: 'Enabled', expiration: [{ days: Number }] }] })
})

t.test('results are never encrypted with a key of one\'s own, with which Athena would delete no rows', async (t) => {
  for (const hub of [example, large]) {
    const [[, workgroup] = []] = resourcesOf(hub, 'aws_athena_workgroup')
    t.match(workgroup, { configuration: { result_configuration: { encryption_configuration: { encryption_option: 'SSE_S3' } } } })
  }
})

t.test('the tables have the keys that the stores use, and only prices never expire', async (t) => {
  const tables = resourcesOf(example, 'aws_dynamodb_table').map(([, table]) => table)
  t.same(tables.map(({ name }) => name).sort(), ['bedrock-analytics-dashboard', 'bedrock-analytics-model-pricing', 'bedrock-analytics-usage-stats'])
  for (const table of tables) {
    t.match(table, { hash_key: 'pk', range_key: 'sk', attribute: [{ name: 'pk', type: 'S' }, { name: 'sk', type: 'S' }] })
    const expires = !String(table['name']).endsWith('model-pricing')
    t.strictSame(table['ttl'], expires ? { attribute_name: 'expiresAt', enabled: true } : undefined, String(table['name']))
  }
})
