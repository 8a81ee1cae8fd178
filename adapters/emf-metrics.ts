import { METRICS, METRICS_DIMENSION, METRICS_NAMESPACE, type MetricName } from '../domain/contract.ts'
import type { Metrics } from '../domain/ports.ts'

export interface EmfOptions {
  /** The only dimension: what there is to tell apart is bounded by what is deployed. */
  readonly functionName: string
  readonly clock: () => number
  /** Takes one line of JSON, line feed included. */
  readonly write: (line: string) => void
}

export interface EmfMetrics extends Metrics {
  /** Writes what was measured, as one line; nothing if nothing was. */
  flush(): void
}

/** Metrics of one invocation in CloudWatch's embedded metric format: they are part of the log, so sending them cannot fail. */
export function emfMetrics({ functionName, clock, write }: EmfOptions): EmfMetrics {
  const values = new Map<MetricName, number>()
  return {
    count: (name, amount) => void values.set(name, (values.get(name) ?? 0) + amount),
    gauge: (name, value) => void values.set(name, Math.max(values.get(name) ?? -Infinity, value)),
    flush() {
      if (values.size === 0) return
      const metrics = [...values.keys()].map((name) => ({ Name: name, Unit: METRICS[name] }))
      write(`${JSON.stringify({
        _aws: {
          Timestamp: clock(),
          CloudWatchMetrics: [{ Namespace: METRICS_NAMESPACE, Dimensions: [[METRICS_DIMENSION]], Metrics: metrics }],
        },
        [METRICS_DIMENSION]: functionName,
        ...Object.fromEntries(values),
      })}\n`)
      values.clear()
    },
  }
}
