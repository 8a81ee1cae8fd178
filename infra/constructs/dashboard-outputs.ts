import { hubPlace } from '../accounts.ts'
import { roleArn } from '../arns.ts'
import { Construct, TerraformOutput } from '../cdktf.ts'
import { ownAuth } from '../dashboard-auth.ts'
import { dashboardEnvironment, dashboardPolicy } from '../dashboard-environment.ts'
import { roleName } from '../names.ts'
import { policyJson } from '../policy-json.ts'
import { AccountStack } from '../stacks/account-stack.ts'

/** What it takes to run the dashboard's container anywhere: what it must be allowed, and what it must be told. */
export class DashboardOutputs extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id)
    const stack = AccountStack.of(this)
    const { config } = stack
    new TerraformOutput(stack, 'dashboard-policy', {
      description: 'IAM policy that the dashboard needs', value: policyJson(dashboardPolicy(config)),
    })
    new TerraformOutput(stack, 'dashboard-role', {
      description: 'Role of the dashboard: spokes let no other read their metrics', value: roleArn(hubPlace(config), config, roleName(config, 'dashboard')),
    })
    new TerraformOutput(stack, 'dashboard-environment', {
      description: 'Environment variables of the dashboard', value: JSON.stringify({ ...dashboardEnvironment(config), ...ownAuth(config) }),
    })
  }
}
