import type { Grant } from './access.ts'
import type { HourRange } from './ports.ts'
import type { UsageEvent } from './usage-event.ts'
import type { UsageFilter } from './usage-filter.ts'

/** What narrows calls down besides the filters that all usage has; null for everything. */
export interface InvocationNarrowing {
  readonly scope: string | null
  readonly tier: string | null
  readonly kind: string | null
  /** Calls that ended in this error code, or in any: ANY_ERROR. */
  readonly error: string | null
  readonly requestId: string | null
  readonly minLatencyMs: number | null
  /** Input, output and cache together. */
  readonly minTokens: number | null
}

export const ANY_ERROR = 'any'

export const ALL_INVOCATIONS: InvocationNarrowing = {
  scope: null, tier: null, kind: null, error: null, requestId: null, minLatencyMs: null, minTokens: null,
}

/** Where a call stands among all of them: newest first, then by account, region and request id. */
export interface InvocationPosition {
  /** Milliseconds since 1970. */
  readonly atMs: number
  readonly accountId: string
  readonly region: string
  readonly requestId: string
}

export interface InvocationQuery {
  /** Hours of the calls, as buckets attribute them: of a request with rows in two hours, the one of the row that counts. */
  readonly range: HourRange
  readonly filter: UsageFilter
  readonly narrowing: InvocationNarrowing
  /** A call is read only if one of these covers it; none of them covers nothing. */
  readonly grants: readonly Grant[]
  /** Only calls that come after it; null from the start. */
  readonly after: InvocationPosition | null
  /** At most so many calls. */
  readonly limit: number
}

export interface InvocationPage {
  /** Each call once, in their order. */
  readonly calls: readonly UsageEvent[]
  /** Where to go on, also where duplicates left fewer calls than the limit; null at the end. */
  readonly next: InvocationPosition | null
  /** What the query read; null where the engine does not tell. */
  readonly scannedBytes: number | null
}

/** The single calls of the event table. The same query is never run twice at once. */
export interface Invocations {
  read(query: InvocationQuery): Promise<InvocationPage>
}
