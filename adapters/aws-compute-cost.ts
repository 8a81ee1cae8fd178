import { AthenaClient } from '@aws-sdk/client-athena'
import { randomUUID } from 'node:crypto'
import { ENVIRONMENTS } from '../domain/contract.ts'
import { readEnvironment } from '../domain/environment.ts'
import type { Metrics } from '../domain/ports.ts'
import { athenaRunSql } from './athena.ts'
import { dynamoDbClient } from './dynamodb-client.ts'
import { dynamoDbPriceStore } from './dynamodb-price-store.ts'
import { dynamoDbUsageStore } from './dynamodb-usage-store.ts'
import { sqlUsageLake } from './usage-lake.ts'

const QUERY_TIMEOUT_MS = 120_000

export function openComputeCostPorts(env: Readonly<Record<string, string | undefined>>, metrics: Metrics) {
  const values = readEnvironment(ENVIRONMENTS['compute-cost'], env)
  const client = dynamoDbClient()
  const runSql = athenaRunSql(new AthenaClient(), {
    workGroup: values.WORKGROUP,
    catalog: values.CATALOG,
    database: values.DATABASE,
    timeoutMs: QUERY_TIMEOUT_MS,
    token: randomUUID,
    clock: Date.now,
    onScanned: (bytes) => metrics.count('bytesScanned', bytes),
  })
  return {
    lake: sqlUsageLake(runSql),
    usage: dynamoDbUsageStore({ client, name: values.USAGE_TABLE }, { hoursKeptDays: values.HOURS_KEPT_DAYS }),
    prices: dynamoDbPriceStore({ client, name: values.PRICING_TABLE }),
    lookBackHours: values.LOOK_BACK_HOURS,
    hoursKept: values.HOURS_KEPT_DAYS * 24,
    inRegionFix: values.IN_REGION_FIX,
    tagDimensions: values.ATTRIBUTION.tagDimensions,
  }
}
