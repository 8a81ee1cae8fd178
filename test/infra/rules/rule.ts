import { type Body, resourcesOf, type Stack } from '../../fixtures/infra/stacks.ts'

/** Something that holds for every stack. */
export interface Rule {
  /** A sentence. */
  readonly title: string
  /** Whatever does not obey, and how; none if all does. */
  readonly problems: (stack: Stack) => string[]
  /** By what they do, changes to a stack of the example that the rule has to notice; to the hub, unless it says otherwise. */
  readonly breaches: Readonly<Record<string, (stack: Stack) => void>>
  readonly stackOfBreaches?: string
}

/** Changes resources of a type, by default the first one. */
export function change(stack: Stack, type: string, how: (body: Body) => void, which: (id: string) => boolean = () => true): void {
  const found = resourcesOf(stack, type).find(({ id }) => which(id))
  if (found === undefined) throw new Error(`${stack.id} has no ${type} to change`)
  how(found.body)
}

export function remove(stack: Stack, type: string): void {
  const [found] = resourcesOf(stack, type)
  if (found === undefined) throw new Error(`${stack.id} has no ${type} to remove`)
  delete stack.json.resource[type]?.[found.id]
}

export function add(stack: Stack, type: string, body: Body): void {
  const byId = stack.json.resource[type] ?? {}
  stack.json.resource[type] = byId
  byId['added'] = body
}

interface PolicyJson {
  Statement: Record<string, unknown>[]
}

/** Changes one statement of a policy. */
export function changeStatement(
  stack: Stack, type: string, sid: string, how: (statement: Record<string, unknown>) => void, attribute = 'policy',
): void {
  for (const { body } of resourcesOf(stack, type)) {
    const policy = JSON.parse(String(body[attribute])) as PolicyJson
    const statement = policy.Statement.find(({ Sid }) => Sid === sid)
    if (statement === undefined) continue
    how(statement)
    body[attribute] = JSON.stringify(policy)
    return
  }
  throw new Error(`${stack.id} has no ${type} with a statement ${sid}`)
}
