import { ENVIRONMENTS } from '../domain/contract.ts'
import { readEnvironment } from '../domain/environment.ts'
import { dynamoDbClient } from './dynamodb-client.ts'
import { dynamoDbUsageStore } from './dynamodb-usage-store.ts'

export function openAggregateStatsPorts(env: Readonly<Record<string, string | undefined>>) {
  const { USAGE_TABLE, HOURS_KEPT_DAYS, LOOK_BACK_DAYS } = readEnvironment(ENVIRONMENTS['aggregate-stats'], env)
  return {
    usage: dynamoDbUsageStore({ client: dynamoDbClient(), name: USAGE_TABLE }, { hoursKeptDays: HOURS_KEPT_DAYS }),
    lookBackDays: LOOK_BACK_DAYS,
    hoursKeptDays: HOURS_KEPT_DAYS,
  }
}
