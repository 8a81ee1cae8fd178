import type { ReadFirstToken } from '../first-token-metrics.ts'
import { performanceReport, type PerformanceReport } from '../performance-report.ts'
import { parsePerformanceState, performanceParameters, type PerformanceState } from '../performance-state.ts'
import type { UsagePage } from '../usage-view.ts'
import { performanceView, type PerformanceView } from '../view-models/performance.ts'

/** `/performance`: how fast calls were, by model and over time. */
export function performancePage(readFirstToken: ReadFirstToken): UsagePage<PerformanceState, PerformanceReport, PerformanceView> {
  return {
    path: '/performance',
    name: 'performance',
    title: 'Performance',
    panels: {
      'performance-summary': 'Summary', 'performance-latency': 'Latency', 'performance-ttft': 'Time to first token', 'performance-speed': 'Output speed',
      'performance-tpot': 'Time per output token', 'performance-models': 'Models',
    },
    parse: parsePerformanceState,
    own: performanceParameters,
    report: (_data, access, state, now, usage) => performanceReport(access, state, now, usage, readFirstToken),
    view: (state, numbers, _now, context) => performanceView(state, numbers, context),
    tables: (view) => [view.table.csv, view.latency.csv, view.speed.csv, view.tokenTime.csv, view.firstToken.csv],
    mayKeep: ({ metrics }) => metrics.state !== 'failed',
  }
}
