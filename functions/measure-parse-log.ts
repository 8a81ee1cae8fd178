import type { Metrics } from '../domain/ports.ts'
import type { ParseLogBatchTotals } from './parse-log-batch.ts'

export function measureParseLog(totals: ParseLogBatchTotals, metrics: Metrics, now: Date): void {
  for (const name of ['objects', 'records', 'quarantined', 'unresolvedModels'] as const) metrics.count(name, totals[name])
  if (totals.newestEvent === null) return
  metrics.gauge('lagSeconds', Math.max(0, Math.round((now.getTime() - Date.parse(totals.newestEvent)) / 1000)))
}
