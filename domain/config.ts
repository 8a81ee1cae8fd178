import type { AttributionPolicy } from './attribution.ts'
import type { AuthConfig, ServerConfig } from './config/auth-schema.ts'
import type { ExportFormat } from './export-keys.ts'

/** What `config.yaml` says, checked and with its defaults filled in. config.example.yaml explains every key. */
export interface Config {
  /** Begins the name of everything deployed. */
  readonly namePrefix: string
  readonly accounts: readonly AccountConfig[]
  readonly state: StateConfig
  readonly logging: LoggingConfig
  readonly schedule: ScheduleConfig
  readonly retention: RetentionConfig
  readonly attribution: AttributionPolicy
  readonly prices: PricesConfig
  readonly keys: KeysConfig
  readonly athena: AthenaConfig
  readonly alarms: AlarmsConfig
  readonly exports: ExportsConfig
  readonly tags: Readonly<Record<string, string>>
  /** Path and name of a managed policy that must exist in every account (`boundaries/workload`); null for none. */
  readonly permissionsBoundary: string | null
  /** Path of every IAM role; `/` by default. */
  readonly rolePath: string
  /** Tables, buckets with data and the catalog survive `terraform destroy`. */
  readonly retainData: boolean
  /** Whether the hub makes the Glue catalog `s3tablescatalog`, of which an account has one per region. */
  readonly createS3TablesCatalog: boolean
  /** Organization whose accounts alone may assume the hub's roles (`o-…`), null to go by account and role name only. */
  readonly organizationId: string | null
  /** The dashboard on ECS Fargate; null if it is hosted elsewhere. */
  readonly dashboard: DashboardConfig | null
  /** Who gets in, and what they see. */
  readonly auth: AuthConfig
  readonly server: ServerConfig
}

export interface AccountConfig {
  /** Names the stack `spoke-<name>`, and the account on pages. */
  readonly name: string
  /** 12 digits. */
  readonly accountId: string
  /** The hub: exactly one account is. Its first region is the hub's home. */
  readonly primary: boolean
  readonly profile: string | null
  readonly roleArn: string | null
  readonly externalId: string | null
  readonly regions: readonly RegionConfig[]
}

export interface RegionConfig {
  readonly region: string
  /** Log bucket that exists already; null to make one. */
  readonly existingBucket: ExistingBucketConfig | null
  /** Whether Bedrock's logging configuration of the region is ours to write. */
  readonly manageLogging: boolean
  readonly keys: RegionKeysConfig
}

/** ARNs of customer managed keys in the region itself; null for the service's own. */
export interface RegionKeysConfig {
  /** Of the log bucket, an existing one included. */
  readonly logs: string | null
  readonly queues: string | null
  /** Of the functions' log groups. */
  readonly functionLogs: string | null
}

export interface ExistingBucketConfig {
  readonly name: string
  /** Whether its EventBridge notifications may be switched on; else it is left as it is, and they must be on. */
  readonly manageNotifications: boolean
}

export interface StateConfig {
  readonly bucket: string
  readonly region: string
  /** Before `/<stack>.tfstate`. */
  readonly keyPrefix: string
  readonly profile: string | null
  readonly roleArn: string | null
  readonly kmsKeyArn: string | null
}

export interface LoggingConfig {
  /** Before `/AWSLogs/` in the keys of log objects, without a slash at its end; empty for none. */
  readonly prefix: string
  /** Whether bodies of text are logged too; counts and latencies are there without them, cache write split of InvokeModel is not. */
  readonly includeText: boolean
  readonly includeImages: boolean
  readonly includeEmbeddings: boolean
  readonly includeVideo: boolean
}

export interface ScheduleConfig {
  readonly computeCostMinutes: number
  readonly aggregateStatsMinutes: number
  readonly syncPricing: 'daily' | 'weekly'
  readonly lookBackHours: number
}

export interface RetentionConfig {
  readonly logsDays: number
  /** Null where logs are never moved to infrequent access. */
  readonly logsInfrequentAccessDays: number | null
  readonly hourBucketsDays: number
  readonly functionLogsDays: number
  readonly queryResultsDays: number
  readonly failedRecordsDays: number
  readonly quarantineDays: number
  /** Of files in the exports' own bucket. */
  readonly exportsDays: number
}

export interface PricesConfig {
  /** `https://…` or `s3://bucket/key`. */
  readonly feedUrl: string
  readonly inRegionFix: boolean
}

/** ARNs of customer managed keys in the hub's home region; null for the service's own. */
export interface KeysConfig {
  /** Of the event table, the stream that fills it and the records that it refused. */
  readonly events: string | null
  /** Of the DynamoDB tables. */
  readonly tables: string | null
  /** Of the bucket that exported files go to, an existing one included. */
  readonly exports: string | null
}

export interface AthenaConfig {
  readonly bytesScannedCutoff: number
}

export interface AlarmsConfig {
  readonly enabled: boolean
  readonly email: string | null
  /** Topics that exist already; an alarm notifies those in its own region. */
  readonly topicArns: readonly string[]
}

/** Files of FOCUS rows, one per UTC day. */
export interface ExportsConfig {
  readonly enabled: boolean
  readonly format: ExportFormat
  /** Before `focus/` in keys, without a slash at its end; empty for none. */
  readonly prefix: string
  /** How far back the daily run looks for days that have changed. */
  readonly lookBackDays: number
  /** Null to make one. */
  readonly existingBucket: ExportsBucketConfig | null
}

export interface ExportsBucketConfig {
  readonly name: string
  /** The account that owns it; null for the hub's. */
  readonly ownerAccountId: string | null
}

export interface DashboardConfig {
  readonly image: string
  readonly vpcId: string
  readonly publicSubnetIds: readonly string[]
  readonly privateSubnetIds: readonly string[]
  readonly certificateArn: string
  readonly hostName: string
  readonly oidc: OidcConfig
  readonly cpu: number
  readonly memoryMib: number
}

export interface OidcConfig {
  readonly issuer: string
  readonly authorizationEndpoint: string
  readonly tokenEndpoint: string
  readonly userInfoEndpoint: string
  readonly clientId: string
  /** Secrets Manager secret that holds the client secret. */
  readonly clientSecretArn: string
}
