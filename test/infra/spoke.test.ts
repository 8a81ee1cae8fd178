import t from 'tap'
import { ENVIRONMENTS } from '../../domain/contract.ts'
import { readEnvironment } from '../../domain/environment.ts'
import { checkEnvironment } from '../../infra/constructs/lambda-function.ts'
import { spokeConfig } from '../fixtures/infra/spoke-config.ts'
import { resourcesOf, type StackJson, synthesizeText } from '../fixtures/infra/synthesized.ts'

const stacks = synthesizeText(spokeConfig())
const spoke = stacks.get('spoke-lab') as StackJson

/** The one resource of a type in a region. */
function inRegion(stack: StackJson, type: string, region: string) {
  const found = resourcesOf(stack, type).filter(([, resource]) => resource['region'] === region)
  t.equal(found.length, 1, `one ${type} in ${region}`)
  return found[0]?.[1] ?? {}
}

t.test('a spoke is deployed to its account alone, with its own state, locked', async (t) => {
  t.same(spoke.provider['aws'], [{
    region: 'us-east-1',
    allowed_account_ids: ['444455556666'],
    assume_role: [{ role_arn: 'arn:aws:iam::444455556666:role/deployer', external_id: 'acme-7', session_name: 'terraform' }],
    default_tags: [{ tags: { CostCenter: '4711' } }],
    max_retries: 10,
  }])
  t.same(spoke.terraform.backend, {
    s3: { bucket: 'acme-terraform-state', region: 'us-east-1', key: 'acme/spoke-lab.tfstate', encrypt: true, use_lockfile: true },
  })
  t.equal(spoke.terraform.required_version, '>= 1.10.0')
  t.same(spoke.terraform.required_providers, { aws: { source: 'aws', version: '6.25.0' } })
  t.match(stacks.get('hub')?.terraform.backend, { s3: { key: 'acme/hub.tfstate' } })
})

t.test('no stack asks for anything of another, or of the account', async (t) => {
  for (const [id, stack] of stacks) t.notOk('data' in stack, id)
})

t.test('parse-log of a spoke reads its environment, writes through the role that the hub has for it, and names its region', async (t) => {
  for (const region of ['us-east-1', 'eu-west-1']) {
    const lambda = inRegion(spoke, 'aws_lambda_function', region)
    t.equal(lambda['function_name'], `acme-parse-log-${region}`)
    const { variables } = lambda['environment'] as { variables: Record<string, string> }
    t.match(readEnvironment(ENVIRONMENTS['parse-log'], variables), {
      STREAM_NAME: 'acme-usage-events',
      USAGE_TABLE: 'acme-usage-stats',
      HUB_REGION: 'us-east-1',
      HUB_ROLE_ARN: 'arn:aws:iam::111122223333:role/acme-spoke-write-444455556666',
      ACCOUNT_ID: '444455556666',
      BUCKETS: new Map([[`acme-logs-444455556666-${region}`, { ownerAccountId: '444455556666', prefix: 'bedrock/data' }]]),
    })
    const policies = resourcesOf(spoke, 'aws_iam_role_policy').filter(([, { name }]) => name === `acme-parse-log-${region}`)
    t.match(policies[0]?.[1]['policy'], /"sts:AssumeRole","Resource":"arn:aws:iam::111122223333:role\/acme-spoke-write-444455556666"/)
    t.notMatch(policies[0]?.[1]['policy'], /firehose:/)
  }
  const roles = resourcesOf(stacks.get('hub') as StackJson, 'aws_iam_role').map(([, { name }]) => name)
  t.ok(roles.includes('acme-spoke-write-444455556666'), 'the role is there')
})

t.test('in the hub itself parse-log writes without a role', async (t) => {
  const lambda = resourcesOf(stacks.get('hub') as StackJson, 'aws_lambda_function').find(([, resource]) => {
    return resource['function_name'] === 'acme-parse-log-us-east-1'
  })
  const { variables } = lambda?.[1]['environment'] as { variables: Record<string, string> }
  t.equal(readEnvironment(ENVIRONMENTS['parse-log'], variables).HUB_ROLE_ARN, null)
})

t.test('the dashboard of the hub, and nothing else there, may read metrics', async (t) => {
  const [, role] = resourcesOf(spoke, 'aws_iam_role').find(([, { name }]) => name === 'acme-metrics-read') ?? []
  t.match(JSON.parse(role?.['assume_role_policy'] as string), {
    Statement: [{
      Principal: { AWS: 'arn:aws:iam::111122223333:root' },
      Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/acme-dashboard' } },
    }],
  })
})

t.test('every role is on the path and within the boundary that the configuration wants', async (t) => {
  const top = 'permissionsBoundary: limits/workload\nrolePath: /analytics/'
  for (const [id, stack] of synthesizeText(spokeConfig({ top }))) {
    for (const [name, role] of resourcesOf(stack, 'aws_iam_role')) {
      t.equal(role['path'], '/analytics/', `${id} ${name}`)
      t.match(role['permissions_boundary'], /^arn:aws:iam::\d{12}:policy\/limits\/workload$/, `${id} ${name}`)
    }
  }
})

t.test('alarms tell the topics of their own region, and can be left out', async (t) => {
  const topic = 'arn:aws:sns:eu-west-1:999988887777:ops'
  const told = synthesizeText(spokeConfig({ top: `alarms: { topicArns: ["${topic}"] }` })).get('spoke-lab')
  for (const [name, alarm] of resourcesOf(told, 'aws_cloudwatch_metric_alarm')) {
    t.same(alarm['alarm_actions'], alarm['region'] === 'eu-west-1' ? [topic] : [], name)
  }
  const mailed = synthesizeText(spokeConfig({ top: 'alarms: { email: ops@example.com }' })).get('spoke-lab')
  t.same(resourcesOf(mailed, 'aws_sns_topic').map(([, { region }]) => region).sort(), ['eu-west-1', 'us-east-1'])
  for (const [name, alarm] of resourcesOf(mailed, 'aws_cloudwatch_metric_alarm')) {
    t.match(alarm['alarm_actions'], [new RegExp(`alarm-topic-${String(alarm['region'])}_`)], name)
  }
  const silent = synthesizeText(spokeConfig({ top: 'alarms: { enabled: false, email: ops@example.com }' })).get('spoke-lab')
  t.same([silent?.resource['aws_cloudwatch_metric_alarm'], silent?.resource['aws_sns_topic']], [undefined, undefined])
})

t.test('a function whose environment is not what it reads does not get into Terraform', async (t) => {
  t.throws(() => checkEnvironment('sync-pricing', { USAGE_TABLE: 'a', PRICING_TABEL: 'b' }), {
    message: 'environment of sync-pricing: PRICING_TABLE is missing, PRICING_TABEL is not read by it',
  })
  t.throws(() => checkEnvironment('sync-pricing', { USAGE_TABLE: 'a'.repeat(5000), PRICING_TABLE: 'b' }), {
    message: 'environment of sync-pricing: 5025 bytes, of which Lambda takes 4096: shorten `attribution`',
  })
  t.doesNotThrow(() => checkEnvironment('sync-pricing', { USAGE_TABLE: 'a', PRICING_TABLE: 'b' }))
})
