import { quantile } from './histogram.ts'
import { formatUsd } from './money.ts'
import type { ReportNumbers } from './report.ts'
import { totalCost } from './total-cost.ts'

/** Measures as they leave the program; quantiles are null without data. */
export interface MeasureJson {
  readonly calls: number
  readonly errors: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadTokens: number
  readonly cacheWrite5mTokens: number
  readonly cacheWrite1hTokens: number
  /** Calls whose cost is missing, wholly or in part: costUsd is too low by them. */
  readonly unpricedCalls: number
  /** Exact decimal. */
  readonly costUsd: string
  /** Calls whose latency is known. */
  readonly latencyCount: number
  readonly latencyP50Ms: number | null
  readonly latencyP95Ms: number | null
  readonly ttftCount: number
  readonly ttftP50Ms: number | null
}

export function measureJson({ errors, measures }: ReportNumbers): MeasureJson {
  const { latencyMs, timeToFirstTokenMs } = measures
  return {
    calls: measures.calls,
    errors,
    inputTokens: measures.inputTokens,
    outputTokens: measures.outputTokens,
    cacheReadTokens: measures.cacheReadTokens,
    cacheWrite5mTokens: measures.cacheWrite5mTokens,
    cacheWrite1hTokens: measures.cacheWrite1hTokens,
    unpricedCalls: measures.unpricedCalls + measures.partialCalls,
    costUsd: formatUsd(totalCost(measures.cost)),
    latencyCount: latencyMs.count,
    latencyP50Ms: quantile(latencyMs, 0.5),
    latencyP95Ms: quantile(latencyMs, 0.95),
    ttftCount: timeToFirstTokenMs.count,
    ttftP50Ms: quantile(timeToFirstTokenMs, 0.5),
  }
}
