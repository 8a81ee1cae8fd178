import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ENVIRONMENTS } from '../domain/contract.ts'
import { readEnvironment } from '../domain/environment.ts'
import { dynamoDbUsageStore } from './dynamodb-usage-store.ts'

export function openAggregateStatsPorts(env: Readonly<Record<string, string | undefined>>) {
  const { USAGE_TABLE, HOURS_KEPT_DAYS, LOOK_BACK_DAYS } = readEnvironment(ENVIRONMENTS['aggregate-stats'], env)
  return {
    usage: dynamoDbUsageStore({ client: new DynamoDBClient(), name: USAGE_TABLE }, { hoursKeptDays: HOURS_KEPT_DAYS }),
    lookBackDays: LOOK_BACK_DAYS,
    hoursKeptDays: HOURS_KEPT_DAYS,
  }
}
