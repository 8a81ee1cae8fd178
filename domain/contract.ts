/** Names that the programs and what deploys them must agree on. */

/** The event table, as the SQL names it; the database is part of the query's context. */
export const USAGE_EVENTS_TABLE = 'usage_events'
export const EVENTS_DATABASE = 'bedrock_analytics'
export { USAGE_EVENT_COLUMNS } from './usage-event.ts'

/** Exported files, and what is in them. */
export { EXPORT_PARTITION, exportFolder, type ExportFormat } from './export-keys.ts'
export { FOCUS_COLUMNS, focusKind, type FocusKind } from './focus-columns.ts'

/** DynamoDB tables: usage buckets with what is known of their making, price records, and what the dashboard keeps of its users. */
export const USAGE_STATS_TABLE = 'usage-stats'
export const MODEL_PRICING_TABLE = 'model-pricing'
export const DASHBOARD_STATE_TABLE = 'dashboard'
export const TABLES = [USAGE_STATS_TABLE, MODEL_PRICING_TABLE, DASHBOARD_STATE_TABLE] as const

/** Keys of all tables, of type S. */
export const PARTITION_KEY = 'pk'
export const SORT_KEY = 'sk'

/**
 * Index of usage-stats by partition and a second sort key that only buckets have. It holds what tells whether a bucket is up to
 * date: DynamoDB charges for a read by the size of what it looks at, and a bucket's cells are a hundred times that.
 */
export const HEADS_INDEX = { name: 'heads', key: 'head', attributes: ['records', 'priceVersion', 'gen', 'mergedFrom'] } as const

/**
 * Attribute of usage-stats and dashboard that DynamoDB's time to live goes by: seconds since 1970, missing where an item is kept for
 * good.
 */
export const EXPIRES_AT_ATTRIBUTE = 'expiresAt'

/** The functions, each with its handler in `functions/<name>.lambda.ts`. */
export const FUNCTION_NAMES = ['parse-log', 'compute-cost', 'aggregate-stats', 'sync-pricing', 'export-usage'] as const
export type FunctionName = (typeof FUNCTION_NAMES)[number]

/** How often each function runs that is not called by messages. */
export const RUN_INTERVAL_MINUTES = { 'compute-cost': 5, 'aggregate-stats': 60, 'sync-pricing': 24 * 60 } as const

/** An environment variable as data; domain/environment.ts reads what `form` says. */
export interface Variable {
  /** What it holds, for people. */
  readonly holds: string
  readonly form: 'text' | 'integer' | 'flag' | 'origin' | 'feed' | 'account-id' | 'buckets' | 'attribution' | 'port' | 'accounts' | 'address-ranges'
    | 'export-format' | 'account-names'
  /** Its value where it is not set; null if it may be missing. Without a fallback it is required. */
  readonly fallback?: string | null
}

const USAGE_TABLE = { holds: `table ${USAGE_STATS_TABLE}`, form: 'text' } as const
const PRICING_TABLE = { holds: `table ${MODEL_PRICING_TABLE}`, form: 'text' } as const
const ATTRIBUTION = {
  holds: 'how calls are attributed: a JSON object with what differs from the default', form: 'attribution', fallback: '{}',
} as const
const HOURS_KEPT_DAYS = { holds: 'days that hour buckets are kept for', form: 'integer', fallback: '400' } as const

/** Environment variables of each function: all that it reads, and nothing else may be set. */
export const ENVIRONMENTS = {
  'parse-log': {
    STREAM_NAME: { holds: 'delivery stream that usage events go to', form: 'text' },
    USAGE_TABLE: { holds: `table ${USAGE_STATS_TABLE}, for lines in quarantine`, form: 'text' },
    HUB_REGION: { holds: 'region of the stream and the table', form: 'text' },
    HUB_ROLE_ARN: { holds: 'role that writes to the stream and the table, where they are in another account', form: 'text', fallback: null },
    ACCOUNT_ID: { holds: 'account that the function runs in', form: 'account-id' },
    BUCKETS: { holds: 'log buckets that may be read: {"<bucket>": {"ownerAccountId": "<12 digits>", "prefix": ""}}', form: 'buckets' },
    ATTRIBUTION,
    QUARANTINE_DAYS: { holds: 'days that lines in quarantine are listed for', form: 'integer', fallback: '60' },
  },
  'compute-cost': {
    USAGE_TABLE,
    PRICING_TABLE,
    WORKGROUP: { holds: 'Athena workgroup', form: 'text' },
    CATALOG: { holds: 'Athena catalog of the event table', form: 'text' },
    DATABASE: { holds: 'database of the event table', form: 'text' },
    LOOK_BACK_HOURS: { holds: 'hours before now that a run compares unless its event says otherwise', form: 'integer', fallback: '48' },
    HOURS_KEPT_DAYS,
    IN_REGION_FIX: { holds: 'price in-region calls by their geography where their price key repeats the global price', form: 'flag', fallback: 'true' },
    ATTRIBUTION,
  },
  'aggregate-stats': {
    USAGE_TABLE,
    HOURS_KEPT_DAYS,
    LOOK_BACK_DAYS: { holds: 'days before today that a run looks at unless its event says otherwise', form: 'integer', fallback: '40' },
  },
  'sync-pricing': {
    USAGE_TABLE: { holds: `table ${USAGE_STATS_TABLE}, for the record of the run`, form: 'text' },
    PRICING_TABLE,
    FEED_URL: {
      holds: 'price list in the format of LiteLLM, at https:// or s3://bucket/key', form: 'feed',
      fallback: 'https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json',
    },
  },
  'export-usage': {
    USAGE_TABLE,
    PRICING_TABLE,
    BUCKET: { holds: 'bucket that files go to', form: 'text' },
    BUCKET_OWNER: { holds: 'account that must own the bucket', form: 'account-id' },
    PREFIX: { holds: 'what keys of files begin with, without a slash at its end', form: 'text', fallback: '' },
    FORMAT: { holds: 'parquet or csv', form: 'export-format', fallback: 'parquet' },
    ACCOUNT_NAMES: { holds: 'what accounts are called in the files: {"<12 digits>": "<name>"}', form: 'account-names', fallback: '{}' },
    LOOK_BACK_DAYS: { holds: 'days before today that a run looks at unless its event says otherwise', form: 'integer', fallback: '35' },
  },
} as const satisfies Record<FunctionName, Record<string, Variable>>

