import type { ChartSpec, ChartSeries } from './chart.ts'
import type { ChartPoint } from './chart-point.ts'

const SERIES_TOLD = 3

/** What the chart shows, in words: the whole and its peak where series add up, else between what and what each moves. */
export function chartSummary(spec: ChartSpec): string {
  const { series, categories, totals } = spec
  if (series.every(({ points }) => extremes(points) === null)) return 'There is nothing to draw in this period.'
  if (!totals) return series.slice(0, SERIES_TOLD).flatMap(spanOf).join('; ').concat('.')

  const sums = categories.map((_, index) => series.reduce((sum, { points }) => sum + (points[index]?.value ?? 0), 0))
  const peak = indexOfLargest(sums)
  const parts = series.map(({ points }) => points.reduce((sum, { value }) => sum + (value ?? 0), 0))
  const largest = indexOfLargest(parts)
  const told = [`${totals.all.value} in all`]
  if (categories.length > 1) told.push(`most on ${categories[peak]?.label ?? ''} (${totals.byCategory[peak]?.value ?? ''})`)
  if (series.length > 1) told.push(`most by ${series[largest]?.name ?? ''} (${totals.bySeries[largest]?.value ?? ''})`)
  return `${told.join(', ')}.`
}

/** How a reader knows what is not whole yet; null where everything is. */
export function chartNote({ kind, categories }: ChartSpec): string | null {
  if (!categories.some(({ partial }) => partial)) return null
  const isLastPartial = categories.at(-1)?.partial === true
  if (kind === 'line') return isLastPartial ? 'What is dashed lies only partly in this period.' : null
  return 'What is hatched lies only partly in this period.'
}

function spanOf({ name, points }: ChartSeries): string[] {
  const found = extremes(points)
  if (found === null) return []
  const { least, most } = found
  return [least.cell.value === most.cell.value ? `${name} at ${most.cell.value}` : `${name} between ${least.cell.value} and ${most.cell.value}`]
}

function extremes(points: readonly ChartPoint[]): { least: ChartPoint; most: ChartPoint } | null {
  let least: ChartPoint | null = null
  let most: ChartPoint | null = null
  for (const point of points) {
    if (point.value === null) continue
    if (least === null || point.value < (least.value ?? 0)) least = point
    if (most === null || point.value > (most.value ?? 0)) most = point
  }
  return least === null || most === null ? null : { least, most }
}

function indexOfLargest(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value > (values[best] ?? -Infinity) ? index : best), 0)
}
