import { COST_COMPONENTS } from '../../domain/cell.ts'
import type { ReportNumbers } from '../../domain/report.ts'
import { totalCost } from '../../domain/total-cost.ts'
import type { PageState } from '../page-state.ts'
import type { UsageWindow } from '../usage-window.ts'
import { chart, type PlotView } from './chart.ts'
import { usdPoint } from './chart-point.ts'
import { COMPONENT_NAMES } from './component-names.ts'
import { explainTimes } from './explain-links.ts'
import { formatShare } from './format-count.ts'
import { usdToNumber } from './format-usd.ts'
import { timeCategories } from './time-categories.ts'
import { timeColumn } from './time-label.ts'

export interface CostKindsSpec {
  readonly state: PageState
  readonly window: UsageWindow
  /** One per time of the window; null where there are no calls. */
  readonly byTime: readonly (ReportNumbers | null)[]
  readonly total: ReportNumbers
}

/** What the cost consists of over time, stacked. Components that cost nothing are left out. */
export function costKinds({ state, window, byTime, total }: CostKindsSpec): PlotView {
  const { step, times } = window
  const { timeZone } = state.query
  const explain = explainTimes(state, window)
  const whole = totalCost(total.measures.cost)
  const shown = COST_COMPONENTS.filter((component) => total.measures.cost[component] !== 0n)
  return chart({
    id: 'cost-kinds', kind: 'area', unit: 'usd', title: `Cost per ${step} by kind of token`,
    first: timeColumn(step, timeZone), categories: timeCategories(window, timeZone),
    series: shown.map((component) => ({
      ...COMPONENT_NAMES[component],
      points: byTime.map((numbers, index) => usdPoint(numbers?.measures.cost[component] ?? 0n, explain.cell(times[index], { component }))),
    })),
    totals: {
      byCategory: byTime.map((numbers, index) => {
        return usdPoint(numbers === null ? 0n : totalCost(numbers.measures.cost), explain.time(times[index])).cell
      }),
      bySeries: shown.map((component) => {
        const sum = total.measures.cost[component]
        return usdPoint(sum, explain.all({ component }), `, ${formatShare(usdToNumber(sum), usdToNumber(whole))} of the cost`).cell
      }),
      all: usdPoint(whole, explain.all()).cell,
    },
  })
}
