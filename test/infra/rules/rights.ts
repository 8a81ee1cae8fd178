import type { FunctionName } from '../../../domain/contract.ts'
import { spokesOf } from '../../../infra/accounts.ts'
import { actionsOf, type ApiCall, apiCalls, apiCallsOf } from '../../fixtures/infra/api-calls.ts'
import { isAllowed, policiesOf, policyOfRole, type PolicyStatement, statementsOf } from '../../fixtures/infra/policy-documents.ts'
import { SourceGraph } from '../../fixtures/infra/source-graph.ts'
import { at, referredBy, type Resource, resourcesOf, type Stack, text } from '../../fixtures/infra/stacks.ts'
import { environmentOf, functionOf } from './functions.ts'
import { change, changeStatement, type Rule } from './rule.ts'

/** What Lambda does in the name of a function: with its log, and with the queue that it takes messages from. */
const FOR_LOG = ['logs:CreateLogStream', 'logs:PutLogEvents']
const FOR_QUEUE = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']

/** What Athena does in the name of whoever queries tables in S3 Tables, as AWS documents it. */
const FOR_QUERIES = [
  'glue:GetCatalog', 'glue:GetDatabase', 'glue:GetDatabases', 'glue:GetTable', 'glue:GetTables',
  's3tables:GetTableBucket', 's3tables:GetNamespace', 's3tables:GetTable', 's3tables:GetTableData', 's3tables:GetTableMetadataLocation',
  's3:GetBucketLocation', 's3:ListBucket', 's3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts',
]

/** Services that spokes ask through their role in the hub. */
const IN_HUB = /^(firehose|dynamodb):/

/** What the resource of an action has to end in or contain, from what the function is told to use. */
const TARGETS: Readonly<Record<string, (environment: Record<string, string>) => string>> = {
  firehose: ({ STREAM_NAME }) => `:deliverystream/${STREAM_NAME}`,
  athena: ({ WORKGROUP }) => `:workgroup/${WORKGROUP}`,
  bedrock: ({ ACCOUNT_ID }) => `:${ACCOUNT_ID}:`,
  sts: ({ HUB_ROLE_ARN }) => HUB_ROLE_ARN ?? 'no role',
  s3: ({ BUCKETS, BUCKET, FEED_URL }) => {
    if (FEED_URL !== undefined) return FEED_URL.replace('s3://', ':::')
    if (BUCKET !== undefined) return `:::${BUCKET}`
    return BUCKETS === undefined ? '' : `:::${Object.keys(JSON.parse(BUCKETS) as object).join()}`
  },
}

/** Rights as `action` or `action VARIABLE`, for tables; with the resource beside it where it is not what the function uses. */
function granted(statements: readonly PolicyStatement[], environment: Record<string, string>): string[] {
  return statements.filter(({ effect }) => effect === 'Allow').flatMap(({ actions, resources }) => actions.flatMap((action) => {
    if (action.startsWith('kms:')) return []
    return resources.map((resource) => nameOf(action, resource, environment))
  }))
}

function nameOf(action: string, resource: string, environment: Record<string, string>): string {
  const [service = ''] = action.split(':')
  if (service === 'dynamodb') return `${action} ${tableNameOf(resource, environment)}`
  const target = TARGETS[service]?.(environment) ?? ''
  return resource.includes(target) ? action : `${action} ${resource}`
}

function tableNameOf(resource: string, environment: Record<string, string>): string {
  const tables = Object.entries(environment).filter(([name]) => name.endsWith('_TABLE'))
  const [name] = tables.find(([, value]) => resource.endsWith(`:table/${value}`)) ?? []
  const [indexed] = tables.find(([, value]) => resource.includes(`:table/${value}/index/`)) ?? []
  return name ?? (indexed === undefined ? resource : `${indexed} index`)
}

function needed(calls: readonly ApiCall[]): string[] {
  return calls.map(({ action, table }) => table === null ? action : `${action} ${table}`)
}

function neededBy(name: FunctionName, environment: Record<string, string>): string[] {
  const calls = needed(apiCallsOf(name))
  const isSpoke = environment['HUB_ROLE_ARN'] !== undefined
  // The price list may be anywhere.
  const readsS3 = environment['FEED_URL']?.startsWith('s3://') ?? true
  return [
    ...calls.filter((call) => isSpoke ? !IN_HUB.test(call) : !call.startsWith('sts:')).filter((call) => call !== 's3:GetObject' || readsS3),
    ...FOR_LOG,
    ...(name === 'parse-log' ? FOR_QUEUE : []),
    ...(calls.some((call) => call.startsWith('athena:')) ? FOR_QUERIES : []),
  ]
}

