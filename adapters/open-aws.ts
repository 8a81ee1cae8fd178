import { AthenaClient } from '@aws-sdk/client-athena'
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { STSClient } from '@aws-sdk/client-sts'
import type { ApiTokenStore } from '../domain/api-token.ts'
import type { DASHBOARD_ENVIRONMENT } from '../domain/contract.ts'
import type { AccountView } from '../domain/environment-forms.ts'
import type { Environment } from '../domain/environment.ts'
import type { QueryHistory } from '../domain/explore-ports.ts'
import type { Clock, LatencyMetrics, Quarantine } from '../domain/ports.ts'
import type { SessionStore } from '../domain/session-store.ts'
import { athenaEventTable, type EventTable } from './athena-event-table.ts'
import { cloudWatchLatency } from './cloudwatch.ts'
import { dynamoDbClient } from './dynamodb-client.ts'
import { dynamoDbPriceStore } from './dynamodb-price-store.ts'
import { dynamoDbQuarantine } from './dynamodb-quarantine.ts'
import { dynamoDbQueryHistory } from './dynamodb-query-history.ts'
import { dynamoDbSessions } from './dynamodb-sessions.ts'
import { dynamoDbTokens } from './dynamodb-tokens.ts'
import { dynamoDbUsageStore } from './dynamodb-usage-store.ts'
import type { ReadPorts } from './open-ports.ts'
import { spokeCredentials } from './spoke-credentials.ts'

export type DashboardEnvironment = Environment<typeof DASHBOARD_ENVIRONMENT>

/** What the dashboard needs where its data is in AWS. */
export interface AwsPorts extends ReadPorts, EventTable {
  readonly quarantine: Pick<Quarantine, 'list'>
  /** CloudWatch of an account that the dashboard knows; null for any other. */
  readonly timeToFirstToken: (accountId: string) => LatencyMetrics | null
  readonly sessions: SessionStore
  readonly tokens: ApiTokenStore
  readonly queryHistory: QueryHistory
}

/** A page does not wait as long as a function does: what fails twice is said to have failed. */
const PATIENCE = {
  maxAttempts: 3, requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
} as const

/** Opens the tables, the event table and the metrics that the environment names; sends nothing before somebody asks. */
export function openAws(environment: DashboardEnvironment, clock: Clock): AwsPorts {
  const region = environment.HUB_REGION
  const client = dynamoDbClient({ region, ...PATIENCE })
  const athena = new AthenaClient({ region })
  return {
    usage: dynamoDbUsageStore({ client, name: environment.USAGE_TABLE }, { hoursKeptDays: null }),
    prices: dynamoDbPriceStore({ client, name: environment.PRICING_TABLE }),
    quarantine: dynamoDbQuarantine({ client, name: environment.USAGE_TABLE }, { keptDays: null, clock }),
    sessions: dynamoDbSessions({ client, name: environment.DASHBOARD_TABLE }, clock),
    tokens: dynamoDbTokens({ client, name: environment.DASHBOARD_TABLE }, clock),
    timeToFirstToken: metricsOf(environment.ACCOUNTS, region, clock),
    queryHistory: dynamoDbQueryHistory({ client, name: environment.DASHBOARD_TABLE }),
    ...athenaEventTable(athena, {
      workGroup: environment.WORKGROUP, catalog: environment.CATALOG, database: environment.DATABASE, clock: () => clock().getTime(),
    }),
    async close() {
      client.destroy()
      athena.destroy()
    },
  }
}

/** Metrics of accounts by their id, each read in the account's own name, or through a role of it where there is one. */
function metricsOf(
  accounts: ReadonlyMap<string, AccountView>, hubRegion: string, clock: Clock,
): (accountId: string) => LatencyMetrics | null {
  const sts = new STSClient({ region: hubRegion })
  const known = new Map([...accounts].map(([accountId, { metricsRoleArn }]) => {
    const role = metricsRoleArn === null ? null : { roleArn: metricsRoleArn, accountId, component: 'dashboard' }
    const credentials = role === null ? {} : { credentials: spokeCredentials(sts, role, () => clock().getTime()) }
    const clients = new Map<string, CloudWatchClient>()
    return [accountId, cloudWatchLatency((region) => {
      const client = clients.get(region) ?? new CloudWatchClient({ region, ...credentials })
      clients.set(region, client)
      return client
    })]
  }))
  return (accountId) => known.get(accountId) ?? null
}
