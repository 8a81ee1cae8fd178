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
    regions: [
      'performance-summary', 'performance-latency', 'performance-speed', 'performance-tpot', 'performance-ttft', 'performance-models',
    ],
    parse: parsePerformanceState,
    own: performanceParameters,
    report: (_data, _access, state, now, usage) => performanceReport(state, now, usage, readFirstToken),
    view: (state, numbers, _now, context) => performanceView(state, numbers, context),
  }
}
