import type { Place } from '../arns.ts'
import { AthenaWorkgroup } from '../aws.ts'
import { Construct } from '../cdktf.ts'
import { queryResultsBucketName, workgroupName } from '../names.ts'
import { AccountStack } from '../stacks/account-stack.ts'
import { ExpiringBucket } from './expiring-bucket.ts'

/**
 * Athena for the event table: engine 3, settings that no caller can override, a limit to what one query may read, results
 * that expire. They are encrypted with S3's own key: with another one Athena runs no DELETE, which erasing a person's calls takes.
 */
export class QueryWorkgroup extends Construct {
  constructor(scope: Construct, id: string, place: Place) {
    super(scope, id)
    const { config } = AccountStack.of(this)
    const results = new ExpiringBucket(this, 'results', {
      place,
      name: queryResultsBucketName(config, place),
      keyArn: null,
      expireDays: config.retention.queryResultsDays,
      // Asking again gives the same results.
      isDisposable: true,
      lifecycle: {},
    })
    new AthenaWorkgroup(this, 'workgroup', {
      region: place.region,
      name: workgroupName(config),
      forceDestroy: true,
      configuration: {
        enforceWorkgroupConfiguration: true,
        publishCloudwatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: config.athena.bytesScannedCutoff,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${results.bucket.bucket}/`,
          expectedBucketOwner: place.accountId,
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
        },
      },
    })
  }
}
