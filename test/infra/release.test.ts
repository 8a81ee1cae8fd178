import t from 'tap'
import { type StackJson, synthesizeText } from '../fixtures/infra/synthesized.ts'

const config = (changes: { regions: string; catalog: boolean }) => `accounts:
  - {name: main, accountId: "111122223333", primary: true, regions: ${changes.regions}}
state: {bucket: example-state}
createS3TablesCatalog: ${changes.catalog}
`
const hubOf = (text: string) => synthesizeText(text).get('hub') as StackJson & { readonly removed?: readonly { from: string; lifecycle: object }[] }

const existing = (managed: boolean) => {
  return `[{region: us-east-1, manageLogging: ${managed}, existingBucket: {name: example-logs, manageNotifications: ${managed}}}, {region: eu-west-1, manageLogging: ${managed}}]`
}
const before = hubOf(config({ regions: existing(true), catalog: true }))
const after = hubOf(config({ regions: existing(false), catalog: false }))

function addresses(stack: StackJson): string[] {
  const types = ['aws_bedrock_model_invocation_logging_configuration', 'aws_cloudcontrolapi_resource', 'aws_s3_bucket_notification']
  return types.flatMap((type) => Object.keys(stack.resource[type] ?? {}).map((id) => `${type}.${id}`))
}

t.test('what is no longer to be managed is forgotten, not destroyed: logging and events stay on, and the catalog stays for others', async (t) => {
  const gone = addresses(before).filter((address) => !addresses(after).includes(address))
  t.equal(gone.length, 4)
  t.same(after.removed?.map(({ from }) => from).sort(), gone.sort())
  for (const { lifecycle } of after.removed ?? []) t.same(lifecycle, { destroy: false })
})

t.test('what is managed is not forgotten', async (t) => {
  t.notOk('removed' in before)
})
