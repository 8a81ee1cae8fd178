import { emptyHistogram, mergeInto, type Histogram } from './histogram.ts'
import { mergeSumsInto } from './merge-sums.ts'

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

/** The identity of mergeMeasuresInto, for a caller that adds to it. */
export function emptyMeasures(): Measures {
  return {
    calls: 0,
    inputTokens: 0,
    outputTokens: 0,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    cacheWriteUnsplitTokens: 0,
    images: 0,
    cacheReadCalls: 0,
    cacheWrite5mCalls: 0,
    cacheWrite1hCalls: 0,
    cacheWriteUnsplitCalls: 0,
    imagesUnknownCalls: 0,
    unpricedCalls: 0,
    partialCalls: 0,
    estimatedCalls: 0,
    cost: { input: 0n, output: 0n, cacheRead: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, images: 0n, queries: 0n },
    cacheSavings: 0n,
    latencyMs: emptyHistogram(),
    timeToFirstTokenMs: emptyHistogram(),
    outputTokensPerKs: emptyHistogram(),
    generationCalls: 0,
    generationMs: 0,
    generationTokens: 0,
  }
}

/** Adds `other` to `target`: associative and commutative. */
export function mergeMeasuresInto(target: Measures, other: Measures): void {
  mergeSumsInto(target, other)
  mergeInto(target.latencyMs, other.latencyMs)
  mergeInto(target.timeToFirstTokenMs, other.timeToFirstTokenMs)
  mergeInto(target.outputTokensPerKs, other.outputTokensPerKs)
}

/** A total order over keys by UTF-16 code units, field after field: the same on every machine and in every locale. */
export function compareCellKeys(a: CellKey, b: CellKey): number {
  return (
    compare(a.model, b.model) ||
    compare(a.modelScope, b.modelScope) ||
    compare(a.caller, b.caller) ||
    compare(a.callerKind, b.callerKind) ||
    compare(a.serviceTier, b.serviceTier) ||
    compare(a.latencyMode, b.latencyMode) ||
    compare(a.errorCode, b.errorCode) ||
    compare(a.tags, b.tags) ||
    compare(Number(a.billed), Number(b.billed)) ||
    compare(a.contextFrom, b.contextFrom) ||
    compare(a.priceFromMs, b.priceFromMs)
  )
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Differs for any two keys that differ: lengths stand before texts, so that no text can pass for a separator. */
export function cellKeyId(key: CellKey): string {
  const { model, modelScope, caller, callerKind, serviceTier, latencyMode, errorCode, tags } = key
  const lengths =
    `${model.length},${modelScope.length},${caller.length},${callerKind.length},` +
    `${serviceTier.length},${latencyMode.length},${errorCode.length},${tags.length}`
  return (
    `${lengths},${key.contextFrom},${key.billed},${key.priceFromMs}:` +
    `${model}${modelScope}${caller}${callerKind}${serviceTier}${latencyMode}${errorCode}${tags}`
  )
}
