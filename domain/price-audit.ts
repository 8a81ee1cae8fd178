/** One line of the log of who changed which price, when, why and what. Lines are added, never altered. */
export interface PriceAudit {
  /** ISO instant. */
  readonly at: string
  readonly by: string
  readonly via: 'form' | 'api' | 'sync' | 'file'
  /** Of the request that asked for it: sent twice, it is done once. */
  readonly requestId: string
  /** What was done, such as `correct`. */
  readonly action: string
  /** A price key, `discount:<id>`, or `feed` for all that a sync took over: before and after then are fields by price key. */
  readonly subject: string
  readonly reason: string
  /** JSON; null where there was nothing before, or is nothing after. */
  readonly before: string | null
  readonly after: string | null
}
