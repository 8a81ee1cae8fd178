import type { AccountConfig, Config } from '../../domain/config.ts'
import { firstRegion, stackIdOf } from '../accounts.ts'
import { policyArn, type Place } from '../arns.ts'
import { AwsProvider } from '../aws.ts'
import { type Construct, type Node, S3Backend, TerraformElement, type TerraformResourceLifecycle, TerraformStack } from '../cdktf.ts'
import type { Archives } from '../function-archives.ts'

/** Locks in the state bucket itself came with 1.10. */
const REQUIRED_TERRAFORM = '>= 1.10.0'
/** The provider's 25 tries would repeat a hopeless call for most of an hour. */
const MAX_RETRIES = 10

export interface Deployment {
  readonly config: Config
  /** Code of the functions. */
  readonly archives: Archives
}

/** All that is deployed to one account: a state of its own, and a provider that works in no account but this one. */
export class AccountStack extends TerraformStack {
  readonly config: Config
  readonly account: AccountConfig
  readonly archives: Archives
  readonly #released: object[] = []

  constructor(scope: Construct, { config, archives }: Deployment, account: AccountConfig) {
    super(scope, stackIdOf(account))
    this.config = config
    this.account = account
    this.archives = archives
    this.addOverride('terraform.required_version', REQUIRED_TERRAFORM)
    new S3Backend(this, backendOf(this))
    new AwsProvider(this, 'aws', providerOf(this))
  }

  /** The stack that something is part of. */
  static override of(construct: Construct): AccountStack {
    const stack = TerraformStack.of(construct)
    if (!(stack instanceof AccountStack)) throw new Error(`${construct.node.path} is not part of an account's stack`)
    return stack
  }

  /** A region of this account. */
  at(region: string): Place {
    return { accountId: this.account.accountId, region }
  }

  /** Of everything whose loss would lose data: only with `retainData: false` may Terraform destroy it. */
  get dataLifecycle(): TerraformResourceLifecycle {
    return this.config.retainData ? { preventDestroy: true } : {}
  }

  /**
   * Has Terraform forget a resource that is no longer ours, instead of destroying it: its protection goes with its
   * configuration. Does nothing where the state does not have it.
   */
  release(address: string): void {
    this.#released.push({ from: address, lifecycle: { destroy: false } })
    this.addOverride('removed', this.#released)
  }

  /** What every role needs to be made here. */
  get permissionsBoundaryArn(): string | null {
    const { permissionsBoundary } = this.config
    return permissionsBoundary === null ? null : policyArn(this.at(firstRegion(this.account)), permissionsBoundary)
  }

  /** The path of construct ids, none of which holds an underscore: readable in plans, and the same whatever makes it. */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element
    return node.scopes.slice(node.scopes.indexOf(this) + 1).map(({ node: { id } }) => id).join('_')
  }
}

/** One key per stack, locked by a file beside it. */
function backendOf({ config: { state }, node }: AccountStack) {
  const { bucket, region, keyPrefix, profile, roleArn, kmsKeyArn } = state
  return {
    bucket,
    region,
    key: [keyPrefix, `${node.id}.tfstate`].filter((part) => part !== '').join('/'),
    encrypt: true,
    // Not in the type of cdktf, which hands it on all the same.
    useLockfile: true,
    ...(kmsKeyArn === null ? {} : { kmsKeyId: kmsKeyArn }),
    ...(profile === null ? {} : { profile }),
    ...(roleArn === null ? {} : { assumeRole: { roleArn } }),
  }
}

function providerOf({ config, account }: AccountStack) {
  const { profile, roleArn, externalId, accountId } = account
  const role = roleArn === null ? null : { roleArn, sessionName: 'terraform', ...(externalId === null ? {} : { externalId }) }
  return {
    region: firstRegion(account),
    allowedAccountIds: [accountId],
    maxRetries: MAX_RETRIES,
    defaultTags: [{ tags: { ...config.tags } }],
    ...(profile === null ? {} : { profile }),
    ...(role === null ? {} : { assumeRole: [role] }),
  }
}
