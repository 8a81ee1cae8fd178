import t from 'tap'
import { USAGE_EVENT_COLUMNS } from '../../domain/usage-event.ts'
import { EXAMPLE, resourcesOf, synthesizeFile } from '../fixtures/infra/synthesized.ts'

const example = synthesizeFile(EXAMPLE).get('hub')
const large = synthesizeFile('test/infra/configs/large.yaml').get('hub')
const withCatalog = resourcesOf(example, 'aws_cloudcontrolapi_resource')

interface SchemaField { Id: number; Name: string; Type: string; Required: boolean }
interface TableState {
  TableBucketARN: string
  Namespace: string
  TableName: string
  OpenTableFormat: string
  IcebergMetadata: {
    IcebergSchema: { SchemaFieldList: SchemaField[] }
    IcebergPartitionSpec: { Fields: { SourceId: number; Transform: string; Name: string }[] }
  }
  Compaction: { Status: string; TargetFileSizeMB: number }
  SnapshotManagement: { Status: string; MaxSnapshotAgeHours: number; MinSnapshotsToKeep: number }
}

function made(typeName: string) {
  const [, resource] = withCatalog.find(([, { type_name: type }]) => type === typeName) ?? []
  if (resource === undefined) throw new Error(`nothing makes ${typeName}`)
  return { resource, state: JSON.parse(String(resource['desired_state'])) as unknown }
}

t.test('the table has the columns of a usage event, in their order, with their types', async (t) => {
  const { IcebergMetadata: { IcebergSchema } } = made('AWS::S3Tables::Table').state as TableState
  const columns = IcebergSchema.SchemaFieldList
  t.same(columns.map(({ Name, Type, Required }) => ({ name: Name, type: Type, required: Required })), USAGE_EVENT_COLUMNS)
  t.same(columns.map(({ Id }) => Id), USAGE_EVENT_COLUMNS.map((_, index) => index + 1))
})

t.test('the table has one partition per day of the call and no other', async (t) => {
  const { IcebergMetadata: { IcebergSchema, IcebergPartitionSpec } } = made('AWS::S3Tables::Table').state as TableState
  const [field, ...others] = IcebergPartitionSpec.Fields
  t.same(others, [])
  t.equal(field?.Transform, 'day')
  t.equal(IcebergSchema.SchemaFieldList.find(({ Id }) => Id === field?.SourceId)?.Name, 'ts')
  t.notOk(USAGE_EVENT_COLUMNS.some(({ name }) => name === field?.Name), 'a name that no column has')
})

t.test('the table lies in its own bucket, is compacted, and forgets old snapshots', async (t) => {
  t.match(made('AWS::S3Tables::Table').state, {
    TableBucketARN: '${aws_s3tables_table_bucket.events_bucket.arn}',
    Namespace: 'bedrock_analytics',
    TableName: 'usage_events',
    OpenTableFormat: 'ICEBERG',
    Compaction: { Status: 'enabled', TargetFileSizeMB: 512 },
    SnapshotManagement: { Status: 'enabled', MaxSnapshotAgeHours: 120, MinSnapshotsToKeep: 1 },
  })
})

t.test('neither table nor catalog is ever changed in place, which would replace them', async (t) => {
  for (const typeName of ['AWS::S3Tables::Table', 'AWS::Glue::Catalog']) {
    t.match(made(typeName).resource['lifecycle'], { prevent_destroy: true, ignore_changes: ['desired_state'] }, typeName)
  }
})

t.test('the bucket of the table says how it is encrypted, with every key that the provider asks for', async (t) => {
  const encryption = (hub: typeof example) => resourcesOf(hub, 'aws_s3tables_table_bucket')[0]?.[1]['encryption_configuration']
  t.strictSame(encryption(example), { sse_algorithm: 'AES256', kms_key_arn: null })
  t.match(encryption(large), { sse_algorithm: 'aws:kms', kms_key_arn: /^arn:aws:kms:ap-northeast-1:/ })
})

t.test('the catalog leaves rights to IAM, and nothing touches Lake Formation', async (t) => {
  const byIam = [{ Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' }, Permissions: ['ALL'] }]
  t.match(made('AWS::Glue::Catalog').state, {
    Name: 's3tablescatalog',
    FederatedCatalog: { Identifier: 'arn:aws:s3tables:us-east-1:111122223333:bucket/*', ConnectionName: 'aws:s3tables' },
    CreateDatabaseDefaultPermissions: byIam,
    CreateTableDefaultPermissions: byIam,
    AllowFullTableExternalDataAccess: 'True',
  })
  for (const hub of [example, large]) {
    t.same(Object.keys(hub?.resource ?? {}).filter((type) => type.includes('lakeformation')), [])
    t.notMatch(JSON.stringify(hub), /lakeformation/)
  }
})

t.test('where the catalog exists already, none is made and nothing waits for it', async (t) => {
  const hub = synthesizeFile('test/infra/configs/existing-buckets.yaml').get('hub')
  t.same(resourcesOf(hub, 'aws_cloudcontrolapi_resource').map(([, { type_name: type }]) => type), ['AWS::S3Tables::Table'])
  const [[, stream] = []] = resourcesOf(hub, 'aws_kinesis_firehose_delivery_stream')
  t.same(stream?.['depends_on'], ['aws_cloudcontrolapi_resource.events_table', 'aws_iam_role_policy.delivery_role_policy'])
})