/** Port that the dashboard listens on. */
export const DASHBOARD_PORT = 8060

/** Environment variables of the dashboard's container, where it runs beside AWS. */
export const DASHBOARD_ENVIRONMENT = {
  USAGE_TABLE,
  PRICING_TABLE,
  DASHBOARD_TABLE: { holds: `table ${DASHBOARD_STATE_TABLE}: sessions, tokens and the history of queries`, form: 'text' },
  HUB_REGION: { holds: 'region of the tables', form: 'text' },
  ACCOUNTS: {
    holds: 'what pages call accounts, and the roles that read their metrics: {"<12 digits>": {"name": "", "metricsRoleArn": "" or null}}',
    form: 'accounts', fallback: '{}',
  },
  WORKGROUP: { holds: 'Athena workgroup of the dashboard\'s queries', form: 'text' },
  CATALOG: { holds: 'Athena catalog of the event table', form: 'text' },
  DATABASE: { holds: 'database of the event table', form: 'text' },
  PUBLIC_URL: { holds: 'URL that people reach it at, such as https://usage.example.com', form: 'origin', fallback: null },
  HOST: { holds: 'address that it listens on', form: 'text', fallback: '0.0.0.0' },
  PORT: { holds: 'port that it listens on', form: 'port', fallback: String(DASHBOARD_PORT) },
  TRUSTED_PROXIES: {
    holds: 'addresses of proxies that say where requests come from, as 10.0.0.7/32, with commas between them', form: 'address-ranges', fallback: '',
  },
  AUTH: { holds: 'how people sign in and what they may see: the section auth of config.yaml as JSON', form: 'text', fallback: null },
  AUTH_FILE: { holds: 'absolute path of a YAML file with the sections auth and server, instead of AUTH', form: 'text', fallback: null },
  SESSION_SECRETS: { holds: 'secrets that sign session cookies, the newest first, with commas between them', form: 'text', fallback: null },
  SESSION_SECRETS_FILE: { holds: 'path of a file with them', form: 'text', fallback: null },
  AUTH_HEADER_SECRET: { holds: 'secret that the proxy proves itself with', form: 'text', fallback: null },
  AUTH_HEADER_SECRET_FILE: { holds: 'path of a file with it', form: 'text', fallback: null },
  ALLOW_ANONYMOUS: { holds: 'let in everybody who reaches the address, without signing in', form: 'flag', fallback: 'false' },
} as const satisfies Record<string, Variable>
export type DashboardVariable = keyof typeof DASHBOARD_ENVIRONMENT

/**
 * Files of packages that pages load, by the name that they are served under: the package, and the path in it. They go into the
 * container as they are, with their licences.
 */
export const VENDOR_FILES = {
  'htmx.min.js': { package: 'htmx.org', path: 'dist/htmx.min.js' },
  'hx-csp.min.js': { package: 'htmx.org', path: 'dist/ext/hx-csp.min.js' },
  'apexcharts.min.js': { package: 'apexcharts', path: 'dist/apexcharts.min.js' },
} as const satisfies Record<string, { readonly package: string; readonly path: string }>

/** CloudWatch: metrics by the name of the function that they are of. */
export const METRICS_NAMESPACE = 'BedrockInvocationAnalytics'
export const METRICS_DIMENSION = 'FunctionName'

/** Metrics with their units, and what they count or measure in one invocation. */
export const METRICS = {
  /** Log objects parsed, and how their lines fared. */
  objects: 'Count',
  records: 'Count',
  quarantined: 'Count',
  /** Records that the delivery stream accepted, and those sent to it once more. */
  delivered: 'Count',
  resent: 'Count',
  /** Calls by a profile, custom model or the like whose base model is not known. */
  unresolvedModels: 'Count',
  /** parse-log: from the newest event of an object to its parsing. compute-cost: from the newest event of all to the end of the run. */
  lagSeconds: 'Seconds',
  /** Hours computed anew; of them, rows beyond one per request and calls that are not or not fully priced. */
  hoursRecomputed: 'Count',
  duplicates: 'Count',
  unpricedCalls: 'Count',
  /** Rows that came in more than a day after their hour. */
  lateRecords: 'Count',
  bucketsWritten: 'Count',
  /** By queries of the event table. */
  bytesScanned: 'Bytes',
  pricesAdded: 'Count',
  pricesRejected: 'Count',
  /** export-usage: days whose usage or prices have changed. */
  filesWritten: 'Count',
  /** Invocations that failed. */
  failures: 'Count',
} as const
export type MetricName = keyof typeof METRICS

/**
 * How log objects come to parse-log. A message that fails comes back after the visibility timeout, which is six times what
 * one invocation may take, and waits two hours for whatever refuses it before it is set aside.
 */
export const PARSE_LOG_TIMEOUT_SECONDS = 120
export const LOG_QUEUE = { batchSize: 10, visibilityTimeoutSeconds: 720, maxReceiveCount: 10 } as const
