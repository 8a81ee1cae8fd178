import { type Place, roleArn } from '../arns.ts'
import { Construct, TerraformOutput } from '../cdktf.ts'
import { exportsTableSql } from '../exports-table.ts'
import { exportTarget } from '../hub-resources.ts'
import { functionName } from '../names.ts'
import { exportsBucketPolicy } from '../policies/export-usage.ts'
import { policyJson } from '../policy-json.ts'
import { AccountStack } from '../stacks/account-stack.ts'
import { ExpiringBucket } from './expiring-bucket.ts'

/** What Athena calls the table of exported files, in the database that the statement is run in. */
const TABLE = 'focus'

/**
 * The bucket that exported files go to, and how to query them. One that exists already stays as it is: what its policy has to say,
 * if it is of another account, is an output.
 */
export class ExportsBucket extends Construct {
  constructor(scope: Construct, id: string, place: Place) {
    super(scope, id)
    const stack = AccountStack.of(this)
    const { config } = stack
    const { existingBucket, format } = config.exports
    const target = exportTarget(config)
    if (existingBucket === null) {
      new ExpiringBucket(this, 'own', {
        place,
        name: target.name,
        keyArn: target.keyArn,
        expireDays: config.retention.exportsDays,
        isDisposable: !config.retainData,
        lifecycle: stack.dataLifecycle,
      })
    }
    if (target.ownerAccountId !== place.accountId) {
      const role = roleArn(place, config, functionName(config, 'export-usage', place))
      new TerraformOutput(stack, 'exports-bucket-policy', {
        description: `Statements that the policy of bucket ${target.name} needs`, value: policyJson(exportsBucketPolicy(target, place, role)),
      })
    }
    const location = `s3://${target.name}/${target.folder}`
    new TerraformOutput(stack, 'exports-location', { description: 'Where exported files are', value: location })
    new TerraformOutput(stack, 'exports-table', {
      description: 'Statement that makes them a table of Athena', value: exportsTableSql({ table: TABLE, format, location }),
    })
  }
}
