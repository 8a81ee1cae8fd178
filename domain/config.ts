import type { AttributionPolicy } from './attribution.ts'

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
  /** Before `AWSLogs/` in the keys of log objects, with its `/` at the end; empty for none. */
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
  readonly logsInfrequentAccessDays: number
  readonly hourBucketsDays: number
  readonly functionLogsDays: number
  readonly queryResultsDays: number
  readonly failedRecordsDays: number
  readonly quarantineDays: number
}

export interface PricesConfig {
  readonly feedUrl: string
  readonly inRegionFix: boolean
}

/** ARNs of customer managed keys; null for the service's own. */
export interface KeysConfig {
  readonly logs: string | null
  readonly queues: string | null
  readonly events: string | null
  readonly tables: string | null
  readonly functionLogs: string | null
}

export interface AthenaConfig {
  readonly bytesScannedCutoff: number
}

export interface AlarmsConfig {
  readonly enabled: boolean
  readonly email: string | null
  /** Topic that exists already, in the hub's home region. */
  readonly topicArn: string | null
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