function differences(where: string, has: readonly string[], wants: readonly string[]): string[] {
  return [
    ...[...new Set(wants)].filter((right) => !has.includes(right)).map((right) => `${where} may not ${right}`),
    ...[...new Set(has)].filter((right) => !wants.includes(right)).map((right) => `${where} has no need to ${right}`),
  ]
}

function statementsOfFunction(stack: Stack, { body }: Resource): readonly PolicyStatement[] {
  return policyOfRole(stack, text(referredBy(stack, 'aws_iam_role', body['role'])?.body['name']))
}

function keysOf(statements: readonly PolicyStatement[]): string[] {
  return statements.filter(({ actions }) => actions.some((action) => action.startsWith('kms:'))).flatMap(({ resources }) => resources)
}

/** Keys of what a function reads and writes. */
function keysNeededBy({ config, account }: Stack, name: FunctionName, region: string): (string | null)[] {
  const own = account.regions.find((each) => each.region === region)?.keys
  if (name === 'parse-log') return [own?.logs ?? null, own?.queues ?? null, account.primary ? config.keys.tables : null]
  const others = { 'compute-cost': config.keys.events, 'export-usage': config.keys.exports, 'aggregate-stats': null, 'sync-pricing': null }
  return [others[name], config.keys.tables]
}

