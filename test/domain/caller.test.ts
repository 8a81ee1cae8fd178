import fc from 'fast-check'
import t from 'tap'
import { attributionPolicy, DEFAULT_ATTRIBUTION } from '../../domain/attribution.ts'
import { MAX_CALLER_LENGTH, nameCaller } from '../../domain/caller.ts'
import type { CallerKind } from '../../domain/cell.ts'

const iam = (resource: string, partition = 'aws') => `arn:${partition}:iam::111122223333:${resource}`
const sts = (resource: string, partition = 'aws') => `arn:${partition}:sts::111122223333:${resource}`
const SSO = 'AWSReservedSSO_Developers_0123456789abcdef'

const BY_DEFAULT: [arn: string | null, caller: string, kind: CallerKind][] = [
  [iam('user/alice'), 'alice', 'user'],
  [iam('user/ops/eu/alice'), 'alice', 'user'],
  [iam('user/john.doe@example.com'), 'john.doe@example.com', 'user'],
  [iam('user/BedrockAPIKey-ab12'), 'BedrockAPIKey-ab12', 'api-key'],
  [sts('assumed-role/checkout-api/i-0abc007'), 'checkout-api', 'role'],
  [sts('assumed-role/checkout-api'), 'checkout-api', 'role'],
  [sts('assumed-role/app/a/b/c'), 'app', 'role'],
  [sts(`assumed-role/${SSO}/bob@example.com`), 'bob@example.com', 'sso-user'],
  [sts(`assumed-role/${SSO}/žofie/😀`), 'žofie/😀', 'sso-user'],
  [sts(`assumed-role/${SSO}`), SSO, 'role'],
  [sts('assumed-role/AgentRole/BedrockAgents-ABCDEF1234-1b2c3d4e-0000'), 'ABCDEF1234', 'agent'],
  [sts('assumed-role/AmazonBedrockExecutionRoleForAgents_X/BedrockAgents-ABCDEF1234-1b2c'), 'ABCDEF1234', 'agent'],
  [sts('assumed-role/AmazonBedrockExecutionRoleForKnowledgeBase_x/s'), 'AmazonBedrockExecutionRoleForKnowledgeBase_x', 'service'],
  [sts('assumed-role/AmazonBedrockExecutionRoleForFlows_x/s'), 'AmazonBedrockExecutionRoleForFlows_x', 'service'],
  [sts('assumed-role/AWSServiceRoleForSomething/s'), 'AWSServiceRoleForSomething', 'service'],
  [sts('federated-user/alice'), 'federated-user/alice', 'federated-user'],
  [iam('root'), 'root', 'root'],
  [iam('role/path/worker'), 'worker', 'role'],
  [iam('user/alice', 'aws-us-gov'), 'alice', 'user'],
  [sts('assumed-role/app/s', 'aws-eusc'), 'app', 'role'],
  [null, 'unknown', 'unknown'],
  ['', 'unknown', 'unknown'],
  ['bedrock.amazonaws.com', 'unknown', 'unknown'],
  [iam('user/'), 'unknown', 'unknown'],
  [sts('assumed-role//session'), 'unknown', 'unknown'],
  ['arn:aws:s3:::bucket', 'unknown', 'unknown'],
]

t.test('a caller is a person, a role or a key, not a session', async (t) => {
  for (const [arn, caller, kind] of BY_DEFAULT) t.same(nameCaller(arn, DEFAULT_ATTRIBUTION), { caller, kind }, String(arn))
})

t.test('roles that the policy names keep their sessions', async (t) => {
  const policy = attributionPolicy({ sessionRoles: ['ClaudeCode*', 'gateway'] })
  t.equal(nameCaller(sts('assumed-role/ClaudeCodeRole/alice@example.com'), policy).caller, 'ClaudeCodeRole/alice@example.com')
  t.equal(nameCaller(sts('assumed-role/gateway/tenant/7'), policy).caller, 'gateway/tenant/7')
  t.equal(nameCaller(sts('assumed-role/gateway-2/tenant'), policy).caller, 'gateway-2')
  t.equal(nameCaller(sts('assumed-role/gateway'), policy).caller, 'gateway')
})

t.test('people who sign in through Identity Center can be named by permission set', async (t) => {
  const bySet = attributionPolicy({ ssoByUser: false })
  t.same(nameCaller(sts(`assumed-role/${SSO}/bob@example.com`), bySet), { caller: SSO, kind: 'role' })
  const both = attributionPolicy({ ssoByUser: false, sessionRoles: ['*'] })
  t.equal(nameCaller(sts(`assumed-role/${SSO}/bob@example.com`), both).caller, `${SSO}/bob@example.com`)
})

t.test('names have a bound, and two that differ beyond it stay different', async (t) => {
  const long = `${'x'.repeat(2000)}`
  const one = nameCaller(iam(`user/${long}1`), DEFAULT_ATTRIBUTION).caller
  const two = nameCaller(iam(`user/${long}2`), DEFAULT_ATTRIBUTION).caller
  t.ok(one.length <= MAX_CALLER_LENGTH)
  t.not(one, two)
  t.equal(one, nameCaller(iam(`user/${long}1`), DEFAULT_ATTRIBUTION).caller)
})

t.test('no text makes it throw, or come out without a name or beyond the bound', async (t) => {
  const policy = attributionPolicy({ sessionRoles: ['*'] })
  const resource = fc.tuple(fc.constantFrom('user', 'assumed-role', 'federated-user', 'role', 'root', 'x'), fc.string({ maxLength: 400 }))
  fc.assert(fc.property(fc.oneof(fc.string(), resource.map(([type, rest]) => sts(`${type}/${rest}`))), (arn) => {
    const { caller } = nameCaller(arn, policy)
    return caller.length > 0 && caller.length <= MAX_CALLER_LENGTH
  }))
  t.pass()
})
