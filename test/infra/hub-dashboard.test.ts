import t from 'tap'
import { DASHBOARD_ENVIRONMENT, type Variable } from '../../domain/contract.ts'
import { dashboardBody } from '../../infra/dashboard-widgets.ts'
import { EXAMPLE, resourcesOf, synthesizeFile } from '../fixtures/infra/synthesized.ts'

const hub = synthesizeFile(EXAMPLE).get('hub')
const stacks = synthesizeFile('test/infra/configs/large.yaml')
const large = stacks.get('hub')

function only(type: string) {
  const [[, resource] = []] = resourcesOf(large, type)
  if (resource === undefined) throw new Error(`the hub has no ${type}`)
  return resource
}

interface Widget {
  type: string
  y: number
  width: number
  properties: { metrics?: unknown[][]; alarms?: string[] }
}

function widgetsOf(body: unknown): Widget[] {
  return (JSON.parse(String(body)) as { widgets: Widget[] }).widgets
}

t.test('the pipeline\'s dashboard shows all alarms and fills its grid without gaps or overlaps', async (t) => {
  const [[, dashboard] = []] = resourcesOf(hub, 'aws_cloudwatch_dashboard')
  const widgets = widgetsOf(dashboard?.['dashboard_body'])
  const alarms = widgets.flatMap(({ properties }) => properties.alarms ?? [])
  t.same(alarms.sort(), resourcesOf(hub, 'aws_cloudwatch_metric_alarm').map(([id]) => `\${aws_cloudwatch_metric_alarm.${id}.arn}`).sort())
  const rows = new Map<number, number>()
  for (const { y, width } of widgets) rows.set(y, (rows.get(y) ?? 0) + width)
  t.same([...rows.values()], [...rows.values()].map(() => 24))
  t.ok(widgets.filter(({ type }) => type === 'metric').every(({ properties }) => (properties.metrics ?? []).length > 0))
})

t.test('names in the dashboard are those of what the stack deploys', async (t) => {
  const [[, dashboard] = []] = resourcesOf(hub, 'aws_cloudwatch_dashboard')
  const metrics = widgetsOf(dashboard?.['dashboard_body']).flatMap(({ properties }) => properties.metrics ?? [])
  const shown = (namespace: string) => new Set(metrics.filter(([of]) => of === namespace).map(([, , , value]) => value))
  const deployed = (type: string, attribute: string) => new Set(resourcesOf(hub, type).map(([, resource]) => resource[attribute]))
  t.same(shown('AWS/Lambda'), deployed('aws_lambda_function', 'function_name'))
  t.same(shown('AWS/SQS'), deployed('aws_sqs_queue', 'name'))
  t.same(shown('AWS/DynamoDB'), deployed('aws_dynamodb_table', 'name'))
  t.same(shown('AWS/Firehose'), deployed('aws_kinesis_firehose_delivery_stream', 'name'))
  t.same(shown('AWS/Scheduler'), deployed('aws_scheduler_schedule_group', 'name'))
})

t.test('a dashboard without alarms begins with its graphs', async (t) => {
  const series = [{ namespace: 'N', metric: 'm', dimensions: { D: 'd' }, label: 'l' }]
  const [widget] = widgetsOf(dashboardBody('eu-west-1', [], [[{ title: 'T', statistic: 'Sum', series, limit: { label: 'bad', value: 9 } }]]))
  t.strictSame(widget, {
    type: 'metric', x: 0, y: 0, width: 24, height: 6,
    properties: {
      title: 'T', region: 'eu-west-1', view: 'timeSeries', stat: 'Sum', period: 300, metrics: [['N', 'm', 'D', 'd', { label: 'l' }]],
      annotations: { horizontal: [{ label: 'bad', value: 9 }] },
    },
  })
})

t.test('what the container needs is an output, hosted here or not', async (t) => {
  for (const stack of [hub, large]) {
    const policy = JSON.parse(String(stack?.output?.['dashboard-policy']?.['value'])) as { Statement: { Action: string | string[] }[] }
    const actions = policy.Statement.flatMap(({ Action }) => Action)
    t.same(actions.filter((action) => /^(s3tables|glue|firehose|athena):(?!Get|StartQuery|StopQuery)/.test(action)), [], 'events are not changed')
    const environment = JSON.parse(String(stack?.output?.['dashboard-environment']?.['value'])) as Record<string, string>
    const required = Object.entries<Variable>(DASHBOARD_ENVIRONMENT).filter(([, { fallback }]) => fallback === undefined)
    for (const [name] of required) t.ok(environment[name], name)
  }
  t.equal(hub?.output?.['dashboard-role']?.['value'], 'arn:aws:iam::111122223333:role/bedrock-analytics-dashboard')
})

