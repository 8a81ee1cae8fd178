import { ENVIRONMENTS } from '../domain/contract.ts'
import { readEnvironment } from '../domain/environment.ts'
import { dynamoDbClient } from './dynamodb-client.ts'
import { dynamoDbPriceStore } from './dynamodb-price-store.ts'
import { dynamoDbUsageStore } from './dynamodb-usage-store.ts'
import { openPriceFeed } from './price-feed.ts'

export function openSyncPricingPorts(env: Readonly<Record<string, string | undefined>>) {
  const { USAGE_TABLE, PRICING_TABLE, FEED_URL } = readEnvironment(ENVIRONMENTS['sync-pricing'], env)
  const client = dynamoDbClient()
  return {
    feed: openPriceFeed(FEED_URL),
    prices: dynamoDbPriceStore({ client, name: PRICING_TABLE }),
    usage: dynamoDbUsageStore({ client, name: USAGE_TABLE }, { hoursKeptDays: null }),
  }
}
