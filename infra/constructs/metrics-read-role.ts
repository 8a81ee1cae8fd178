import { hubPlace } from '../accounts.ts'
import { roleArn } from '../arns.ts'
import { Construct } from '../cdktf.ts'
import { roleName } from '../names.ts'
import { metricsReadStatements } from '../policies/metrics-read.ts'
import { roleTrust } from '../policies/trust.ts'
import { AccountStack } from '../stacks/account-stack.ts'
import { IamRole } from './iam-role.ts'

/** Lets the dashboard's role in the hub, and nothing else there, read metrics of this account: CloudWatch has latencies that logs lack. */
export class MetricsReadRole extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id)
    const { config } = AccountStack.of(this)
    const hub = hubPlace(config)
    new IamRole(this, 'role', {
      name: roleName(config, 'metrics-read'),
      description: `Lets the dashboard of account ${hub.accountId} read the metrics of this one`,
      trust: roleTrust(hub, [roleArn(hub, config, roleName(config, 'dashboard'))], config.organizationId),
      statements: metricsReadStatements(),
    })
  }
}