export const RIGHT_RULES: readonly Rule[] = [
  {
    title: 'A function may do what its code calls, and nothing else',
    problems: (stack) => resourcesOf(stack, 'aws_lambda_function').flatMap((lambda) => {
      const environment = environmentOf(lambda)
      return differences(lambda.id, granted(statementsOfFunction(stack, lambda), environment), neededBy(functionOf(lambda), environment))
    }),
    breaches: {
      'an action too few': (hub) => changeStatement(hub, 'aws_iam_role_policy', 'ReadPrices', (statement) => (statement['Action'] = 'dynamodb:Scan')),
      'an action too many': (hub) => changeStatement(hub, 'aws_iam_role_policy', 'ReadPrices', (statement) => {
        (statement['Action'] as string[]).push('dynamodb:PutItem')
      }),
      'a right to another table': (hub) => changeStatement(hub, 'aws_iam_role_policy', 'RecordRun', (statement) => {
        statement['Resource'] = String(statement['Resource']).replace('usage-stats', 'model-pricing')
      }),
      'an index too few': (hub) => changeStatement(hub, 'aws_iam_role_policy', 'ReadHeads', (statement) => (statement['Action'] = 'dynamodb:Scan')),
      'another bucket': (hub) => changeStatement(hub, 'aws_iam_role_policy', 'ReadLogs', (statement) => {
        statement['Resource'] = String(statement['Resource']).replace('-logs-', '-others-')
      }),
      'no right to messages': (hub) => changeStatement(hub, 'aws_iam_role_policy', 'TakeMessages', (statement) => {
        statement['Action'] = 'sqs:ReceiveMessage'
      }),
    },
  },
  {
    title: 'A spoke may do in the hub what its code calls there, and nothing else',
    problems: (stack) => (stack.account.primary ? spokesOf(stack.config) : []).flatMap(({ accountId }) => {
      const own = resourcesOf(stack, 'aws_lambda_function').find((lambda) => functionOf(lambda) === 'parse-log')
      const role = resourcesOf(stack, 'aws_iam_role').map(({ body }) => text(body['name'])).find((name) => name.endsWith(`-${accountId}`)) ?? ''
      const wants = needed(apiCallsOf('parse-log')).filter((call) => IN_HUB.test(call))
      return own === undefined ? [] : differences(role, granted(policyOfRole(stack, role), environmentOf(own)), wants)
    }),
    breaches: {
      'an action too many': (hub) => change(hub, 'aws_iam_role_policy', (body) => {
        body['policy'] = text(body['policy']).replace('"firehose:PutRecordBatch"', '["firehose:PutRecordBatch","firehose:PutRecord"]')
      }, (id) => id.startsWith('spoke-lab')),
      'all partitions of the table': (hub) => change(hub, 'aws_iam_role_policy', (body) => {
        body['policy'] = text(body['policy']).replace('"dynamodb:DeleteItem"', '["dynamodb:DeleteItem","dynamodb:Query"]')
      }, (id) => id.startsWith('spoke-lab')),
    },
  },
  {
    title: 'A spoke writes to partitions of its own',
    problems: (stack) => policiesOf(stack).flatMap(({ where, id, statements }) => {
      const writer = /spoke-|parse-log/.test(id) ? statements.filter(({ actions }) => actions.some((action) => action.startsWith('dynamodb:'))) : []
      const open = writer.filter(({ conditions }) => {
        const partitions = conditions.get('ForAllValues:StringLike dynamodb:LeadingKeys') ?? ['*']
        const isNamed = conditions.get('Null dynamodb:LeadingKeys')?.join() === 'false'
        return !isNamed || !partitions.every((partition) => partition === 'Q' || /^Q#\d{12}#\*$/.test(partition))
      })
      return open.map(({ sid }) => `${where}: ${sid}`)
    }),
    breaches: {
      'any partition': (hub) => changeStatement(hub, 'aws_iam_role_policy', 'ReleaseLines', (statement) => delete statement['Condition']),
      'partitions of others': (hub) => changeStatement(hub, 'aws_iam_role_policy', 'ReleaseLines', (statement) => {
        Object.assign((statement['Condition'] as Record<string, object>)['ForAllValues:StringLike'] ?? {}, { 'dynamodb:LeadingKeys': 'Q#*' })
      }),
    },
  },
  {
    title: 'parse-log reads logs, and no bodies and nothing else, whatever another statement allows',
    problems: (stack) => resourcesOf(stack, 'aws_lambda_function').filter((lambda) => functionOf(lambda) === 'parse-log').flatMap((lambda) => {
      const statements = [...statementsOfFunction(stack, lambda), ...statementsOf('{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}')]
      const { BUCKETS = '{}', ACCOUNT_ID = '' } = environmentOf(lambda)
      const [[bucket, { prefix }] = ['', { prefix: '' }]] = Object.entries(JSON.parse(BUCKETS) as Record<string, { prefix: string }>)
      const root = `arn:aws:s3:::${bucket}/${prefix === '' ? '' : `${prefix}/`}`
      const hour = `${root}AWSLogs/${ACCOUNT_ID}/BedrockModelInvocationLogs/${text(lambda.body['region'])}/2026/07/18/05`
      const log = `${hour}/20260718T050000000Z_0123456789abcdef.json.gz`
      const others = [`${hour}/data/0a_input.json.gz`, `${hour}/data/0a_output.json.gz`, `${root}other.json.gz`, log.replace(ACCOUNT_ID, '999999999999')]
      return [
        ...(isAllowed(statements, 's3:GetObject', log) ? [] : [`${lambda.id} cannot read logs`]),
        ...others.filter((object) => isAllowed(statements, 's3:GetObject', object)).map((object) => `${lambda.id} can read ${object}`),
      ]
    }),
    breaches: {
      'bodies': (hub) => changeStatement(hub, 'aws_iam_role_policy', 'ReadNoBodies', (statement) => (statement['Resource'] = 'arn:aws:s3:::none')),
      'objects beside the logs': (hub) => changeStatement(hub, 'aws_iam_role_policy', 'ReadNothingButLogs', (statement) => (statement['NotResource'] = '*')),
      'no logs': (hub) => changeStatement(hub, 'aws_iam_role_policy', 'ReadNothingButLogs', (statement) => (statement['NotResource'] = 'none')),
    },
  },
  {
    title: 'A function may use the keys of what it reads and writes, for that alone',
    problems: (stack) => resourcesOf(stack, 'aws_lambda_function').flatMap((lambda) => {
      const statements = statementsOfFunction(stack, lambda)
      const wants = keysNeededBy(stack, functionOf(lambda), text(lambda.body['region'])).filter((arn) => arn !== null)
      const open = statements.filter(({ actions, conditions }) => actions.some((action) => action.startsWith('kms:')) && conditions.size === 0)
      return [...differences(lambda.id, keysOf(statements), wants), ...open.map(({ sid }) => `${lambda.id}: ${sid} has no condition`)]
    }),
    breaches: {
      'a key that is not needed': (hub) => changeStatement(hub, 'aws_iam_role_policy', 'ReadLogs', (statement) => (statement['Action'] = 'kms:Decrypt')),
      'a key that is needed': (hub) => Object.assign(hub.config.keys, { tables: 'arn:aws:kms:us-east-1:111122223333:key/1' }),
    },
  },
  {
    title: 'The scheduler invokes the functions that it has schedules for, and no others',
    problems: (stack) => {
      const schedules = resourcesOf(stack, 'aws_scheduler_schedule')
      const role = referredBy(stack, 'aws_iam_role', at(schedules[0]?.body, 'target', 'role_arn'))
      if (role === undefined) return []
      const targets = schedules.map(({ body }) => referredBy(stack, 'aws_lambda_function', at(body, 'target', 'arn'))?.body['function_name'])
      const may = policyOfRole(stack, text(role.body['name'])).filter(({ actions }) => actions.includes('lambda:InvokeFunction'))
      const names = may.flatMap(({ resources }) => resources.map((arn) => arn.split(':function:')[1] ?? arn))
      return differences('the scheduler', names, targets.map(text))
    },
    breaches: {
      'a function without a schedule': (hub) => changeStatement(hub, 'aws_iam_role_policy', 'InvokeFunctions', (statement) => {
        (statement['Resource'] as string[]).push('arn:aws:lambda:us-east-1:111122223333:function:other')
      }),
    },
  },
  {
    title: 'Whoever reads metrics in a spoke does just that',
    problems: (stack) => {
      const wants = actionsOf(new SourceGraph(['adapters/cloudwatch.ts']).unitsOf('adapters/cloudwatch.ts'))
      const roles = resourcesOf(stack, 'aws_iam_role').map(({ body }) => text(body['name'])).filter((name) => name.endsWith('-metrics-read'))
      return roles.flatMap((role) => differences(role, policyOfRole(stack, role).flatMap(({ actions }) => actions), wants))
    },
    stackOfBreaches: 'spoke-lab',
    breaches: {
      'metrics that may be written': (spoke) => changeStatement(spoke, 'aws_iam_role_policy', 'ReadMetrics', (statement) => {
        statement['Action'] = ['cloudwatch:GetMetricData', 'cloudwatch:PutMetricData']
      }),
    },
  },
  {
    title: 'The dashboard may do what its code calls, deletes no prices but held ones, alters no audit log, and nothing else',
    problems: (stack) => policiesOf(stack).filter(({ id }) => /^dashboard-policy$|_task-role_policy$/.test(id)).flatMap(({ where, statements }) => {
      const allowed = statements.filter(({ effect }) => effect === 'Allow')
      const has = granted(allowed, dashboardEnvironment(stack)).map((right) => right.replace(/^(sts:AssumeRole) arn:.*-metrics-read$/, '$1'))
      const wants = neededByDashboard().filter((right) => right !== 'sts:AssumeRole' || spokesOf(stack.config).length > 0)
      const deletes = allowed.filter(({ actions, resources, conditions }) => {
        return actions.includes('dynamodb:DeleteItem') && conditions.size === 0 && resources.some((arn) => arn.endsWith('-model-pricing'))
      })
      const kept = statements.some(({ effect, sid, conditions }) => effect === 'Deny' && sid === 'KeepAudit' && conditions.size > 0)
      return [
        ...differences(where, has, wants), ...deletes.map(({ sid }) => `${where}: ${sid} deletes anything`),
        ...(kept ? [] : [`${where}: alters the audit log`]),
      ]
    }),
    breaches: {
      'usage that anybody changes': (hub) => changeDashboard(hub, (policy) => policy.replace('dynamodb:GetItem', 'dynamodb:PutItem')),
      'an audit log that anybody changes': (hub) => changeDashboard(hub, (policy) => policy.replace('"KeepAudit","Effect":"Deny"', '"KeepAudit","Effect":"Allow"')),
      'a table of its own that it cannot write': (hub) => changeDashboard(hub, (policy) => policy.replace('"dynamodb:PutItem","dynamodb:UpdateItem","dynamodb:DeleteItem"],', '"dynamodb:PutItem"],')),
      'events that it could change': (hub) => changeDashboard(hub, (policy) => policy.replace('"s3tables:GetTableData"', '"s3tables:PutTableData"')),
      'prices that anybody deletes': (hub) => changeDashboard(hub, (policy) => policy.replace('"dynamodb:UpdateItem"', '"dynamodb:DeleteItem"')),
    },
  },
]

/** Usage it only reads; by its name alone, `replace` could be that of the quarantine as well as that of a text. */
const USAGE_WRITES = /^dynamodb:(Put|Delete)Item USAGE_TABLE$/
let dashboardCalls: readonly string[] | null = null

function neededByDashboard(): readonly string[] {
  dashboardCalls ??= needed(apiCalls(['server/dashboard.ts'], ['USAGE_TABLE', 'PRICING_TABLE', 'DASHBOARD_TABLE']))
  return [...dashboardCalls.filter((call) => !USAGE_WRITES.test(call)), ...FOR_QUERIES]
}

function dashboardEnvironment(stack: Stack): Record<string, string> {
  return JSON.parse(text(stack.json.output?.['dashboard-environment']?.['value'])) as Record<string, string>
}

function changeDashboard(hub: Stack, change: (policy: string) => string): void {
  const output = hub.json.output?.['dashboard-policy'] as { value: string }
  const changed = change(output.value)
  if (changed === output.value) throw new Error('the dashboard\'s policy has nothing of the kind')
  output.value = changed
}
