import { ENVIRONMENTS, FUNCTION_NAMES, type FunctionName, type Variable } from '../../../domain/contract.ts'
import { readEnvironment } from '../../../domain/environment.ts'
import { at, referredBy, type Resource, resourcesOf, text } from '../../fixtures/infra/stacks.ts'
import { add, change, remove, type Rule } from './rule.ts'

/** Lambda's limit for names and values together. */
const MAX_ENVIRONMENT_BYTES = 4096

/** Which of the functions a resource is. */
export function functionOf({ id, body }: Resource): FunctionName {
  const name = FUNCTION_NAMES.find((candidate) => text(body['function_name']).includes(`-${candidate}`))
  if (name === undefined) throw new Error(`${id} is none of ${FUNCTION_NAMES.join(', ')}`)
  return name
}

export function environmentOf({ body }: Pick<Resource, 'body'>): Record<string, string> {
  return (at(body, 'environment', 'variables') ?? {}) as Record<string, string>
}

function environmentProblems(lambda: Resource): string[] {
  const variables: Readonly<Record<string, Variable>> = ENVIRONMENTS[functionOf(lambda)]
  const given = environmentOf(lambda)
  const strange = Object.keys(given).filter((name) => variables[name] === undefined)
  const bytes = Object.entries(given).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0)
  if (bytes > MAX_ENVIRONMENT_BYTES) return [`${lambda.id} has an environment of ${bytes} bytes`]
  try {
    readEnvironment(variables, given)
  } catch (error) {
    return [`${lambda.id}: ${(error as Error).message}`]
  }
  return strange.map((name) => `${lambda.id} does not read ${name}`)
}

export const FUNCTION_RULES: readonly Rule[] = [
  {
    title: 'The environment of every function is what the contract says: readable, whole, and nothing else',
    problems: (stack) => resourcesOf(stack, 'aws_lambda_function').flatMap(environmentProblems),
    breaches: {
      'a variable too few': (hub) => change(hub, 'aws_lambda_function', (body) => delete environmentOf({ body })['USAGE_TABLE']),
      'a variable too many': (hub) => change(hub, 'aws_lambda_function', (body) => Object.assign(environmentOf({ body }), { DEBUG: '1' })),
      'an environment that Lambda does not take': (hub) => {
        change(hub, 'aws_lambda_function', (body) => Object.assign(environmentOf({ body }), { USAGE_TABLE: 'x'.repeat(5000) }))
      },
      'a value that the function cannot read': (hub) => {
        change(hub, 'aws_lambda_function', (body) => Object.assign(environmentOf({ body }), { HOURS_KEPT_DAYS: 'a year' }))
      },
    },
  },
  {
    title: 'The stack of an account holds the functions of its regions, and the hub those of the whole',
    problems: (stack) => {
      const parsers = stack.account.regions.map(() => 'parse-log')
      const exporters = stack.config.exports.enabled ? ['export-usage'] : []
      const wanted = stack.account.primary ? [...parsers, 'compute-cost', 'aggregate-stats', 'sync-pricing', ...exporters] : parsers
      const found = resourcesOf(stack, 'aws_lambda_function').map(functionOf)
      return found.sort().join() === wanted.sort().join() ? [] : [`has ${found.join()}, not ${wanted.join()}`]
    },
    breaches: { 'a function that is missing': (hub) => remove(hub, 'aws_lambda_function') },
  },
  {
    title: 'Every log group forgets in time, and every function has one that is there before it runs',
    problems: (stack) => [
      ...resourcesOf(stack, 'aws_cloudwatch_log_group').filter(({ body }) => !(Number(body['retention_in_days']) > 0)).map(({ id }) => `${id} keeps all`),
      ...resourcesOf(stack, 'aws_lambda_function').flatMap(({ id, body }) => {
        const group = referredBy(stack, 'aws_cloudwatch_log_group', at(body, 'logging_config', 'log_group'))
        return group?.body['name'] === `/aws/lambda/${text(body['function_name'])}` ? [] : [`${id} has no log group of its own`]
      }),
    ],
    breaches: {
      'a log group for good': (hub) => add(hub, 'aws_cloudwatch_log_group', { name: 'forever' }),
      'a function that has its log group made by Lambda': (hub) => change(hub, 'aws_lambda_function', (body) => delete body['logging_config']),
      'a log group under another name': (hub) => change(hub, 'aws_cloudwatch_log_group', (body) => (body['name'] = '/aws/lambda/x'), (id) => /cost|parse/.test(id)),
    },
  },
  {
    title: 'Every function runs on a Node.js that is supported, and waits for its policy',
    problems: (stack) => resourcesOf(stack, 'aws_lambda_function').filter(({ body }) => {
      const waitsFor = (body['depends_on'] ?? []) as string[]
      return body['runtime'] !== 'nodejs24.x' || !waitsFor.some((address) => address.startsWith('aws_iam_role_policy.'))
    }).map(({ id }) => id),
    breaches: {
      'an old runtime': (hub) => change(hub, 'aws_lambda_function', (body) => (body['runtime'] = 'nodejs20.x')),
      'a function before its policy': (hub) => change(hub, 'aws_lambda_function', (body) => delete body['depends_on']),
    },
  },
]
