import { EVENTS_DATABASE, USAGE_EVENTS_TABLE } from '../../domain/contract.ts'
import { keysOfRegion } from '../accounts.ts'
import { arnOf, logGroupArn, type Place } from '../arns.ts'
import { CloudwatchLogGroup, CloudwatchLogStream, KinesisFirehoseDeliveryStream } from '../aws.ts'
import { Construct, type ITerraformDependable } from '../cdktf.ts'
import { failedRecordsBucketName, roleName, streamLogGroupName, streamName, TABLE_CATALOG, tableBucketName } from '../names.ts'
import type { EventTableAccess } from '../policies/event-table.ts'
import { firehoseStatements } from '../policies/firehose.ts'
import { firehoseTrust } from '../policies/trust.ts'
import { AccountStack } from '../stacks/account-stack.ts'
import { ExpiringBucket } from './expiring-bucket.ts'
import { IamRole } from './iam-role.ts'

export interface DeliveryStreamProps {
  readonly place: Place
  readonly table: EventTableAccess
  /** What has to be there first: Firehose looks for the table when the stream is made. */
  readonly dependsOn: readonly ITerraformDependable[]
}

/** Each flush is a commit to the table and a snapshot of it; below a minute Firehose promises nothing for Iceberg. */
const BUFFER_SECONDS = 60
/** Large enough that the clock decides, not the size: fewer, larger files. */
const BUFFER_MIB = 64
/** How long a commit is tried again before its records go to the bucket of failed ones. */
const RETRY_SECONDS = 3600

const LOG_STREAM = 'delivery'

/**
 * The stream that appends usage events to the event table. Records that the table refuses are kept in a bucket, by kind of error
 * and day, and are not replayed by themselves.
 *
 * It only ever inserts. Whatever is sent twice lies in the table twice, and every query of it deduplicates.
 */
export class DeliveryStream extends Construct {
  constructor(scope: Construct, id: string, { place, table, dependsOn }: DeliveryStreamProps) {
    super(scope, id)
    const stack = AccountStack.of(this)
    const { config } = stack
    const { region } = place
    const failed = new ExpiringBucket(this, 'failed', {
      place,
      name: failedRecordsBucketName(config, place),
      keyArn: config.keys.events,
      expireDays: config.retention.failedRecordsDays,
      isDisposable: !config.retainData,
      lifecycle: stack.dataLifecycle,
    })
    const role = new IamRole(this, 'role', {
      name: roleName(config, 'firehose'),
      description: `Of the delivery stream ${streamName(config)}`,
      trust: firehoseTrust(place),
      statements: firehoseStatements({
        table,
        failedRecordsBucket: { arn: failed.arn, keyArn: config.keys.events },
        logGroupArn: logGroupArn(place, streamLogGroupName(streamName(config))),
      }),
    })
    const log = this.log(place)
    new KinesisFirehoseDeliveryStream(this, 'stream', {
      region,
      name: streamName(config),
      destination: 'iceberg',
      serverSideEncryption: config.keys.events === null
        ? { enabled: true, keyType: 'AWS_OWNED_CMK' }
        : { enabled: true, keyType: 'CUSTOMER_MANAGED_CMK', keyArn: config.keys.events },
      icebergConfiguration: {
        catalogArn: arnOf(place, 'glue', `catalog/${TABLE_CATALOG}/${tableBucketName(config)}`),
        roleArn: role.role.arn,
        appendOnly: true,
        bufferingInterval: BUFFER_SECONDS,
        bufferingSize: BUFFER_MIB,
        retryDuration: RETRY_SECONDS,
        s3BackupMode: 'FailedDataOnly',
        destinationTableConfiguration: [{ databaseName: EVENTS_DATABASE, tableName: USAGE_EVENTS_TABLE }],
        cloudwatchLoggingOptions: { enabled: true, logGroupName: log.logGroupName, logStreamName: log.name },
        s3Configuration: {
          bucketArn: failed.bucket.arn,
          roleArn: role.role.arn,
          errorOutputPrefix: '!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/',
          bufferingInterval: BUFFER_SECONDS,
          compressionFormat: 'GZIP',
          ...(config.keys.events === null ? {} : { kmsKeyArn: config.keys.events }),
        },
      },
      // The policy, not just the role: without it the table is not found, which looks like a table that is not there.
      dependsOn: [...dependsOn, role.policy],
    })
  }

  private log({ region }: Place): CloudwatchLogStream {
    const { config, account } = AccountStack.of(this)
    const { functionLogs: keyArn } = keysOfRegion(account, region)
    const group = new CloudwatchLogGroup(this, 'log', {
      region,
      name: streamLogGroupName(streamName(config)),
      retentionInDays: config.retention.functionLogsDays,
      ...(keyArn === null ? {} : { kmsKeyId: keyArn }),
    })
    return new CloudwatchLogStream(this, 'log-stream', { region, logGroupName: group.name, name: LOG_STREAM })
  }
}
