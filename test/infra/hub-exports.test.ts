import t from 'tap'
import { exportKey } from '../../domain/export-keys.ts'
import { readExportRequest } from '../../domain/export-request.ts'
import { FOCUS_COLUMNS } from '../../domain/focus-columns.ts'
import { parseConfig } from '../../domain/parse-config.ts'
import { exportEnvironment } from '../../infra/export-environment.ts'
import { exportsTableSql } from '../../infra/exports-table.ts'
import { isAllowed, statementsOf } from '../fixtures/infra/policy-documents.ts'
import { EXAMPLE, resourcesOf, type StackJson, synthesizeFile } from '../fixtures/infra/synthesized.ts'

const off = synthesizeFile(EXAMPLE).get('hub')
const foreign = synthesizeFile('test/infra/configs/existing-buckets.yaml').get('hub')
const own = synthesizeFile('test/infra/configs/large.yaml').get('hub')

const outputOf = (stack: StackJson | undefined, name: string) => String(stack?.output?.[name]?.['value'])

function find(stack: StackJson | undefined, type: string, id: string) {
  const [, resource] = resourcesOf(stack, type).find(([found]) => found === id) ?? []
  if (resource === undefined) throw new Error(`there is no ${type}.${id}`)
  return resource
}

const policyOf = (stack: StackJson | undefined) => statementsOf(String(find(stack, 'aws_iam_role_policy', 'functions_export-usage_function_role_policy')['policy']))

t.test('without exports nothing in the hub is about them', async (t) => {
  t.notMatch(JSON.stringify(off), /export/)
})

t.test('exports run once a day, after the run that looks far back, and are tried again', async (t) => {
  const schedule = find(foreign, 'aws_scheduler_schedule', 'functions_export-usage_run')
  t.match(schedule, { schedule_expression: 'cron(47 5 * * ? *)', schedule_expression_timezone: 'UTC' })
  const { input } = schedule['target'] as { input: string }
  t.ok(readExportRequest(JSON.parse(input), { nowHour: 24 * 100, lookBackDays: 1 }))
  t.equal(find(foreign, 'aws_lambda_function_event_invoke_config', 'functions_export-usage_retries')['maximum_retry_attempts'], 2)
})

t.test('the function is told what the configuration says', async (t) => {
  t.match(find(own, 'aws_lambda_function', 'functions_export-usage_function_function')['environment'], { variables: {
    BUCKET: 'a2345678901234567890-exports-111122223333-ap-northeast-1', BUCKET_OWNER: '111122223333',
    FORMAT: 'csv', PREFIX: 'bedrock/usage', LOOK_BACK_DAYS: '60', ACCOUNT_NAMES: /"222233334444":"s1345678901234567890"/,
  } })
  t.match(find(foreign, 'aws_lambda_function', 'functions_export-usage_function_function')['environment'], {
    variables: { BUCKET: 'example-finops', BUCKET_OWNER: '777788889999', FORMAT: 'parquet', LOOK_BACK_DAYS: '35' },
  })
})

t.test('accounts have their names in the files, but for those of more accounts than an environment holds', async (t) => {
  const config = (spokes: number) => parseConfig(`
state: { bucket: example-state }
accounts:
  - { name: main, accountId: "111122223333", primary: true, regions: [us-east-1] }
${Array.from({ length: spokes }, (_, i) => `  - { name: spoke-${i}, accountId: "${222200000000 + i}", regions: [us-east-1] }\n`).join('')}`, 'config.yaml')
  t.match(exportEnvironment(config(1)), { ACCOUNT_NAMES: '{"111122223333":"main","222200000000":"spoke-0"}' })
  t.notOk('ACCOUNT_NAMES' in exportEnvironment(config(150)))
})

