import { at, resourcesOf, type Stack } from '../../fixtures/infra/stacks.ts'
import { change, type Rule } from './rule.ts'

/** What holds data that nothing brings back: buckets of logs and failed records, tables, the table bucket, the catalog. */
export function dataResources(stack: Stack) {
  return [
    ...resourcesOf(stack, 'aws_s3_bucket').filter(({ body }) => !/-queries-/.test(String(body['bucket']))),
    ...['aws_dynamodb_table', 'aws_s3tables_table_bucket', 'aws_s3tables_namespace', 'aws_cloudcontrolapi_resource'].flatMap((type) => {
      return resourcesOf(stack, type)
    }),
  ]
}

function isProtected(body: Record<string, unknown>): boolean {
  return at(body, 'lifecycle', 'prevent_destroy') === true && body['force_destroy'] !== true && body['deletion_protection_enabled'] !== false
}

function isDestroyable(body: Record<string, unknown>): boolean {
  return at(body, 'lifecycle', 'prevent_destroy') !== true && body['force_destroy'] !== false && body['deletion_protection_enabled'] !== true
}

export const DATA_RULES: readonly Rule[] = [
  {
    title: 'What holds data survives a destroy, or may all go where the configuration says so',
    problems: (stack) => {
      const isFine = stack.config.retainData ? isProtected : isDestroyable
      return dataResources(stack).filter(({ body }) => !isFine(body)).map(({ id }) => id)
    },
    breaches: {
      'a table without protection': (hub) => change(hub, 'aws_dynamodb_table', (body) => (body['deletion_protection_enabled'] = false)),
      'a bucket that is emptied': (hub) => change(hub, 'aws_s3_bucket', (body) => (body['force_destroy'] = true), (id) => !id.startsWith('queries')),
      'a table bucket that may go': (hub) => change(hub, 'aws_s3tables_table_bucket', (body) => delete body['lifecycle']),
      'data that stays though it may go': (hub) => Object.assign(hub.config, { retainData: false }),
    },
  },
  {
    title: 'Tables can be restored to any second, and cost nothing while nobody asks',
    problems: (stack) => resourcesOf(stack, 'aws_dynamodb_table').filter(({ body }) => {
      return at(body, 'point_in_time_recovery', 'enabled') !== true || body['billing_mode'] !== 'PAY_PER_REQUEST'
    }).map(({ id }) => id),
    breaches: {
      'no backups': (hub) => change(hub, 'aws_dynamodb_table', (body) => delete body['point_in_time_recovery']),
      'capacity paid for by the hour': (hub) => change(hub, 'aws_dynamodb_table', (body) => (body['billing_mode'] = 'PROVISIONED')),
    },
  },
]
