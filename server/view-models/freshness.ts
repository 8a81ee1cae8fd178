import { formatAge } from './format-duration.ts'
import { formatInstant } from './format-time.ts'

const FRESH_MS = 15 * 60_000
const STALE_MS = 60 * 60_000

export interface FreshnessView {
  readonly state: 'fresh' | 'late' | 'stale' | 'none'
  /** `Data up to 23 Nov 2026, 20:35 UTC` */
  readonly label: string
  readonly age: string
  /** ISO instant for `<time datetime>`; empty without data. */
  readonly instant: string
  readonly explanation: string
}

/** How far the numbers reach: fresh within 15 minutes, stale after 60. */
export function freshness(dataUpTo: string | null, now: Date): FreshnessView {
  if (dataUpTo === null) {
    return { state: 'none', label: 'No data yet', age: '', instant: '', explanation: 'Nothing has been processed so far.' }
  }
  const ageMs = Math.max(0, now.getTime() - Date.parse(dataUpTo))
  const state = ageMs <= FRESH_MS ? 'fresh' : ageMs <= STALE_MS ? 'late' : 'stale'
  return {
    state,
    label: `Data up to ${formatInstant(dataUpTo)}`,
    age: formatAge(ageMs),
    instant: dataUpTo,
    explanation: EXPLANATIONS[state],
  }
}

const EXPLANATIONS = {
  fresh: 'Up to date: not older than 15 minutes.',
  late: 'Late: between 15 and 60 minutes old.',
  stale: 'Stale: older than an hour. Recent calls may be missing from every number on this page.',
} as const