for (const [where, stack, bucket, folder] of [
  ['a bucket of its own', own, 'a2345678901234567890-exports-111122223333-ap-northeast-1', 'bedrock/usage/focus/csv/'],
  ['a bucket of others', foreign, 'example-finops', 'focus/parquet/'],
] as const) {
  t.test(`in ${where} the function reaches its own files, and nothing else`, async (t) => {
    const statements = policyOf(stack)
    const arn = `arn:aws:s3:::${bucket}`
    const file = folder.replace(/focus.*/, exportKey(folder.includes('csv') ? 'csv' : 'parquet', '2026-07-18'))
    t.ok(isAllowed(statements, 's3:PutObject', `${arn}/${file}`))
    for (const key of ['other', `${folder.replace(/focus.*/, '')}focus/other`, 'focus2/csv/a']) {
      t.notOk(isAllowed(statements, 's3:PutObject', `${arn}/${key}`), key)
      t.notOk(isAllowed(statements, 's3:GetObject', `${arn}/${key}`), key)
    }
    t.notOk(isAllowed(statements, 's3:DeleteObject', `${arn}/${file}`))
    const list = statements.find(({ actions }) => actions.includes('s3:ListBucket'))
    t.strictSame(list?.conditions.get('StringEquals s3:prefix'), [folder])
    t.strictSame(outputOf(stack, 'exports-location'), `s3://${bucket}/${folder}`)
  })
}

t.test('its own bucket forgets files in time, and encrypts with the key of exports', async (t) => {
  t.match(find(own, 'aws_s3_bucket_lifecycle_configuration', 'exports_own_expiry'), { rule: [{ expiration: [{ days: 400 }] }] })
  t.match(JSON.stringify(find(own, 'aws_s3_bucket_server_side_encryption_configuration', 'exports_own_encryption')), /key\/.*-bbbbbbbbbbbb/)
  t.equal(own?.output?.['exports-bucket-policy'], undefined, 'nobody else has to allow anything')
})

t.test('a bucket of another account is left as it is; what its policy has to say is an output', async (t) => {
  t.notMatch(JSON.stringify(foreign?.resource['aws_s3_bucket'] ?? {}), /example-finops/)
  const statements = statementsOf(outputOf(foreign, 'exports-bucket-policy'))
  t.strictSame(statements.map(({ actions }) => actions), [['s3:ListBucket'], ['s3:GetObject', 's3:PutObject']])
  for (const { principals, conditions } of statements) {
    t.strictSame(principals, ['AWS arn:aws:iam::111122223333:root'])
    t.strictSame(conditions.get('ArnLike aws:PrincipalArn'), ['arn:aws:iam::111122223333:role/usage-export-usage'])
  }
})

t.test('files are a table of Athena by one statement', async (t) => {
  const sql = outputOf(foreign, 'exports-table')
  t.match(sql, /^CREATE EXTERNAL TABLE focus \(\n {2}billedcost decimal\(38,18\),\n {2}billingaccountid string,/)
  t.match(sql, /\n {2}chargeperiodstart timestamp,\n {2}consumedquantity bigint,/)
  t.match(sql, /\n {2}x_costiscomplete boolean\n\) PARTITIONED BY \(billing_period string\)\nSTORED AS PARQUET\nLOCATION 's3:\/\/example-finops\/focus\/parquet\/'\n/)
  t.match(sql, /'projection.enabled'='true'/)
  const [, columns = ''] = /TABLE focus \(([^]*?)\n\) PARTITIONED/.exec(sql) ?? []
  t.strictSame(columns.trim().split(/,\n */).map((column) => column.split(' ')[0]), FOCUS_COLUMNS.map((name) => name.toLowerCase()))
})

t.test('fields of CSV are texts to Athena, and the heading is no row', async (t) => {
  const sql = exportsTableSql({ table: 'focus', format: 'csv', location: 's3://b/focus/csv/' })
  t.match(sql, /billedcost string/)
  t.notMatch(sql, /decimal|timestamp|bigint|boolean/)
  t.match(sql, /OpenCSVSerde'\nLOCATION 's3:\/\/b\/focus\/csv\/'\n.*'skip.header.line.count'='1'/)
})

t.test('the pipeline\'s dashboard shows the function, and alarms watch it', async (t) => {
  const [[, dashboard] = []] = resourcesOf(own, 'aws_cloudwatch_dashboard')
  t.match(dashboard?.['dashboard_body'], /a2345678901234567890-export-usage/)
  const watched = resourcesOf(own, 'aws_cloudwatch_metric_alarm').filter(([id]) => id.includes('export-usage'))
  t.strictSame(watched.map(([, alarm]) => alarm['metric_name']).sort(), ['Errors', 'Throttles'])
})
