import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t from 'tap'
import { arnOf, bucketArn, logGroupArn, queueArn, roleArn, ruleArn, streamArn, tableArn } from '../../infra/arns.ts'
import { aggregateStatsStatements } from '../../infra/policies/aggregate-stats.ts'
import { alarmTopicPolicy } from '../../infra/policies/alarm-topic.ts'
import { computeCostStatements } from '../../infra/policies/compute-cost.ts'
import { dashboardStatements } from '../../infra/policies/dashboard.ts'
import { exportsBucketPolicy, exportUsageStatements } from '../../infra/policies/export-usage.ts'
import { firehoseStatements } from '../../infra/policies/firehose.ts'
import { logBucketPolicy } from '../../infra/policies/log-bucket.ts'
import { parseLogStatements } from '../../infra/policies/parse-log.ts'
import { queuePolicy } from '../../infra/policies/queue.ts'
import { schedulerStatements } from '../../infra/policies/scheduler.ts'
import type { Statement } from '../../infra/policies/statement.ts'
import { syncPricingStatements } from '../../infra/policies/sync-pricing.ts'
import { firehoseTrust, lambdaTrust, roleTrust, schedulerTrust, taskTrust } from '../../infra/policies/trust.ts'
import { policyJson } from '../../infra/policy-json.ts'
import { statementsOf } from '../fixtures/infra/policy-documents.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const GOV = { accountId: '111122223333', region: 'us-gov-west-1' }
const KEY = arnOf(GOV, 'kms', 'key/1')

function everyPolicy(keyArn: string | null): Record<string, Statement[]> {
  const stores = { usageTableArn: tableArn(GOV, 'usage'), pricingTableArn: tableArn(GOV, 'pricing'), tableKeyArn: keyArn }
  const table = { place: GOV, tableBucketName: 'events', database: 'analytics', keyArn }
  const log = logGroupArn(GOV, 'log')
  const role = roleArn(GOV, { rolePath: '/' }, 'role')
  const source = {
    place: GOV, logBuckets: [{ arn: bucketArn(GOV, 'logs'), prefix: 'a/', keyArn }], queueArn: queueArn(GOV, 'queue'), queueKeyArn: keyArn, logGroupArn: log,
  }
  const targets = { streamArn: streamArn(GOV, 'stream'), usageTableArn: stores.usageTableArn, tableKeyArn: keyArn, hubRegion: GOV.region }
  const queries = { table, workgroupArn: arnOf(GOV, 'athena', 'workgroup/w'), queryResultsBucket: { arn: bucketArn(GOV, 'queries'), keyArn } }
  const target = { name: 'exports', arn: bucketArn(GOV, 'exports'), keyArn, ownerAccountId: GOV.accountId, folder: 'a/focus/parquet/' }
  return {
    'parse-log of the hub': parseLogStatements({ ...source, delivery: { kind: 'direct', ...targets } }),
    'parse-log of a spoke': parseLogStatements({ ...source, delivery: { kind: 'role', roleArn: role } }),
    'compute-cost': computeCostStatements({ ...stores, ...queries, logGroupArn: log }),
    'aggregate-stats': aggregateStatsStatements({ ...stores, region: GOV.region, logGroupArn: log }),
    'sync-pricing': syncPricingStatements({
      ...stores, region: GOV.region, logGroupArn: log, feedObjectArn: `${bucketArn(GOV, 'mirror')}/prices.json`,
    }),
    'export-usage': exportUsageStatements({ ...stores, region: GOV.region, logGroupArn: log, target }),
    'bucket of exports': exportsBucketPolicy(target, GOV, role),
    firehose: firehoseStatements({ table, failedRecordsBucket: { arn: bucketArn(GOV, 'failed'), keyArn }, logGroupArn: log }),
    scheduler: schedulerStatements({
      functionArns: [arnOf(GOV, 'lambda', 'function:f')], deadLetterQueueArn: queueArn(GOV, 'dlq'), deadLetterQueueKeyArn: keyArn, region: GOV.region,
    }),
    dashboard: dashboardStatements({
      ...stores, ...queries, dashboardTableArn: tableArn(GOV, 'dashboard'), metricsRoleArns: [role],
    }),
    'log bucket': logBucketPolicy({ place: GOV, bucketArn: bucketArn(GOV, 'logs'), prefix: '' }),
    queue: queuePolicy({ place: GOV, queueArn: queueArn(GOV, 'queue'), ruleArns: [ruleArn(GOV, 'rule')] }),
    'alarm topic': alarmTopicPolicy(GOV, arnOf(GOV, 'sns', 'topic')),
    'trust in Firehose': firehoseTrust(GOV),
    'trust in Lambda': lambdaTrust(),
    'trust in the scheduler': schedulerTrust(GOV, 'group'),
    'trust in tasks': taskTrust(GOV),
    'trust in roles': roleTrust(GOV, [role], 'o-1'),
  }
}

t.test('policies name the partition that they are for', async (t) => {
  for (const [name, statements] of Object.entries(everyPolicy(KEY))) {
    const arns = [...policyJson(statements).matchAll(/arn:[^"]*/g)].map(([arn]) => arn)
    t.same(arns.filter((arn) => !arn.startsWith('arn:aws-us-gov:')), [], name)
  }
})

t.test('nothing in the code names a partition', async (t) => {
  const files = readdirSync(join(ROOT, 'infra'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  t.ok(files.length > 20)
  for (const file of files) t.notMatch(readFileSync(join(ROOT, 'infra', file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''), /arn:aws/, file)
})

t.test('keys are named where they are one\'s own, each use of them bound to a service or to data, and not at all otherwise', async (t) => {
  for (const [name, statements] of Object.entries(everyPolicy(null))) t.notMatch(policyJson(statements), /kms/, name)
  for (const [name, statements] of Object.entries(everyPolicy(KEY))) {
    const uses = statementsOf(policyJson(statements)).filter(({ actions }) => actions.some((action) => action.startsWith('kms:')))
    for (const { sid, resources, conditions } of uses) {
      t.same(resources, [KEY], `${name}: ${sid}`)
      t.ok(conditions.has('StringEquals kms:ViaService') || conditions.has('ArnLike kms:EncryptionContext:aws:s3:arn'), `${name}: ${sid}`)
    }
  }
})

t.test('a role of another account is let in by its ARN and its organization', async (t) => {
  const [trust] = statementsOf(policyJson(roleTrust(GOV, [roleArn(GOV, { rolePath: '/p/' }, 'r')], 'o-1')))
  t.same(trust?.principals, ['AWS arn:aws-us-gov:iam::111122223333:root'])
  t.same(trust?.conditions.get('ArnLike aws:PrincipalArn'), ['arn:aws-us-gov:iam::111122223333:role/p/r'])
  t.same(trust?.conditions.get('StringEquals aws:PrincipalOrgID'), ['o-1'])
  t.notMatch(policyJson(roleTrust(GOV, ['r'], null)), /PrincipalOrgID/)
})

t.test('a queue that no rule sends to lets no service in', async (t) => {
  const statements = queuePolicy({ place: GOV, queueArn: queueArn(GOV, 'dlq'), ruleArns: [] })
  t.same(statements.map(({ effect }) => effect), ['Deny'])
})

t.test('two statements of one id are refused', async (t) => {
  const statement = { sid: 'Same', actions: ['s3:GetObject'], resources: ['*'] }
  t.throws(() => policyJson([statement, statement]), { message: 'a policy has two statements Same' })
})
