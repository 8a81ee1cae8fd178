import type { ReportNumbers, ReportRow } from '../../domain/report.ts'
import { totalCost } from '../../domain/total-cost.ts'
import { TREND_METRICS, type TrendMetric } from '../overview-state.ts'
import type { PageState } from '../page-state.ts'
import type { UsageWindow } from '../usage-window.ts'
import { chart, MAX_SERIES, type PlotView } from './chart.ts'
import { countPoint, usdPoint, type ChartPoint } from './chart-point.ts'
import { explainTimes, type SeriesNarrowing } from './explain-links.ts'
import { narrowed, without } from './filter-links.ts'
import { totalTokens } from './measures.ts'
import { OTHER_COLOR } from './palette.ts'
import { timeCategories } from './time-categories.ts'
import { timeColumn } from './time-label.ts'

export interface TrendSpec {
  readonly id: string
  readonly metric: TrendMetric
  readonly state: PageState
  readonly window: UsageWindow
  /** Grouped by time step and `key`, among others. */
  readonly rows: readonly ReportRow[]
  /** What the columns are stacked by. */
  readonly key: 'model' | 'account'
  /** Its values by cost, highest first. */
  readonly values: readonly string[]
  readonly nameOf: (value: string) => string
  readonly colorOf: (value: string) => string
  readonly hrefOf: (metric: TrendMetric) => string
}

interface Series {
  readonly name: string
  readonly title: string
  readonly color: string
  readonly values: ReadonlySet<string>
  readonly narrowing: SeriesNarrowing
}

const FIELDS = { model: 'models', account: 'accounts' } as const
const TITLES = { cost: 'Cost', tokens: 'Tokens', calls: 'Calls' } as const

/** Cost, tokens or calls over time, stacked by model or account: a chart, and the same numbers as a table. */
export function trend(spec: TrendSpec): PlotView {
  const { id, metric, state, window, key } = spec
  const { step, times } = window
  const { timeZone } = state.query
  const series = seriesOf(spec)
  const sums = sumsOf(spec, series)
  const explain = explainTimes(state, window)
  const point = (value: bigint, link: () => string | null): ChartPoint => (metric === 'cost' ? usdPoint(value, link) : countPoint(Number(value)))
  return chart({
    id, kind: 'bar', unit: metric === 'cost' ? 'usd' : 'count', title: `${TITLES[metric]} per ${step} by ${key}`,
    first: timeColumn(step, timeZone), categories: timeCategories(window, timeZone),
    switches: [{
      label: 'Measure',
      choices: TREND_METRICS.map((choice) => ({
        label: TITLES[choice], title: '', href: spec.hrefOf(choice), current: choice === metric,
      })),
    }],
    series: series.map(({ name, title, color, narrowing }, index) => ({
      name, title, color, points: sums.map((row, time) => point(row[index] ?? 0n, explain.cell(times[time], narrowing))),
    })),
    totals: {
      byCategory: sums.map((row, time) => point(sumOf(row), explain.time(times[time])).cell),
      bySeries: columnSums(sums, series.length).map((sum, index) => point(sum, explain.all(series[index]?.narrowing)).cell),
      all: point(sumOf(sums.map(sumOf)), explain.all()).cell,
    },
  })
}

function seriesOf({ key, state: { query: { filter } }, values, nameOf, colorOf }: TrendSpec): Series[] {
  const cut = values.length <= MAX_SERIES + 1 ? values.length : MAX_SERIES
  const [own, rest] = [values.slice(0, cut), values.slice(cut)]
  const series = own.map((value): Series => ({
    name: nameOf(value), title: value, color: colorOf(value), values: new Set([value]),
    narrowing: { filter: narrowed(filter, FIELDS[key], value) },
  }))
  if (rest.length === 0) return series
  return [...series, {
    name: `Other (${rest.length})`, title: rest.join(', '), color: OTHER_COLOR, values: new Set(rest),
    narrowing: { filter: without(filter, FIELDS[key], own) },
  }]
}

/** By time, then by series. */
function sumsOf({ window: { times, step }, key, rows, metric }: TrendSpec, series: readonly Series[]): bigint[][] {
  const indexOfTime = new Map(times.map((time, index) => [time, index]))
  const sums = times.map(() => series.map(() => 0n))
  for (const row of rows) {
    const sum = sums[indexOfTime.get(row.keys[step] ?? '') ?? -1]
    const index = series.findIndex(({ values }) => values.has(row.keys[key] ?? ''))
    if (sum && index >= 0) sum[index] = (sum[index] ?? 0n) + valueOf(row, metric)
  }
  return sums
}

function valueOf({ measures }: ReportNumbers, metric: TrendMetric): bigint {
  if (metric === 'cost') return totalCost(measures.cost)
  return BigInt(metric === 'calls' ? measures.calls : totalTokens(measures))
}

function sumOf(values: readonly bigint[]): bigint {
  return values.reduce((sum, value) => sum + value, 0n)
}

function columnSums(sums: readonly (readonly bigint[])[], columns: number): bigint[] {
  return Array.from({ length: columns }, (_, index) => sums.reduce((sum, row) => sum + (row[index] ?? 0n), 0n))
}
