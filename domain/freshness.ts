import type { SourceState } from './ports.ts'
import { sourceId } from './source.ts'

/** fresh: the newest event is at most 15 minutes old; late: at most 60; stale: older than that. */
export type FreshnessState = 'fresh' | 'late' | 'stale'

export const FRESH_MS = 15 * 60_000
export const STALE_MS = 60 * 60_000

/** `newestEvent` is an ISO instant. One that lies ahead, by a clock of somebody else's, is fresh. */
export function freshnessOf(newestEvent: string, nowMs: number): FreshnessState {
  const ageMs = ageOf(newestEvent, nowMs)
  if (ageMs <= FRESH_MS) return 'fresh'
  return ageMs <= STALE_MS ? 'late' : 'stale'
}

/** Milliseconds since the instant, never less than 0. */
export function ageOf(instant: string, nowMs: number): number {
  return Math.max(0, nowMs - Date.parse(instant))
}

export interface OverallFreshness {
  /**
   * That of the source that is furthest behind, so that one that stopped does not hide behind those that go on; stale where
   * usage is no longer computed.
   */
  readonly state: FreshnessState | 'none'
  /** True if runs that compute usage were missed: then nothing says how far the sources are by now. */
  readonly isComputingOverdue: boolean
  /** The newest event of all; null before any. */
  readonly newestEvent: string | null
  /** True if of every source only calls of some of its callers count: that those are quiet says nothing about the source. */
  readonly isPartial: boolean
  /** The sources that are not fresh, furthest behind first. */
  readonly behind: readonly SourceState[]
}

/** A source of which only some callers count is never behind. */
export function overallFreshness(
  sources: readonly (SourceState & { readonly isPartial?: boolean })[], isComputingOverdue: boolean, nowMs: number,
): OverallFreshness {
  const byAge = [...sources].sort((a, b) => {
    return Date.parse(a.newestEvent) - Date.parse(b.newestEvent) || (sourceId(a) < sourceId(b) ? -1 : 1)
  })
  const oldestFirst = byAge.filter(({ isPartial }) => isPartial !== true)
  const [furthestBehind] = oldestFirst
  const state = furthestBehind === undefined ? 'fresh' : freshnessOf(furthestBehind.newestEvent, nowMs)
  return {
    state: sources.length === 0 ? 'none' : isComputingOverdue ? 'stale' : state,
    isComputingOverdue,
    newestEvent: byAge.at(-1)?.newestEvent ?? null,
    isPartial: sources.length > 0 && oldestFirst.length === 0,
    behind: oldestFirst.filter((source) => freshnessOf(source.newestEvent, nowMs) !== 'fresh'),
  }
}
