import type { CostComponent } from '../../domain/cell.ts'
import type { Period } from '../../domain/bucket.ts'
import type { ReportNumbers } from '../../domain/report.ts'
import { totalCost } from '../../domain/total-cost.ts'
import { chart, type ChartCategory, type PlotView } from './chart.ts'
import { usdCell } from './cell-view.ts'
import { usdPoint } from './chart-point.ts'
import { formatShare } from './format-count.ts'
import { usdToNumber } from './format-usd.ts'

interface Kind {
  readonly name: string
  readonly title: string
  readonly color: string
  readonly components: readonly CostComponent[]
}

/** What calls cost money for, from the bottom of the stack on. Its colours are those of kinds on every page. */
const KINDS: readonly Kind[] = [
  { name: 'Input', title: 'Input tokens outside the cache', color: 'c0', components: ['input'] },
  { name: 'Output', title: 'Output tokens', color: 'c2', components: ['output'] },
  { name: 'Cache read', title: 'Tokens read from the cache', color: 'c4', components: ['cacheRead'] },
  { name: 'Cache write 5 min', title: 'Tokens written to the cache for 5 minutes', color: 'c5', components: ['cacheWrite5m'] },
  { name: 'Cache write 1 h', title: 'Tokens written to the cache for an hour', color: 'c1', components: ['cacheWrite1h'] },
  { name: 'Images and queries', title: 'What is billed by the image or the query', color: 'c3', components: ['images', 'queries'] },
]

export interface CostKindsSpec {
  readonly step: Period
  readonly first: string
  readonly categories: readonly ChartCategory[]
  /** One per category; null where there are no calls. */
  readonly byTime: readonly (ReportNumbers | null)[]
  readonly total: ReportNumbers
}

/** What the cost consists of over time, stacked. Kinds that cost nothing are left out. */
export function costKinds({ step, first, categories, byTime, total }: CostKindsSpec): PlotView {
  const whole = totalCost(total.measures.cost)
  const shown = KINDS.map((kind) => ({ ...kind, sum: sumOf(total, kind.components) })).filter(({ sum }) => sum !== 0n)
  return chart({
    id: 'cost-kinds', kind: 'area', unit: 'usd', title: `Cost per ${step} by kind of token`, first, categories,
    series: shown.map(({ name, title, color, components }) => ({
      name, title, color, points: byTime.map((numbers) => usdPoint(sumOf(numbers, components))),
    })),
    totals: {
      byCategory: byTime.map((numbers) => usdCell(numbers === null ? 0n : totalCost(numbers.measures.cost))),
      bySeries: shown.map(({ sum }) => usdCell(sum, `, ${formatShare(usdToNumber(sum), usdToNumber(whole))} of the cost`)),
      all: usdCell(whole),
    },
  })
}

function sumOf(numbers: ReportNumbers | null, components: readonly CostComponent[]): bigint {
  return numbers === null ? 0n : components.reduce((sum, component) => sum + numbers.measures.cost[component], 0n)
}
