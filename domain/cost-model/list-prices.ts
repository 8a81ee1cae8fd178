/** Where and when the prices were listed, in USD, without free allowances and without discounts for volume. */
export const LIST_PRICES_REGION = 'us-east-1'
export const LIST_PRICES_DATE = '2025-11'

export interface ListPrice {
  readonly usd: string
  /** For that many. */
  readonly per: number
  readonly of: string
  /** Of them, what AWS gives to every account each month for nothing, also after its first year. */
  readonly free?: number
  /** `high`: well known; `medium`: from one second-hand source; `low`: from memory, and changed by AWS lately. */
  readonly confidence: 'high' | 'medium' | 'low'
}

const GIB = 2 ** 30

export const LIST_PRICES = {
  s3Get: { usd: '0.0004', per: 1_000, of: 'S3 GET requests', confidence: 'high' },
  s3StandardByteMonth: { usd: '0.023', per: GIB, of: 'bytes a month in S3 Standard', confidence: 'high' },
  s3InfrequentByteMonth: { usd: '0.0125', per: GIB, of: 'bytes a month in S3 Standard-IA', confidence: 'high' },
  s3Event: { usd: '1.00', per: 1_000_000, of: 'S3 events through EventBridge', confidence: 'medium' },
  sqsRequest: { usd: '0.40', per: 1_000_000, of: 'SQS requests', free: 1_000_000, confidence: 'high' },
  lambdaRequest: { usd: '0.20', per: 1_000_000, of: 'Lambda requests', free: 1_000_000, confidence: 'high' },
  lambdaMibSecond: { usd: '0.0000133334', per: 1_024, of: 'MiB-seconds of Lambda on arm64', free: 400_000 * 1_024, confidence: 'high' },
  /** For Iceberg tables there is no rounding to 5 kB a record. */
  firehoseByte: { usd: '0.075', per: GIB, of: 'bytes through Firehose to Iceberg', confidence: 'medium' },
  tablesPut: { usd: '0.005', per: 1_000, of: 'S3 Tables PUT requests', confidence: 'medium' },
  tablesGet: { usd: '0.0004', per: 1_000, of: 'S3 Tables GET requests', confidence: 'medium' },
  tablesByteMonth: { usd: '0.0265', per: GIB, of: 'bytes a month in S3 Tables', confidence: 'medium' },
  tablesObjectMonth: { usd: '0.025', per: 1_000, of: 'objects a month watched in S3 Tables', confidence: 'medium' },
  tablesCompactedObject: { usd: '0.002', per: 1_000, of: 'objects compacted', confidence: 'low' },
  tablesCompactedByte: { usd: '0.005', per: GIB, of: 'bytes compacted', confidence: 'low' },
  athenaByte: { usd: '5.00', per: 2 ** 40, of: 'bytes scanned by Athena', confidence: 'high' },
  dynamoWriteUnit: { usd: '0.625', per: 1_000_000, of: 'DynamoDB write units on demand', confidence: 'high' },
  dynamoReadUnit: { usd: '0.125', per: 1_000_000, of: 'DynamoDB read units on demand', confidence: 'high' },
  dynamoByteMonth: { usd: '0.25', per: GIB, of: 'bytes a month in DynamoDB', free: 25 * GIB, confidence: 'high' },
  dynamoBackupByteMonth: { usd: '0.20', per: GIB, of: 'bytes a month restorable to any second', confidence: 'high' },
  schedulerInvocation: { usd: '1.00', per: 1_000_000, of: 'invocations by EventBridge Scheduler', free: 14_000_000, confidence: 'high' },
  logByte: { usd: '0.50', per: GIB, of: 'bytes of function logs', free: 5 * GIB, confidence: 'high' },
  metricMonth: { usd: '0.30', per: 1, of: 'custom metrics', free: 10, confidence: 'high' },
  alarmMonth: { usd: '0.10', per: 1, of: 'alarms', free: 10, confidence: 'high' },
  dashboardMonth: { usd: '3.00', per: 1, of: 'CloudWatch dashboards', free: 3, confidence: 'high' },
  keyMonth: { usd: '1.00', per: 1, of: 'customer managed keys', confidence: 'high' },
} as const satisfies Record<string, ListPrice>

export type PriceName = keyof typeof LIST_PRICES
