import { arnOf, type Place } from '../arns.ts'
import { CloudcontrolapiResource } from '../aws.ts'
import { Construct, type ITerraformDependable } from '../cdktf.ts'
import { TABLE_CATALOG } from '../names.ts'
import { AccountStack } from '../stacks/account-stack.ts'

/** IAM alone decides who reads and writes: without these grants Lake Formation would, and would refuse even administrators. */
const BY_IAM = [{ Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' }, Permissions: ['ALL'] }]

/**
 * The Glue catalog through which Firehose and Athena find tables in S3 Tables. An account has one per region, for all of its
 * table buckets, so it must not be made where it exists already, nor destroyed where others use it too.
 *
 * Made through Cloud Control, as this version of the provider has no resource for it. No setting of Lake Formation is touched.
 */
export class TableCatalog extends Construct {
  readonly dependency: ITerraformDependable

  constructor(scope: Construct, id: string, place: Place) {
    super(scope, id)
    this.dependency = new CloudcontrolapiResource(this, 'catalog', {
      region: place.region,
      typeName: 'AWS::Glue::Catalog',
      desiredState: JSON.stringify({
        Name: TABLE_CATALOG,
        FederatedCatalog: { Identifier: arnOf(place, 's3tables', 'bucket/*'), ConnectionName: 'aws:s3tables' },
        CreateDatabaseDefaultPermissions: BY_IAM,
        CreateTableDefaultPermissions: BY_IAM,
        AllowFullTableExternalDataAccess: 'True',
      }),
      lifecycle: { ...AccountStack.of(this).dataLifecycle, ignoreChanges: ['desired_state'] },
    })
  }
}
