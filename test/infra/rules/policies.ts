import { policiesOf, type PolicyDocument, type PolicyStatement } from '../../fixtures/infra/policy-documents.ts'
import { resourcesOf, text } from '../../fixtures/infra/stacks.ts'
import { change, changeStatement, type Rule } from './rule.ts'

/** Actions that AWS allows on `*` only, by why. */
const UNSCOPED: Readonly<Record<string, string>> = {
  'cloudwatch:GetMetricData': 'a metric has no ARN',
  'ecr:GetAuthorizationToken': 'it is for all registries at once',
}

/** Patterns of actions, by why they are not spelled out. */
const ACTION_PATTERNS: Readonly<Record<string, string>> = {
  'kms:GenerateDataKey*': 'with and without plaintext: DynamoDB asks for both',
  'kms:ReEncrypt*': 'from and to: DynamoDB asks for both',
}

/** Services that name no source to be asked for when they assume a role. */
const NO_SOURCE: Readonly<Record<string, string>> = {
  'Service lambda.amazonaws.com': 'only functions of the same account can be given a role',
}

/** IAM's limits in characters: all inline policies of a role, and a trust policy. */
const MAX_ROLE_POLICY = 10_240
const MAX_TRUST_POLICY = 2048

function allows(document: PolicyDocument): PolicyStatement[] {
  return document.statements.filter(({ effect }) => effect === 'Allow')
}

/** Says on whose behalf a service may act: for the very thing it is meant for, or at least for this account's. */
function isBound({ conditions }: PolicyStatement): boolean {
  const account = conditions.get('StringEquals aws:SourceAccount') ?? conditions.get('StringEquals sts:ExternalId')
  const source = conditions.get('ArnLike aws:SourceArn')
  const isExact = source === undefined ? conditions.has('StringEquals sts:ExternalId') : source.every((arn) => /^arn:[\w-]+:\w+:/.test(arn))
  return account?.every((id) => /^\d{12}$/.test(id)) === true && isExact
}

export const POLICY_RULES: readonly Rule[] = [
  {
    title: 'Nothing is allowed on all resources but what AWS scopes to none',
    problems: (stack) => policiesOf(stack).flatMap((document) => {
      const wide = allows(document).filter(({ resources, notResources }) => resources.includes('*') || notResources.length > 0)
      return wide.flatMap(({ actions }) => actions.filter((action) => UNSCOPED[action] === undefined)).map((action) => `${document.where}: ${action}`)
    }),
    breaches: {
      'all buckets': (hub) => changeStatement(hub, 'aws_iam_role_policy', 'ReadLogs', (statement) => (statement['Resource'] = '*')),
      'all but something': (hub) => changeStatement(hub, 'aws_iam_role_policy', 'ReadLogs', (statement) => {
        statement['NotResource'] = statement['Resource']
        delete statement['Resource']
      }),
    },
  },
  {
    title: 'Actions are spelled out',
    problems: (stack) => policiesOf(stack).flatMap((document) => allows(document).flatMap(({ actions }) => {
      return actions.filter((action) => action.includes('*') && ACTION_PATTERNS[action] === undefined).map((action) => `${document.where}: ${action}`)
    })),
    breaches: { 'all of a service': (hub) => changeStatement(hub, 'aws_iam_role_policy', 'ReadLogs', (statement) => (statement['Action'] = 's3:*')) },
  },
  {
    title: 'A service may only act on behalf of the thing that it is meant to act for',
    problems: (stack) => policiesOf(stack).flatMap((document) => allows(document).filter((statement) => {
      const services = statement.principals.filter((principal) => principal.startsWith('Service ') && NO_SOURCE[principal] === undefined)
      return services.length > 0 && !isBound(statement)
    }).map(({ sid }) => `${document.where}: ${sid}`)),
    breaches: {
      'Bedrock of any account': (hub) => changeStatement(hub, 'aws_s3_bucket_policy', 'WriteLogs', (statement) => delete statement['Condition']),
      'any rule': (hub) => changeStatement(hub, 'aws_sqs_queue_policy', 'SendMatchedEvents', (statement) => {
        delete (statement['Condition'] as Record<string, unknown>)['ArnLike']
      }),
      'any stream': (hub) => change(hub, 'aws_iam_role', (body) => {
        body['assume_role_policy'] = text(body['assume_role_policy']).replace(/,"Condition":.*?}}/, '')
      }, (id) => id.startsWith('delivery')),
    },
  },
  {
    title: 'Nobody outside an account is let in but roles that are named, and nobody at all without a condition',
    problems: (stack) => policiesOf(stack).flatMap((document) => allows(document).filter(({ principals, conditions }) => {
      const roles = conditions.get('ArnLike aws:PrincipalArn') ?? []
      const areNamed = roles.length > 0 && roles.every((arn) => /:role\/[^*]+$/.test(arn))
      return principals.includes('*') || (principals.some((principal) => principal.startsWith('AWS ')) && !areNamed)
    }).map(({ sid }) => `${document.where}: ${sid}`)),
    breaches: {
      'a whole account': (hub) => change(hub, 'aws_iam_role', (body) => {
        body['assume_role_policy'] = text(body['assume_role_policy']).replace(/"aws:PrincipalArn":(\[.*?\]|".*?")/, '"aws:PrincipalArn":"*"')
      }, (id) => id.startsWith('spoke-lab')),
      'everybody': (hub) => changeStatement(hub, 'aws_s3_bucket_policy', 'WriteLogs', (statement) => (statement['Principal'] = '*')),
    },
  },
  {
    title: 'Policies are as short as IAM wants them',
    problems: (stack) => policiesOf(stack).filter(({ type, json }) => {
      return json.length > (type === 'aws_iam_role' ? MAX_TRUST_POLICY : MAX_ROLE_POLICY)
    }).map(({ where, json }) => `${where} has ${json.length} characters`),
    breaches: {
      'a policy that is too long': (hub) => changeStatement(hub, 'aws_iam_role_policy', 'ReadLogs', (statement) => (statement['Sid'] = 'x'.repeat(10_000))),
    },
  },
  {
    title: 'Every role is on the configured path, within the configured boundary',
    problems: (stack) => resourcesOf(stack, 'aws_iam_role').filter(({ body }) => {
      const { permissionsBoundary, rolePath } = stack.config
      const boundary = permissionsBoundary === null ? undefined : `arn:aws:iam::${stack.account.accountId}:policy/${permissionsBoundary}`
      return body['path'] !== rolePath || body['permissions_boundary'] !== boundary
    }).map(({ id }) => id),
    breaches: {
      'a role beside the path': (hub) => change(hub, 'aws_iam_role', (body) => (body['path'] = '/elsewhere/')),
      'a role without the boundary': (hub) => Object.assign(hub.config, { permissionsBoundary: 'boundaries/workload' }),
    },
  },
]
