import { EVENTS_DATABASE, USAGE_EVENT_COLUMNS, USAGE_EVENTS_TABLE } from '../../domain/contract.ts'
import type { Place } from '../arns.ts'
import { CloudcontrolapiResource, S3TablesNamespace, S3TablesTableBucket } from '../aws.ts'
import { Construct, type ITerraformDependable } from '../cdktf.ts'
import { tableBucketName } from '../names.ts'
import { AccountStack } from '../stacks/account-stack.ts'

/** Days until files that no snapshot refers to are marked, and until they are gone. */
const UNREFERENCED_DAYS = 3
const NONCURRENT_DAYS = 10

/** Every flush of the delivery stream is a snapshot, so they pile up: days, not weeks, of them are kept. */
const MAX_SNAPSHOT_AGE_HOURS = 120
const MIN_SNAPSHOTS = 1

const TARGET_FILE_SIZE_MB = 512

/** The provider wants every nested key of these objects to be there, also one without a value. */
const ABSENT = null as unknown as string

/**
 * The table `usage_events` in a table bucket of its own: Iceberg, a partition per day of `ts`, compacted and its old
 * snapshots expired by S3 Tables. Made through Cloud Control, as the provider's own resource knows no partitions.
 *
 * What is made is never changed in place: another schema would replace the table and its rows with it, and an update of a table
 * that is written to all the time fails. Columns are added by `ALTER TABLE usage_events ADD COLUMNS`.
 *
 * The policy of a customer managed key must let `maintenance.s3tables.amazonaws.com` use it, or compaction stops without a word.
 */
export class EventTable extends Construct {
  /** What has to be there before anything is told to write to the table. */
  readonly dependency: ITerraformDependable

  constructor(scope: Construct, id: string, { region }: Place) {
    super(scope, id)
    const { config, dataLifecycle } = AccountStack.of(this)
    const bucket = new S3TablesTableBucket(this, 'bucket', {
      region,
      name: tableBucketName(config),
      forceDestroy: !config.retainData,
      encryptionConfiguration: encryption(config.keys.events),
      maintenanceConfiguration: {
        icebergUnreferencedFileRemoval: {
          status: 'enabled',
          settings: { unreferencedDays: UNREFERENCED_DAYS, nonCurrentDays: NONCURRENT_DAYS },
        },
      },
      lifecycle: dataLifecycle,
    })
    const namespace = new S3TablesNamespace(this, 'namespace', {
      region, namespace: EVENTS_DATABASE, tableBucketArn: bucket.arn, lifecycle: dataLifecycle,
    })
    this.dependency = new CloudcontrolapiResource(this, 'table', {
      region,
      typeName: 'AWS::S3Tables::Table',
      desiredState: JSON.stringify(tableState(bucket.arn)),
      dependsOn: [namespace],
      lifecycle: { ...dataLifecycle, ignoreChanges: ['desired_state'] },
    })
  }
}

/** Given in any case: the provider fails over what AWS fills in by itself. */
function encryption(keyArn: string | null) {
  return keyArn === null ? { sseAlgorithm: 'AES256', kmsKeyArn: ABSENT } : { sseAlgorithm: 'aws:kms', kmsKeyArn: keyArn }
}

/** Properties of `AWS::S3Tables::Table`. */
function tableState(tableBucketArn: string): object {
  const fields = USAGE_EVENT_COLUMNS.map(({ name, type, required }) => ({
    Id: fieldIdOf(name), Name: name, Type: type, Required: required,
  }))
  return {
    TableBucketARN: tableBucketArn,
    Namespace: EVENTS_DATABASE,
    TableName: USAGE_EVENTS_TABLE,
    OpenTableFormat: 'ICEBERG',
    IcebergMetadata: {
      IcebergSchema: { SchemaFieldList: fields },
      // One transform of `ts` alone: beside a day, a month or a year is redundant, and Iceberg refuses to write.
      IcebergPartitionSpec: { Fields: [{ SourceId: fieldIdOf('ts'), Transform: 'day', Name: 'ts_day' }] },
    },
    Compaction: { Status: 'enabled', TargetFileSizeMB: TARGET_FILE_SIZE_MB },
    SnapshotManagement: { Status: 'enabled', MaxSnapshotAgeHours: MAX_SNAPSHOT_AGE_HOURS, MinSnapshotsToKeep: MIN_SNAPSHOTS },
  }
}

function fieldIdOf(column: (typeof USAGE_EVENT_COLUMNS)[number]['name']): number {
  return USAGE_EVENT_COLUMNS.findIndex(({ name }) => name === column) + 1
}
