const SECOND_MS = 1_000
const DAY_MS = 86_400_000

/** How long CloudWatch keeps points of each resolution. */
const KEPT = [
  { periodSeconds: 60, days: 15 },
  { periodSeconds: 300, days: 63 },
  { periodSeconds: 3_600, days: 455 },
] as const

const PERIODS = [60, 300, 900, 3_600, 10_800, 21_600, 86_400] as const
const MAX_POINTS = 400

/** The finest period that a chart of the range can hold, and that is still kept for its start. */
export function metricPeriodSeconds(fromMs: number, toMs: number, nowMs: number): number {
  const finest = KEPT.find(({ days }) => nowMs - fromMs <= days * DAY_MS)?.periodSeconds ?? 3_600
  const fits = PERIODS.find((period) => period >= finest && (toMs - fromMs) / (period * SECOND_MS) <= MAX_POINTS)
  return fits ?? 86_400
}
