import t from 'tap'
import { DEFAULT_ATTRIBUTION } from '../../domain/attribution.ts'
import { DASHBOARD_ENVIRONMENT, ENVIRONMENTS, FUNCTION_NAMES, METRICS, type Variable } from '../../domain/contract.ts'
import { readEnvironment } from '../../domain/environment.ts'

const PARSE_LOG = {
  STREAM_NAME: 'usage-events', USAGE_TABLE: 'usage-stats', HUB_REGION: 'us-east-1', ACCOUNT_ID: '111122223333',
  BUCKETS: '{"bedrock-logs": {"ownerAccountId": "111122223333", "prefix": "ai/logs"}}',
}

t.test('values have the form that their variable says, and fallbacks where they are not set', async (t) => {
  t.same(readEnvironment(ENVIRONMENTS['parse-log'], PARSE_LOG), {
    ...PARSE_LOG,
    HUB_ROLE_ARN: null,
    BUCKETS: new Map([['bedrock-logs', { ownerAccountId: '111122223333', prefix: 'ai/logs' }]]),
    ATTRIBUTION: DEFAULT_ATTRIBUTION,
    QUARANTINE_DAYS: 60,
  })
  const { ATTRIBUTION } = readEnvironment(ENVIRONMENTS['parse-log'], { ...PARSE_LOG, ATTRIBUTION: '{"ssoByUser": false, "tagKeys": ["team"]}' })
  t.same(ATTRIBUTION, { ...DEFAULT_ATTRIBUTION, ssoByUser: false, tagKeys: ['team'] })
})

t.test('the defaults of every function', async (t) => {
  const fallbacks = FUNCTION_NAMES.map((name) => {
    const variables: Readonly<Record<string, Variable>> = ENVIRONMENTS[name]
    const given = Object.entries(variables).filter(([, { fallback }]) => fallback !== undefined)
    return Object.fromEntries(given.map(([variable, { fallback }]) => [variable, fallback]))
  })
  t.same(fallbacks, [
    { HUB_ROLE_ARN: null, ATTRIBUTION: '{}', QUARANTINE_DAYS: '60' },
    { LOOK_BACK_HOURS: '48', HOURS_KEPT_DAYS: '400', IN_REGION_FIX: 'true', ATTRIBUTION: '{}' },
    { HOURS_KEPT_DAYS: '400', LOOK_BACK_DAYS: '40' },
    { FEED_URL: 'https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json' },
    { PREFIX: '', FORMAT: 'parquet', ACCOUNT_NAMES: '{}', LOOK_BACK_DAYS: '35' },
  ])
})

t.test('everything that is missing or bad stands in one error', async (t) => {
  t.throws(() => readEnvironment(ENVIRONMENTS['compute-cost'], { WORKGROUP: '', DATABASE: 'd', LOOK_BACK_HOURS: '0', IN_REGION_FIX: 'yes' }), {
    message: 'the environment is not usable: USAGE_TABLE (table usage-stats): is missing; PRICING_TABLE (table model-pricing): is missing; ' +
      'WORKGROUP (Athena workgroup): is missing; CATALOG (Athena catalog of the event table): is missing; ' +
      'LOOK_BACK_HOURS (hours before now that a run compares unless its event says otherwise): wants a whole number of at least 1; ' +
      'IN_REGION_FIX (price in-region calls by their geography where their price key repeats the global price): wants true or false',
  })
})

const BAD: [variable: string, value: string, message: RegExp][] = [
  ['ACCOUNT_ID', '1234', /ACCOUNT_ID .*: wants 12 digits/],
  ['BUCKETS', 'bedrock-logs', /BUCKETS .*: wants JSON/],
  ['BUCKETS', '{"bedrock-logs": {"ownerAccountId": "me", "prefix": "a/"}}', /bedrock-logs: ownerAccountId: wants 12 digits, bedrock-logs: prefix: wants no slash/],
  ['BUCKETS', '{"bedrock-logs": {"ownerAccountId": "111122223333", "prefix": "", "region": "x"}}', /region/],
  ['ATTRIBUTION', '{"tags": ["team"]}', /ATTRIBUTION .*tags/],
  ['ATTRIBUTION', '{"tagDimensions": ["team"]}', /tag dimension "team" is not among the tag keys/],
  ['QUARANTINE_DAYS', '1.5', /QUARANTINE_DAYS .*: wants a whole number/],
]
for (const [variable, value, message] of BAD) {
  t.test(`${variable}=${value} is refused`, async (t) => {
    t.throws(() => readEnvironment(ENVIRONMENTS['parse-log'], { ...PARSE_LOG, [variable]: value }), { message })
  })
}

