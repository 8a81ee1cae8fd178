import type { FreshnessState } from '../../domain/freshness.ts'
import type { RunState } from '../../domain/run-state.ts'

/** A state as a word with a colour: green, amber, red or none. */
export interface StateBadge {
  readonly label: string
  readonly tone: 'good' | 'warn' | 'bad' | 'quiet'
  readonly title: string
}

const FRESHNESS = {
  fresh: { label: 'fresh', tone: 'good', title: 'The newest call is at most 15 minutes old' },
  late: { label: 'late', tone: 'warn', title: 'The newest call is between 15 and 60 minutes old' },
  stale: { label: 'stale', tone: 'bad', title: 'The newest call is older than an hour' },
  none: { label: 'no calls', tone: 'quiet', title: 'No call could be read so far' },
} as const satisfies Record<FreshnessState | 'none', StateBadge>

/** `quiet` where being behind is nothing to worry about. */
export function freshnessBadge(state: FreshnessState | 'none', quiet: boolean): StateBadge {
  return quiet && state !== 'fresh' ? { ...FRESHNESS[state], tone: 'quiet' } : FRESHNESS[state]
}

const RUNS = {
  ok: { label: 'ok', tone: 'good', title: 'The last run did all there was to do' },
  failed: { label: 'failed', tone: 'bad', title: 'The last run failed; what was computed before still stands' },
  overdue: { label: 'overdue', tone: 'bad', title: 'Two runs or more were missed' },
  never: { label: 'not yet', tone: 'quiet', title: 'No run has ended so far' },
} as const satisfies Record<RunState, StateBadge>

export function runBadge(state: RunState): StateBadge {
  return RUNS[state]
}
