import t from 'tap'
import { EXAMPLE, resourcesOf, synthesizeFile } from '../fixtures/infra/synthesized.ts'

interface Statement {
  readonly Effect?: string
  readonly Action: string | readonly string[]
  readonly Resource?: string | readonly string[]
}

const all = (value: string | readonly string[] | undefined) => (value === undefined ? [] : [value].flat())

/** What a query can do that somebody got past the check of its text: what the role can, and no more. */
for (const file of [EXAMPLE, 'test/infra/configs/large.yaml']) {
  const hub = synthesizeFile(file).get('hub')
  const policy = JSON.parse(String(hub?.output?.['dashboard-policy']?.['value'])) as { readonly Statement: readonly Statement[] }
  const allowed = policy.Statement.filter(({ Effect }) => Effect !== 'Deny')
  const actions = allowed.flatMap(({ Action }) => all(Action))

  t.test(`${file}: whatever its SQL says, the dashboard changes no table, runs no function and writes nowhere but to query results`, async (t) => {
    t.ok(actions.includes('athena:StartQueryExecution'), 'it queries')
    t.same(actions.filter((action) => action.includes('*') && !action.startsWith('kms:')), [], 'no action is given by a pattern')
    t.same(actions.filter((action) => /^(lambda|iam|states|sagemaker|lakeformation|firehose):/.test(action)), [])
    t.same(actions.filter((action) => /^(glue|s3tables):(?!Get)/.test(action)), [], 'tables and their data are read only')
    t.same(actions.filter((action) => /^athena:(?!(Start|Get|Stop)Query)/.test(action)), [], 'no prepared statements, no workgroups')
    const writes = allowed.filter(({ Action }) => all(Action).some((action) => /^s3:(Put|Delete|Restore|Replicate|Create)/.test(action)))
    t.equal(writes.length, 1)
    t.match(all(writes[0]?.Resource), [/^arn:[^:]+:s3:::[^/]*-queries-[^/]*\/\*$/], 'results')
    t.same(writes.flatMap(({ Action }) => all(Action)).filter((action) => /Delete/.test(action)), [])
    const started = allowed.filter(({ Action }) => all(Action).includes('athena:StartQueryExecution'))
    t.match(started.flatMap(({ Resource }) => all(Resource)), [/workgroup/], 'in one workgroup')
  })

  t.test(`${file}: the workgroup says where results go and how much a query may read, not who asks`, async (t) => {
    for (const [id, workgroup] of resourcesOf(hub, 'aws_athena_workgroup')) {
      const configuration = workgroup['configuration'] as Record<string, unknown>
      t.equal(configuration['enforce_workgroup_configuration'], true, id)
      t.ok(Number(configuration['bytes_scanned_cutoff_per_query']) >= 10_485_760, id)
      t.ok((configuration['result_configuration'] as Record<string, unknown>)['encryption_configuration'], id)
    }
  })
}