t.test('a URL starts like one', async (t) => {
  const tables = { USAGE_TABLE: 'u', PRICING_TABLE: 'p' }
  t.throws(() => readEnvironment(ENVIRONMENTS['sync-pricing'], { ...tables, FEED_URL: 'ftp://x' }), /FEED_URL .*: wants a URL/)
  t.match(readEnvironment(ENVIRONMENTS['sync-pricing'], { ...tables, FEED_URL: 's3://mirror/a.json' }), { FEED_URL: 's3://mirror/a.json' })
})

t.test('exports have a form that there is, in a bucket of an account', async (t) => {
  const env = { USAGE_TABLE: 'u', PRICING_TABLE: 'p', BUCKET: 'exports', BUCKET_OWNER: '111122223333' }
  t.match(readEnvironment(ENVIRONMENTS['export-usage'], { ...env, FORMAT: 'csv', ACCOUNT_NAMES: '{"444455556666": "lab"}' }), {
    FORMAT: 'csv', PREFIX: '', LOOK_BACK_DAYS: 35, ACCOUNT_NAMES: new Map([['444455556666', 'lab']]),
  })
  t.throws(() => readEnvironment(ENVIRONMENTS['export-usage'], { ...env, FORMAT: 'xlsx', ACCOUNT_NAMES: '{"lab": "x"}' }), {
    message: /FORMAT .*: wants parquet or csv; ACCOUNT_NAMES .*: lab: /,
  })
})

t.test('metrics have units that CloudWatch knows', async (t) => {
  t.same(Object.values(METRICS).filter((unit) => !['Count', 'Seconds', 'Bytes'].includes(unit)), [])
})

const DASHBOARD = {
  USAGE_TABLE: 'usage-stats', PRICING_TABLE: 'model-pricing', DASHBOARD_TABLE: 'dashboard', HUB_REGION: 'us-east-1',
  WORKGROUP: 'analytics', CATALOG: 's3tablescatalog/events', DATABASE: 'bedrock_analytics',
}

t.test('the dashboard needs tables, a region and where events are, and has defaults for the rest', async (t) => {
  t.same(readEnvironment(DASHBOARD_ENVIRONMENT, DASHBOARD), {
    ...DASHBOARD, ACCOUNTS: new Map(), PUBLIC_URL: null, HOST: '0.0.0.0', PORT: 8060, TRUSTED_PROXIES: [], AUTH: null, AUTH_FILE: null,
    SESSION_SECRETS: null, SESSION_SECRETS_FILE: null, AUTH_HEADER_SECRET: null, AUTH_HEADER_SECRET_FILE: null, ALLOW_ANONYMOUS: false,
  })
  const role = 'arn:aws:iam::444455556666:role/metrics'
  t.match(readEnvironment(DASHBOARD_ENVIRONMENT, {
    ...DASHBOARD, ACCOUNTS: `{"444455556666": {"name": "lab", "metricsRoleArn": "${role}"}}`, TRUSTED_PROXIES: '10.0.0.0/8, fd00::/8,',
    PUBLIC_URL: 'https://usage.example.com/', PORT: '0',
  }), {
    ACCOUNTS: new Map([['444455556666', { name: 'lab', metricsRoleArn: role }]]), TRUSTED_PROXIES: ['10.0.0.0/8', 'fd00::/8'],
    PUBLIC_URL: 'https://usage.example.com', PORT: 0,
  })
})

const BAD_FOR_DASHBOARD: [variable: string, value: string, message: RegExp][] = [
  ['PORT', '65536', /PORT .*: wants a port/],
  ['PORT', '80a', /PORT .*: wants a port/],
  ['PUBLIC_URL', 'https://usage.example.com/usage', /PUBLIC_URL .*: wants an address .* without a path/],
  ['PUBLIC_URL', 'usage.example.com', /PUBLIC_URL .*: wants an address/],
  ['ACCOUNTS', '{"1234": {"name": "lab", "metricsRoleArn": null}}', /ACCOUNTS .*: .*12 digits/],
  ['ACCOUNTS', '{"444455556666": {"name": "lab"}}', /ACCOUNTS .*metricsRoleArn/],
  ['TRUSTED_PROXIES', '1', /TRUSTED_PROXIES .*: wants addresses such as .*, not "1"/],
  ['TRUSTED_PROXIES', 'true', /TRUSTED_PROXIES .*not "true"/],
  ['TRUSTED_PROXIES', '10.0.0.7,*', /TRUSTED_PROXIES .*not "\*"/],
  ['TRUSTED_PROXIES', '0.0.0.0/0', /TRUSTED_PROXIES .*not "0\.0\.0\.0\/0"/],
]
for (const [variable, value, message] of BAD_FOR_DASHBOARD) {
  t.test(`${variable}=${value} is refused by the dashboard`, async (t) => {
    t.throws(() => readEnvironment(DASHBOARD_ENVIRONMENT, { ...DASHBOARD, [variable]: value }), { message })
  })
}
