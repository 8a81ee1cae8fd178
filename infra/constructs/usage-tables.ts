import { EXPIRES_AT_ATTRIBUTE, HEADS_INDEX, PARTITION_KEY, SORT_KEY } from '../../domain/contract.ts'
import type { Place } from '../arns.ts'
import { DynamodbTable } from '../aws.ts'
import { Construct } from '../cdktf.ts'
import { dashboardTableName, pricingTableName, usageTableName } from '../names.ts'
import { AccountStack } from '../stacks/account-stack.ts'

/**
 * Usage buckets, price records and what the dashboard keeps: on demand, restorable to any second of the last 35 days, protected from
 * deletion.
 */
export class UsageTables extends Construct {
  constructor(scope: Construct, id: string, { region }: Place) {
    super(scope, id)
    const { config, dataLifecycle } = AccountStack.of(this)
    const { keys, retainData } = config
    const common = {
      region,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: PARTITION_KEY,
      rangeKey: SORT_KEY,
      attribute: textKeys(PARTITION_KEY, SORT_KEY),
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: retainData,
      ...(keys.tables === null ? {} : { serverSideEncryption: { enabled: true, kmsKeyArn: keys.tables } }),
      lifecycle: dataLifecycle,
    }
    const ttl = { attributeName: EXPIRES_AT_ATTRIBUTE, enabled: true }
    new DynamodbTable(this, 'usage', {
      ...common,
      name: usageTableName(config),
      ttl,
      attribute: textKeys(PARTITION_KEY, SORT_KEY, HEADS_INDEX.key),
      localSecondaryIndex: [{
        name: HEADS_INDEX.name, rangeKey: HEADS_INDEX.key, projectionType: 'INCLUDE', nonKeyAttributes: [...HEADS_INDEX.attributes],
      }],
    })
    new DynamodbTable(this, 'dashboard', { ...common, name: dashboardTableName(config), ttl })
    // Without a time to live: a price must still explain what was charged long ago.
    new DynamodbTable(this, 'pricing', { ...common, name: pricingTableName(config) })
  }
}

function textKeys(...names: string[]) {
  return names.map((name) => ({ name, type: 'S' }))
}
