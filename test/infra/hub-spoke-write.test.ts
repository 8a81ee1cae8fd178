import t from 'tap'
import { resourcesOf, synthesizeFile } from '../fixtures/infra/synthesized.ts'

interface Policy {
  Statement: { Action: string | string[]; Principal?: unknown; Condition?: Record<string, Record<string, unknown>> }[]
}

const stacks = synthesizeFile('test/infra/configs/large.yaml')
const hub = stacks.get('hub')
const roles = resourcesOf(hub, 'aws_iam_role').filter(([, { name }]) => String(name).includes('-spoke-write-'))
const spokes = [...stacks].filter(([id]) => id !== 'hub')

function spokeOf(accountId: string) {
  const [, stack] = spokes.find(([, stack]) => JSON.stringify(stack.provider).includes(accountId)) ?? []
  if (stack === undefined) throw new Error(`no spoke is account ${accountId}`)
  return stack
}

t.test('there is one role per spoke, with the name that the spoke computes', async (t) => {
  t.equal(roles.length, spokes.length)
  for (const [, { name, path }] of roles) {
    const spoke = spokeOf(String(name).slice(-12))
    const parsers = resourcesOf(spoke, 'aws_lambda_function').map(([, { environment }]) => JSON.stringify(environment))
    for (const environment of parsers) t.match(environment, `"HUB_ROLE_ARN":"arn:aws:iam::111122223333:role${String(path)}${String(name)}"`)
  }
})

t.test('only parse-log of the regions of that spoke may assume it, within the organization', async (t) => {
  for (const [, role] of roles) {
    const accountId = String(role['name']).slice(-12)
    const { Statement: [trust] } = JSON.parse(String(role['assume_role_policy'])) as Policy
    const parsers = resourcesOf(spokeOf(accountId), 'aws_iam_role').filter(([, { name }]) => String(name).includes('-parse-log-'))
    const arns = parsers.map(([, { name, path }]) => `arn:aws:iam::${accountId}:role${String(path)}${String(name)}`)
    t.equal(trust?.Action, 'sts:AssumeRole')
    t.same(trust?.Principal, { AWS: `arn:aws:iam::${accountId}:root` })
    t.same([trust?.Condition?.['ArnLike']?.['aws:PrincipalArn']].flat().sort(), arns.sort())
    t.same(trust?.Condition?.['StringEquals'], { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' })
  }
})

t.test('it appends to the stream and keeps its own part of the quarantine, and reaches nothing else', async (t) => {
  for (const [id, role] of roles) {
    const accountId = String(role['name']).slice(-12)
    const [, policy] = resourcesOf(hub, 'aws_iam_role_policy').find(([, body]) => body['role'] === `\${aws_iam_role.${id}.name}`) ?? []
    const { Statement } = JSON.parse(String(policy?.['policy'])) as Policy
    const actions = Statement.flatMap(({ Action }) => Action).filter((action) => !action.startsWith('kms:'))
    t.same(actions.sort(), ['dynamodb:DeleteItem', 'dynamodb:PutItem', 'firehose:PutRecordBatch'])
    const keys = Statement.flatMap(({ Condition }) => Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? [])
    t.same([...new Set(keys)].sort(), ['Q', `Q#${accountId}#*`])
  }
})
