import { resources, type Stack, text } from '../../fixtures/infra/stacks.ts'
import { change, type Rule } from './rule.ts'

const ARN = /arn:([\w-]*):([\w-]+):([\w*-]*):([\w*-]*):([^"\\\s]*)/g
const PARTITION = 'aws'

/** Accounts and regions that a stack has to do with. */
function known({ config }: Stack) {
  const regions = config.accounts.flatMap((account) => account.regions.map(({ region }) => region))
  return { accounts: config.accounts.map(({ accountId }) => accountId), regions: [...regions, config.state.region] }
}

function arnProblems(stack: Stack): string[] {
  const { accounts, regions } = known(stack)
  return resources(stack).flatMap(({ id, body }) => {
    return [...JSON.stringify(body).matchAll(ARN)].filter(([, partition, , region = '', account = '']) => {
      return partition !== PARTITION || (region !== '' && !regions.includes(region)) || (account !== '' && !accounts.includes(account))
    }).map(([arn]) => `${id} names ${arn}`)
  })
}

export const ARN_RULES: readonly Rule[] = [
  {
    title: 'ARNs name the partition, accounts and regions of the configuration and no others',
    problems: arnProblems,
    breaches: {
      'any region': (hub) => change(hub, 'aws_iam_role_policy', (body) => (body['policy'] = text(body['policy']).replaceAll('us-east-1', '*'))),
      'another account': (hub) => change(hub, 'aws_iam_role_policy', (body) => (body['policy'] = text(body['policy']).replaceAll('111122223333', '999999999999'))),
      'another partition': (hub) => change(hub, 'aws_iam_role_policy', (body) => (body['policy'] = text(body['policy']).replaceAll('arn:aws:', 'arn:aws-cn:'))),
    },
  },
  {
    title: 'No stack reads the state of another, nor asks AWS about what it is going to deploy',
    problems: ({ json }) => {
      const data = 'data' in json ? Object.keys(json.data as object) : []
      const secrets = Object.entries(json.output ?? {}).filter(([, { sensitive }]) => sensitive === true)
      return [...data.map((type) => `reads ${type}`), ...secrets.map(([name]) => `hands over ${name}`)]
    },
    breaches: {
      'state of another stack': (hub) => Object.assign(hub.json, { data: { terraform_remote_state: { other: { backend: 's3' } } } }),
      'a secret for another stack': (hub) => Object.assign(hub.json, { output: { secret: { value: 'x', sensitive: true } } }),
    },
  },
  {
    title: 'Everything says which region it is in, and it is one of the account',
    problems: (stack) => {
      const regions = stack.account.regions.map(({ region }) => region)
      return resources(stack).filter(({ type, body }) => !type.startsWith('aws_iam_') && !regions.includes(text(body['region']))).map(({ id }) => id)
    },
    breaches: {
      'a resource where the provider happens to be': (hub) => change(hub, 'aws_sqs_queue', (body) => delete body['region']),
      'a resource in a region of another account': (hub) => change(hub, 'aws_sqs_queue', (body) => (body['region'] = 'eu-west-1')),
    },
  },
  {
    title: 'The state of a stack lies under its own key, encrypted and locked, and Terraform works in no other account',
    problems: ({ json, id, account, config }) => {
      const backend = json.terraform.backend['s3'] ?? {}
      const provider = json.provider['aws']?.[0]
      const faults = [
        [text(backend['key']).endsWith(`${id}.tfstate`) && backend['bucket'] === config.state.bucket, 'keeps its state elsewhere'],
        [backend['encrypt'] === true, 'keeps its state in the clear'],
        [backend['use_lockfile'] === true, 'does not lock its state'],
        [JSON.stringify(provider?.['allowed_account_ids']) === JSON.stringify([account.accountId]), 'works in any account'],
      ] as const
      return faults.filter(([isFine]) => !isFine).map(([, fault]) => fault)
    },
    breaches: {
      'the state of another stack': ({ json }) => Object.assign(json.terraform.backend['s3'] ?? {}, { key: 'spoke-lab.tfstate' }),
      'no lock': ({ json }) => Object.assign(json.terraform.backend['s3'] ?? {}, { use_lockfile: false }),
      'any account': ({ json }) => Object.assign(json.provider['aws']?.[0] ?? {}, { allowed_account_ids: [] }),
    },
  },
]
