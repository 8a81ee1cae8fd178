import type { Shape, Workload } from './workloads.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Share of a day's calls by local hour; each row is scaled to a sum of 1 below. */
const DAY_SHAPES: Record<Shape, readonly number[]> = {
  office: [0, 0, 0, 0, 0, 0, 1, 3, 7, 10, 11, 9, 6, 9, 11, 10, 8, 5, 3, 2, 1, 1, 0, 0],
  always: [3, 3, 2, 2, 2, 3, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 5, 5, 5, 4, 4, 3],
  nightly: [9, 14, 16, 12, 6, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 5],
  evening: [3, 2, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 6, 6, 6, 6, 6, 7, 8, 9, 9, 8, 6, 4],
}
const WEEKEND: Record<Shape, number> = { office: 0.12, always: 0.8, nightly: 0.9, evening: 1.1 }

/** Every so many days one nightly or agent workload runs away. */
const ANOMALY_PERIOD_DAYS = 13
const ANOMALY_FACTOR = 5

/** Calls to expect of a workload in the UTC hour that starts at the instant. */
export function expectedCalls(workload: Workload, hourStartMs: number): number {
  const localMs = hourStartMs + workload.utcOffset * HOUR_MS
  const localHour = Math.floor(localMs / HOUR_MS) % 24
  const day = Math.floor(localMs / DAY_MS)
  const weekday = (day + 4) % 7
  const shape = DAY_SHAPES[workload.shape]
  const share = (shape[localHour] ?? 0) / shape.reduce((sum, part) => sum + part, 0)
  const weekly = weekday === 0 || weekday === 6 ? WEEKEND[workload.shape] : 1
  return workload.callsPerDay * share * weekly * season(day) * anomaly(workload, day)
}

/** A slow swell of ±15 % over six weeks, so that no two weeks look alike. */
function season(day: number): number {
  return 1 + 0.15 * Math.sin((2 * Math.PI * day) / 42)
}

function anomaly(workload: Workload, day: number): number {
  const runsAway = workload.metadata?.team === 'analytics' || workload.identity.includes('BedrockAgents-')
  return runsAway && day % ANOMALY_PERIOD_DAYS === 7 ? ANOMALY_FACTOR : 1
}
