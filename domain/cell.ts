import type { Histogram } from './histogram.ts'

export const CALLER_KINDS = [
  'sso-user', 'role', 'user', 'api-key', 'agent', 'federated-user', 'root', 'service', 'unknown',
] as const
export type CallerKind = (typeof CALLER_KINDS)[number]

/** What a call can cost money for. `images` and `queries` are billed by the unit, all others by the token. */
export const COST_COMPONENTS = [
  'input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'images', 'queries',
] as const
export type CostComponent = (typeof COST_COMPONENTS)[number]

/** What all calls of a cell have in common; two cells of a bucket never share a key. */
export interface CellKey {
  readonly model: string
  readonly modelScope: string
  readonly caller: string
  readonly callerKind: CallerKind
  /** `standard` (also where the log names none), `flex`, `priority`, `reserved`, `batch` or what the log says. */
  readonly serviceTier: string
  /** `standard` or `optimized`. */
  readonly latencyMode: string
  /** Lower bound of the band that the call's input tokens, cache included, fall into: one of CONTEXT_BANDS. */
  readonly contextFrom: number
  /** Empty on success. */
  readonly errorCode: string
  /** False for a failed call without output, which AWS does not bill. */
  readonly billed: boolean
  /** JSON object of the tag dimensions with its keys in order; empty where there are none. */
  readonly tags: string
  /** Milliseconds into the hour at which the prices of this cell took effect; 0 in day and month cells. */
  readonly priceFromMs: number
}

/** Sums over calls. Counts are safe integers, money is in units of 10⁻¹⁸ USD. Forms a commutative monoid under merge. */
export interface Measures {
  calls: number
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  cacheWrite5mTokens: number
  cacheWrite1hTokens: number
  /** The part of cacheWrite5mTokens whose time to live the log does not tell. */
  cacheWriteUnsplitTokens: number
  images: number
  /** Calls with a non-zero count of the kind, so that calls without a price for just that kind can be counted. */
  cacheReadCalls: number
  cacheWrite5mCalls: number
  cacheWrite1hCalls: number
  cacheWriteUnsplitCalls: number
  /** Calls of an image model whose image count the log does not tell. */
  imagesUnknownCalls: number
  /** Calls with a status of unpriced, partial or estimated; each call is in at most one of the three. */
  unpricedCalls: number
  partialCalls: number
  estimatedCalls: number
  cost: Record<CostComponent, bigint>
  /** What cache reads saved against the input price, less what cache writes cost above it; may be negative. */
  cacheSavings: bigint
  latencyMs: Histogram
  timeToFirstTokenMs: Histogram
  /** Output tokens per 1000 seconds of latency (end to end, time to first token included), rounded down. */
  outputTokensPerKs: Histogram
  /** Over the calls that report both latency and time to first token: TPOT = generationMs / generationTokens. */
  generationCalls: number
  generationMs: number
  generationTokens: number
}

export interface Cell extends CellKey, Measures {}

/**
 * Lower bounds of the context bands: total input of a call, cache included. Prices switch above 200,000 (exclusive)
 * and from 272,000 (inclusive or exclusive, as the price record says), so a band never straddles a switch.
 */
export const CONTEXT_BANDS = [0, 200_000, 200_001, 272_000, 272_001] as const
