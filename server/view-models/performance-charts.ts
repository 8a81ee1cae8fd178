import { quantile, type Histogram } from '../../domain/histogram.ts'
import type { Measures } from '../../domain/cell.ts'
import type { LatencyPoint } from '../../domain/ports.ts'
import type { ReportNumbers } from '../../domain/report.ts'
import type { LatencyBand, LatencyScale } from '../performance-state.ts'
import { chart, type ChartCategory, type ChartSeries, type ChartSwitch, type PlotView } from './chart.ts'
import { GAP, msPoint, ratePoint, type ChartPoint } from './chart-point.ts'
import { meanPoint } from './first-token.ts'
import { mean, timePerOutputTokenMs } from './measures.ts'

export interface PerformanceChartsSpec {
  /** What the charts are about: `all models`, or a model's name. */
  readonly subject: string
  readonly step: string
  readonly first: string
  readonly categories: readonly ChartCategory[]
  /** One per category; null without calls. */
  readonly byTime: readonly (ReportNumbers | null)[]
}

interface Line {
  readonly name: string
  readonly title: string
  readonly color: string
  readonly of: (values: Histogram) => number | null
}

const BANDS: Readonly<Record<LatencyBand, readonly Line[]>> = {
  percentiles: [
    { name: 'p50', title: 'Half of the calls were at least this fast', color: 'c4', of: (values) => quantile(values, 0.5) },
    { name: 'p95', title: '95% of the calls were at least this fast', color: 'c0', of: (values) => quantile(values, 0.95) },
    { name: 'p99', title: '99% of the calls were at least this fast', color: 'c7', of: (values) => quantile(values, 0.99) },
  ],
  extremes: [
    { name: 'Min', title: 'The fastest call', color: 'c4', of: ({ min }) => min },
    { name: 'Mean', title: 'Average of all calls', color: 'c0', of: mean },
    { name: 'Max', title: 'The slowest call', color: 'c7', of: ({ max }) => max },
  ],
}

export interface LatencyChartSpec extends PerformanceChartsSpec {
  readonly band: LatencyBand
  readonly scale: LatencyScale
  readonly switches: readonly ChartSwitch[]
}

export function latencyChart({ band, scale, switches, ...spec }: LatencyChartSpec): PlotView {
  return chart({
    ...common(spec), id: 'performance-latency', unit: 'ms', title: `Latency of ${spec.subject} by ${spec.step}`, switches,
    logarithmic: scale === 'log',
    series: BANDS[band].map((line) => timeLine(spec, line, ({ latencyMs }) => latencyMs)),
  })
}

export function speedChart(spec: PerformanceChartsSpec): PlotView {
  const lines: readonly Line[] = [
    { name: 'Mean', title: 'Average of all calls', color: 'c2', of: mean },
    { name: 'Slowest 5%', title: '95% of the calls were at least this fast', color: 'c1', of: (values) => quantile(values, 0.05) },
  ]
  return chart({
    ...common(spec), id: 'performance-speed', unit: 'tokens-per-second', title: `Output tokens per second by ${spec.step}`,
    series: lines.map(({ name, title, color, of }) => series(spec, name, title, color, ({ outputTokensPerKs }) => {
      const perKs = of(outputTokensPerKs)
      return ratePoint(perKs === null ? null : perKs / 1000, outputTokensPerKs.count)
    })),
  })
}

export function tokenTimeChart(spec: PerformanceChartsSpec): PlotView {
  return chart({
    ...common(spec), id: 'performance-tpot', unit: 'ms', title: `Time per output token (TPOT) by ${spec.step}`,
    series: [series(spec, 'TPOT', 'Time per output token after the first', 'c3', (measures) =>
      msPoint(timePerOutputTokenMs(measures), measures.generationCalls))],
  })
}

export interface FirstTokenChartSpec extends PerformanceChartsSpec {
  /** CloudWatch's, one list per category. */
  readonly points: readonly (readonly LatencyPoint[])[]
}

/** What the logs tell and what CloudWatch tells side by side, never joined: they are not of the same calls. */
export function firstTokenChart({ points, ...spec }: FirstTokenChartSpec): PlotView {
  const logged = (name: string, color: string, q: number) =>
    timeLine(spec, { name: `${name}, logs`, title: 'From the invocation logs', color, of: (values) => quantile(values, q) }, (measures) => measures.timeToFirstTokenMs)
  const measured = (name: string, color: string, of: (point: Omit<LatencyPoint, 'startMs'>) => number): ChartSeries => ({
    name: `${name}, CloudWatch`, title: 'From CloudWatch: mean of the percentiles of short periods, weighted with their calls', color,
    points: points.map((list) => {
      const point = meanPoint(list)
      return point === null ? GAP : msPoint(of(point), point.samples)
    }),
  })
  const all = [
    logged('p50', 'c4', 0.5), logged('p95', 'c0', 0.95), measured('p50', 'c5', ({ p50Ms }) => p50Ms), measured('p90', 'c1', ({ p90Ms }) => p90Ms),
  ]
  return chart({
    ...common(spec), id: 'performance-ttft', unit: 'ms', title: `Time to first token (TTFT) by ${spec.step}`,
    series: all.filter((line) => line.points.some(({ value }) => value !== null)),
  })
}

function common({ first, categories }: PerformanceChartsSpec) {
  return { kind: 'line', first, categories } as const
}

function timeLine(
  spec: PerformanceChartsSpec, { name, title, color, of }: Line, histogramOf: (measures: Measures) => Histogram,
): ChartSeries {
  return series(spec, name, title, color, (measures) => msPoint(of(histogramOf(measures)), histogramOf(measures).count))
}

function series(
  { byTime }: PerformanceChartsSpec, name: string, title: string, color: string, pointOf: (measures: Measures) => ChartPoint,
): ChartSeries {
  return { name, title, color, points: byTime.map((numbers) => (numbers === null ? GAP : pointOf(numbers.measures))) }
}
