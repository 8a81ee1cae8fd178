import { ERROR_KINDS, type ErrorKind } from '../../domain/error-kind.ts'
import { sumFailures, type ErrorsReport, type Failures } from '../errors-report.ts'
import { ERROR_METRICS, type ErrorMetric } from '../errors-state.ts'
import type { UsageWindow } from '../usage-window.ts'
import { countCell } from './cell-view.ts'
import { chart, type ChartSeries, type PlotView } from './chart.ts'
import { countPoint, percentPoint } from './chart-point.ts'
import { timeCategories } from './time-categories.ts'
import { timeColumn } from './time-label.ts'

export const KIND_NAMES: Readonly<Record<ErrorKind, { readonly name: string; readonly title: string; readonly color: string }>> = {
  throttling: { name: 'Throttled', title: 'Refused for want of capacity or quota', color: 'c1' },
  request: { name: 'Request', title: 'The request was wrong or not allowed', color: 'c0' },
  service: { name: 'Service', title: 'The service or the model failed', color: 'c6' },
  other: { name: 'Other', title: 'A code of no known kind', color: 'c-other' },
}

export interface ErrorTrendSpec {
  readonly metric: ErrorMetric
  readonly numbers: ErrorsReport
  readonly window: UsageWindow
  readonly timeZone: string
  readonly hrefOf: (metric: ErrorMetric) => string
}

const TITLES = { count: 'Failed calls', rate: 'Error rate' } as const
const LABELS = { count: 'Number', rate: 'Rate' } as const

/** Failures over time: how many of which kind, or throttling and all others as shares of the calls. */
export function errorTrend({ metric, numbers, window, timeZone, hrefOf }: ErrorTrendSpec): PlotView {
  const { times, step } = window
  const byTime = times.map((time) => numbers.byTime.get(time) ?? sumFailures([]))
  const common = {
    id: 'errors-trend', title: `${TITLES[metric]} per ${step}`, first: timeColumn(step, timeZone), categories: timeCategories(window, timeZone),
    switches: [{
      label: 'Measure',
      choices: ERROR_METRICS.map((choice) => ({ label: LABELS[choice], title: '', current: choice === metric, href: hrefOf(choice) })),
    }],
  }
  if (metric === 'rate') return chart({ ...common, kind: 'line', unit: 'percent', series: rates(byTime) })
  const kinds = ERROR_KINDS.filter((kind) => numbers.total.byKind[kind] > 0)
  return chart({
    ...common, kind: 'bar', unit: 'count',
    series: kinds.map((kind) => ({ ...KIND_NAMES[kind], points: byTime.map(({ byKind }) => countPoint(byKind[kind])) })),
    totals: {
      byCategory: byTime.map(({ errors }) => countCell(errors)),
      bySeries: kinds.map((kind) => countCell(numbers.total.byKind[kind])),
      all: countCell(numbers.total.errors),
    },
  })
}

function rates(byTime: readonly Failures[]): ChartSeries[] {
  return [
    {
      ...KIND_NAMES.throttling,
      points: byTime.map(({ byKind, calls }) => percentPoint(byKind.throttling, calls)),
    },
    {
      name: 'All other errors', title: 'Failed for another reason than throttling', color: KIND_NAMES.service.color,
      points: byTime.map(({ byKind, errors, calls }) => percentPoint(errors - byKind.throttling, calls)),
    },
  ]
}
