import type { CostComponent } from './cell.ts'

/** Cost of all components together, in units of 10⁻¹⁸ USD. */
export function totalCost(cost: Readonly<Record<CostComponent, bigint>>): bigint {
  return cost.input + cost.output + cost.cacheRead + cost.cacheWrite5m + cost.cacheWrite1h + cost.images + cost.queries
}
