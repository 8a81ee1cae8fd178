import { RUN_INTERVAL_MINUTES } from './contract.ts'
import { ageOf } from './freshness.ts'
import type { RunRecord } from './ports.ts'

/** Runs that happen again and again by themselves. */
export type ScheduledRun = keyof typeof RUN_INTERVAL_MINUTES

/** never: no run has ended so far; overdue: at least two runs in a row were missed; otherwise how the last one ended. */
export type RunState = 'ok' | 'failed' | 'overdue' | 'never'

/** A run that is due gets this long to end before it counts as missed. */
const GRACE_MS = 60_000

export function runState(kind: ScheduledRun, run: Pick<RunRecord, 'startedAt' | 'outcome'> | null, nowMs: number): RunState {
  if (run === null) return 'never'
  const overdueMs = 2 * RUN_INTERVAL_MINUTES[kind] * 60_000 + GRACE_MS
  return ageOf(run.startedAt, nowMs) > overdueMs ? 'overdue' : run.outcome
}
