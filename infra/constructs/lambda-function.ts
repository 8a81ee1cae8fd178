import { ENVIRONMENTS, type FunctionName, type Variable } from '../../domain/contract.ts'
import { functionArn } from '../arns.ts'
import { CloudwatchLogGroup, LambdaFunction as AwsLambdaFunction } from '../aws.ts'
import { AssetType, Construct, TerraformAsset } from '../cdktf.ts'
import { functionLogGroupName, functionName } from '../names.ts'
import type { Statement } from '../policies/statement.ts'
import { lambdaTrust } from '../policies/trust.ts'
import { AccountStack } from '../stacks/account-stack.ts'
import { IamRole } from './iam-role.ts'

export interface LambdaFunctionProps {
  readonly name: FunctionName
  readonly region: string
  readonly description: string
  /** All that the function reads of its environment, and nothing else: domain/contract.ts says what. */
  readonly environment: Readonly<Record<string, string>>
  /** What it may do, its log included. */
  readonly statements: readonly Statement[]
  readonly timeoutSeconds: number
  readonly memoryMib: number
  /** Key that its log is encrypted with. */
  readonly logKeyArn: string | null
}

/** A function with its role and its log group, both its own. */
export class LambdaFunction extends Construct {
  /** As it will be; a reference to `lambda` also waits for it. */
  readonly arn: string
  readonly functionName: string
  readonly roleArn: string
  readonly lambda: AwsLambdaFunction

  constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id)
    const { name, region, description, environment, statements, timeoutSeconds, memoryMib, logKeyArn } = props
    const stack = AccountStack.of(this)
    const { config, archives } = stack
    this.functionName = functionName(config, name, { region })
    this.arn = functionArn(stack.at(region), this.functionName)
    checkEnvironment(name, environment)

    const role = new IamRole(this, 'role', {
      name: this.functionName, description: `Of the function ${this.functionName}`, trust: lambdaTrust(), statements,
    })
    this.roleArn = role.arn
    const logGroup = new CloudwatchLogGroup(this, 'log', {
      name: functionLogGroupName(this.functionName),
      region,
      retentionInDays: config.retention.functionLogsDays,
      ...(logKeyArn === null ? {} : { kmsKeyId: logKeyArn }),
    })
    const { path, hash } = archives[name]
    const asset = new TerraformAsset(this, 'code', { path, type: AssetType.FILE, assetHash: hash })
    this.lambda = new AwsLambdaFunction(this, 'function', {
      functionName: this.functionName,
      region,
      description,
      role: role.role.arn,
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      filename: asset.path,
      sourceCodeHash: hash,
      timeout: timeoutSeconds,
      memorySize: memoryMib,
      environment: { variables: { ...environment } },
      loggingConfig: { logFormat: 'JSON', logGroup: logGroup.name },
      dependsOn: [role.policy],
    })
  }
}

/** Lambda's limit for names and values together. */
const MAX_ENVIRONMENT_BYTES = 4096

/** Throws where a variable is missing that the function cannot do without, or set that it does not read, or all are too long. */
export function checkEnvironment(name: FunctionName, environment: Readonly<Record<string, string>>): void {
  const variables: Readonly<Record<string, Variable>> = ENVIRONMENTS[name]
  const missing = Object.entries(variables).filter(([key, { fallback }]) => fallback === undefined && environment[key] === undefined)
  const unknown = Object.keys(environment).filter((key) => variables[key] === undefined)
  const bytes = Object.entries(environment).reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0)
  const faults = [
    ...missing.map(([key]) => `${key} is missing`),
    ...unknown.map((key) => `${key} is not read by it`),
    ...(bytes > MAX_ENVIRONMENT_BYTES ? [`${bytes} bytes, of which Lambda takes ${MAX_ENVIRONMENT_BYTES}: shorten \`attribution\``] : []),
  ]
  if (faults.length > 0) throw new Error(`environment of ${name}: ${faults.join(', ')}`)
}
