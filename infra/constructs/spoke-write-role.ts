import type { AccountConfig } from '../../domain/config.ts'
import { firstRegion } from '../accounts.ts'
import { roleArn } from '../arns.ts'
import { Construct } from '../cdktf.ts'
import { functionName, spokeWriteRoleName } from '../names.ts'
import { type DeliveryTargets, spokeWriteStatements } from '../policies/spoke-write.ts'
import { roleTrust } from '../policies/trust.ts'
import { AccountStack } from '../stacks/account-stack.ts'
import { IamRole } from './iam-role.ts'

export interface SpokeWriteRoleProps {
  readonly spoke: AccountConfig
  readonly targets: DeliveryTargets
}

/**
 * The role that one spoke writes to the hub with: one each, so that the hub's trail tells who wrote and one can be shut out alone.
 * Only parse-log of the spoke's regions may assume it, not whoever may assume roles there.
 */
export class SpokeWriteRole extends Construct {
  constructor(scope: Construct, id: string, { spoke, targets }: SpokeWriteRoleProps) {
    super(scope, id)
    const { config } = AccountStack.of(this)
    const place = { accountId: spoke.accountId, region: firstRegion(spoke) }
    const parsers = spoke.regions.map(({ region }) => roleArn(place, config, functionName(config, 'parse-log', { region })))
    new IamRole(this, 'write', {
      name: spokeWriteRoleName(config, spoke.accountId),
      description: `Writes usage events of account ${spoke.accountId}`,
      trust: roleTrust(place, parsers, config.organizationId),
      statements: spokeWriteStatements({ ...targets, spokeAccountId: spoke.accountId }),
    })
  }
}
