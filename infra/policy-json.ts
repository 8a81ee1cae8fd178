import type { Principal, Statement } from './policies/statement.ts'

/** A policy as IAM takes it, in which references of Terraform may stand. Throws where two statements have one id. */
export function policyJson(statements: readonly Statement[]): string {
  const sids = statements.map(({ sid }) => sid)
  const twice = sids.find((sid, index) => sids.indexOf(sid) !== index)
  if (twice !== undefined) throw new Error(`a policy has two statements ${twice}`)
  return JSON.stringify({ Version: '2012-10-17', Statement: statements.map(statementJson) })
}

function statementJson({ sid, effect = 'Allow', principals, actions, resources, notResources, conditions = [] }: Statement) {
  const conditionJson: Record<string, Record<string, string | readonly string[]>> = {}
  for (const { test, variable, values } of conditions) conditionJson[test] = { ...conditionJson[test], [variable]: oneOrAll(values) }
  return {
    Sid: sid,
    Effect: effect,
    ...(principals === undefined ? {} : { Principal: principalJson(principals) }),
    Action: oneOrAll(actions),
    ...(resources === undefined ? {} : { Resource: oneOrAll(resources) }),
    ...(notResources === undefined ? {} : { NotResource: oneOrAll(notResources) }),
    ...(conditions.length === 0 ? {} : { Condition: conditionJson }),
  }
}

function principalJson(principals: readonly Principal[]) {
  if (principals.some(({ type }) => type === '*')) return '*'
  return Object.fromEntries(principals.map(({ type, identifiers }) => [type, oneOrAll(identifiers)]))
}

/** As AWS itself writes them back, so that no plan shows a difference. */
function oneOrAll(values: readonly string[]): string | readonly string[] {
  const [first] = values
  return values.length === 1 && first !== undefined ? first : values
}
