import t from 'tap'
import { allStacks, exampleStack, type Stack } from '../fixtures/infra/stacks.ts'
import { ARN_RULES } from './rules/arns.ts'
import { BUCKET_RULES } from './rules/buckets.ts'
import { DATA_RULES } from './rules/data.ts'
import { FUNCTION_RULES } from './rules/functions.ts'
import { POLICY_RULES } from './rules/policies.ts'
import { QUEUE_RULES } from './rules/queues.ts'
import { RIGHT_RULES } from './rules/rights.ts'

const RULES = [...ARN_RULES, ...BUCKET_RULES, ...DATA_RULES, ...FUNCTION_RULES, ...POLICY_RULES, ...QUEUE_RULES, ...RIGHT_RULES]

const stacks = allStacks()

for (const { title, problems, breaches, stackOfBreaches = 'hub' } of RULES) {
  t.test(title, async (t) => {
    for (const stack of stacks) t.same(problems(stack), [], `${stack.file}: ${stack.id}`)
    for (const [breach, make] of Object.entries(breaches)) {
      const broken: Stack = structuredClone(exampleStack(stacks, stackOfBreaches))
      make(broken)
      t.not(problems(broken).length, 0, `notices ${breach}`)
    }
  })
}
