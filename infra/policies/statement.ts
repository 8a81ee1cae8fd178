/** One statement of an IAM policy, independent of how it is deployed. Resources are ARNs, with `*` where IAM allows patterns. */
export interface Statement {
  /** Unique within its policy; letters and digits only. */
  readonly sid: string
  /** `Allow` by default. */
  readonly effect?: 'Allow' | 'Deny'
  readonly actions: readonly string[]
  /** Exactly one of the two: `notResources` means all but these. A policy attached to a resource names that resource. */
  readonly resources?: readonly string[]
  readonly notResources?: readonly string[]
  /** Who is meant: only in policies attached to resources and in trust policies. */
  readonly principals?: readonly Principal[]
  /** All must hold. */
  readonly conditions?: readonly Condition[]
}

export interface Principal {
  readonly type: 'Service' | 'AWS' | '*'
  readonly identifiers: readonly string[]
}

export interface Condition {
  /** `StringEquals`, `ArnLike`, `ForAllValues:StringLike`, … */
  readonly test: string
  /** `aws:SourceAccount`, … */
  readonly variable: string
  /** One of them has to match. */
  readonly values: readonly string[]
}
