import { roleArn } from '../arns.ts'
import { firstRegion } from '../accounts.ts'
import { IamRole as AwsIamRole, IamRolePolicy } from '../aws.ts'
import { Construct } from '../cdktf.ts'
import { policyJson } from '../policy-json.ts'
import type { Statement } from '../policies/statement.ts'
import { AccountStack } from '../stacks/account-stack.ts'

export interface IamRoleProps {
  readonly name: string
  readonly description: string
  /** Who may assume it. */
  readonly trust: readonly Statement[]
  /** What it may do. */
  readonly statements: readonly Statement[]
}

/** A role with the one policy that it has, on the path and within the boundary that the configuration wants. */
export class IamRole extends Construct {
  /** As it will be; a reference to `role` also waits for it. */
  readonly arn: string
  readonly role: AwsIamRole
  /** What has to be there before the role can do anything. */
  readonly policy: IamRolePolicy

  constructor(scope: Construct, id: string, { name, description, trust, statements }: IamRoleProps) {
    super(scope, id)
    const stack = AccountStack.of(this)
    const { permissionsBoundaryArn, config } = stack
    this.arn = roleArn(stack.at(firstRegion(stack.account)), config, name)
    this.role = new AwsIamRole(this, 'role', {
      name,
      description,
      path: config.rolePath,
      assumeRolePolicy: policyJson(trust),
      ...(permissionsBoundaryArn === null ? {} : { permissionsBoundary: permissionsBoundaryArn }),
    })
    this.policy = new IamRolePolicy(this, 'policy', { name, role: this.role.name, policy: policyJson(statements) })
  }
}
