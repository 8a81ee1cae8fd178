import { BedrockClient } from '@aws-sdk/client-bedrock'
import { FirehoseClient } from '@aws-sdk/client-firehose'
import { STSClient } from '@aws-sdk/client-sts'
import { ENVIRONMENTS } from '../domain/contract.ts'
import { readEnvironment } from '../domain/environment.ts'
import type { LogObjects, Metrics } from '../domain/ports.ts'
import { bedrockModelSources } from './bedrock.ts'
import { dynamoDbClient } from './dynamodb-client.ts'
import { dynamoDbQuarantine } from './dynamodb-quarantine.ts'
import { firehoseEventSink } from './firehose.ts'
import { perKey } from './per-key.ts'
import { s3Client } from './s3-client.ts'
import { s3LogObjects } from './s3.ts'
import { spokeCredentials } from './spoke-credentials.ts'

/** Reads the buckets of its own account; writes to stream and table of the hub, with a role there if that is another account. */
export function openParseLogPorts(env: Readonly<Record<string, string | undefined>>, metrics: Metrics) {
  const { STREAM_NAME, USAGE_TABLE, HUB_REGION, HUB_ROLE_ARN, ACCOUNT_ID, BUCKETS, ATTRIBUTION, QUARANTINE_DAYS } =
    readEnvironment(ENVIRONMENTS['parse-log'], env)
  const role = { roleArn: HUB_ROLE_ARN ?? '', accountId: ACCOUNT_ID, component: 'parse-log' }
  const hub = {
    region: HUB_REGION,
    ...(HUB_ROLE_ARN === null ? {} : { credentials: spokeCredentials(new STSClient(), role, Date.now) }),
  }
  const s3 = s3Client(env)

  return {
    objectsIn: perKey((bucket): LogObjects => {
      const location = BUCKETS.get(bucket)
      if (location === undefined) throw new Error(`bucket ${bucket} is not configured`)
      return s3LogObjects(s3, { bucket, ...location })
    }),
    sink: firehoseEventSink(new FirehoseClient(hub), STREAM_NAME, {
      counters: {
        delivered: (count) => metrics.count('delivered', count),
        resent: (count) => metrics.count('resent', count),
      },
    }),
    quarantine: dynamoDbQuarantine({ client: dynamoDbClient(hub), name: USAGE_TABLE }, {
      keptDays: QUARANTINE_DAYS, accountId: ACCOUNT_ID, clock: () => new Date(),
    }),
    models: bedrockModelSources({ clientFor: perKey((region) => new BedrockClient({ region })), now: Date.now }),
    buckets: BUCKETS,
    policy: ATTRIBUTION,
  }
}
