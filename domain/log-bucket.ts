/** A bucket of logs that may be read. */
export interface LogBucket {
  /** The account that owns it, and that all of its logs are of. */
  readonly ownerAccountId: string
  /** Without a slash at its end; empty for the whole bucket. */
  readonly prefix: string
}