t.test('by default the dashboard is hosted elsewhere', async (t) => {
  t.same(Object.keys(hub?.resource ?? {}).filter((type) => /_ecs_|_lb|security_group|cloudformation/.test(type)), [])
})

t.test('spokes let the dashboard\'s role read their metrics, through roles that it is told about', async (t) => {
  const role = String(large?.output?.['dashboard-role']?.['value'])
  const { ACCOUNTS = '{}' } = JSON.parse(String(large?.output?.['dashboard-environment']?.['value'])) as Record<string, string>
  const accounts = JSON.parse(ACCOUNTS) as Record<string, { name: string; metricsRoleArn: string | null }>
  const spokes = [...stacks].filter(([id]) => id !== 'hub')
  t.equal(Object.keys(accounts).length, spokes.length + 1)
  for (const [id, spoke] of spokes) {
    const [accountId, account] = Object.entries(accounts).find(([, { name }]) => id === `spoke-${name}`) ?? []
    const [, reader] = resourcesOf(spoke, 'aws_iam_role').find(([, { name }]) => account?.metricsRoleArn?.endsWith(`/${String(name)}`)) ?? []
    t.equal(account?.metricsRoleArn, `arn:aws:iam::${accountId}:role${String(reader?.['path'])}${String(reader?.['name'])}`)
    t.match(reader?.['assume_role_policy'], `"aws:PrincipalArn":"${role}"`)
  }
})

t.test('the container runs on arm64, not as root, with a disk that it cannot write to and no capabilities', async (t) => {
  const task = only('aws_ecs_task_definition')
  t.match(task, { runtime_platform: { cpu_architecture: 'ARM64' }, network_mode: 'awsvpc', requires_compatibilities: ['FARGATE'] })
  const [container] = JSON.parse(String(task['container_definitions'])) as Record<string, unknown>[]
  t.match(container, { user: '65532:65532', readonlyRootFilesystem: true, linuxParameters: { capabilities: { drop: ['ALL'] } } })
  const names = (container?.['environment'] as { name: string }[]).map(({ name }) => name)
  const variables = Object.entries<Variable>(DASHBOARD_ENVIRONMENT)
  const required = variables.filter(([, { fallback }]) => fallback === undefined).map(([name]) => name)
  t.same(names, [...required, 'ACCOUNTS', 'AUTH', 'PUBLIC_URL', 'TRUSTED_PROXIES'].sort())
  t.match(only('aws_ecs_service'), { network_configuration: { assign_public_ip: false }, deployment_circuit_breaker: { rollback: true } })
})

t.test('only the load balancer reaches the container', async (t) => {
  const into = resourcesOf(large, 'aws_vpc_security_group_ingress_rule').map(([, rule]) => rule)
  const ofContainer = into.filter((rule) => rule['security_group_id'] === '${aws_security_group.dashboard_network_container.id}')
  t.equal(ofContainer.length, 1)
  t.match(ofContainer[0], {
    referenced_security_group_id: '${aws_security_group.dashboard_network_load-balancer.id}', from_port: 8060, to_port: 8060,
  })
  t.same(into.filter((rule) => rule['cidr_ipv4'] !== undefined).map((rule) => [rule['from_port'], rule['to_port']]), [[443, 443]])
})

t.test('nobody gets past the load balancer without signing in, and Terraform never sees the client secret', async (t) => {
  const { Resources: { Listener } } = JSON.parse(String(only('aws_cloudformation_stack')['template_body'])) as {
    Resources: { Listener: { Properties: { DefaultActions: Record<string, unknown>[]; Protocol: string } } }
  }
  t.equal(Listener.Properties.Protocol, 'HTTPS')
  t.match(Listener.Properties.DefaultActions, [
    {
      Order: 1,
      Type: 'authenticate-oidc',
      AuthenticateOidcConfig: {
        OnUnauthenticatedRequest: 'authenticate',
        ClientSecret: '{{resolve:secretsmanager:arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:usage-oidc-AbCdEf:SecretString}}',
      },
    },
    { Order: 2, Type: 'forward' },
  ])
  t.equal(large?.resource['aws_lb_listener'], undefined, 'there is no other listener')
})
