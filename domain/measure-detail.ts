import { COST_COMPONENTS, type CostComponent } from './cell.ts'
import { measureJson, type MeasureJson } from './measure-json.ts'
import { formatUsd } from './money.ts'
import type { ReportNumbers } from './report.ts'

type ComponentCosts = Readonly<Record<`${CostComponent}CostUsd`, string>>

/** Measures as they leave the program, with the cost by what it is for. Money is in exact decimals. */
export interface MeasureDetail extends MeasureJson, ComponentCosts {
  readonly images: number
  /** What cache reads saved, less what cache writes cost more; may be negative. */
  readonly cacheSavingsUsd: string
  /** Calls whose price is derived or assumed. */
  readonly estimatedCalls: number
}

export function measureDetail(numbers: ReportNumbers): MeasureDetail {
  const { measures } = numbers
  const costs = Object.fromEntries(COST_COMPONENTS.map((component) => [`${component}CostUsd`, formatUsd(measures.cost[component])]))
  return {
    ...measureJson(numbers), ...costs as ComponentCosts,
    images: measures.images, cacheSavingsUsd: formatUsd(measures.cacheSavings), estimatedCalls: measures.estimatedCalls,
  }
}
