import type { Access } from '../domain/access.ts'
import type { Bucket } from '../domain/bucket.ts'
import { nextDay, nextMonth } from '../domain/calendar.ts'
import type { Cell, CostComponent } from '../domain/cell.ts'
import { costExplainer, type ExplainedPrice } from '../domain/explain-cost.ts'
import type { BucketRead } from '../domain/plan-reads.ts'
import { sourceId } from '../domain/source.ts'
import { totalCost } from '../domain/total-cost.ts'
import { usageMatcher } from '../domain/usage-filter.ts'
import { narrowingMatcher, type ExplainState } from './explain-state.ts'
import type { PriceData } from './price-data.ts'
import type { UsageData } from './usage-data.ts'
import type { WindowWithBuckets } from './usage-window.ts'

/** What the cost of the calls that a state names is made of. */
export interface ExplainReport {
  readonly prices: readonly ExplainedPrice[]
  /** As all pages show it. */
  readonly cost: bigint
  readonly calls: number
  /** Part of the cost whose hours are no longer kept, or not rolled up yet: the prices add up to all but this. */
  readonly unexplained: bigint
  /** Version of the price book that the prices are from, and the versions that the stored costs were computed with. */
  readonly bookVersion: number
  readonly costVersions: readonly number[]
}

export async function explainReport(
  data: UsageData, priceData: PriceData, access: Access, state: ExplainState, { buckets }: WindowWithBuckets,
): Promise<ExplainReport> {
  const book = await priceData.book()
  const matcher = usageMatcher(state.query.filter)
  const narrowing = narrowingMatcher(state)
  const matches = (cell: Cell) => matcher.cell(cell) && narrowing(cell)
  const relevant = buckets.filter(({ source, cells }) => matcher.source(source) && cells.some(matches))
  const explainer = costExplainer(book, { matches, component: state.component })
  let mixed = relevant.filter((bucket) => !explainer.add(bucket))
  while (mixed.length > 0) {
    const parts = await partsOf(data, access, mixed)
    mixed = parts.filter((bucket) => !explainer.add(bucket))
  }

  const prices = explainer.finish()
  const { calls, cost } = shownSums(relevant, matches, state.component)
  return {
    prices, cost, calls,
    unexplained: cost - prices.reduce((sum, price) => sum + price.cost, 0n),
    bookVersion: book.version,
    costVersions: [...new Set(relevant.map(({ priceVersion }) => priceVersion))].sort((a, b) => a - b),
  }
}

/** As all pages sum them up. */
function shownSums(
  buckets: readonly Bucket[], matches: (cell: Cell) => boolean, component: CostComponent | null,
): { calls: number; cost: bigint } {
  let [calls, cost] = [0, 0n]
  for (const { cells } of buckets) {
    for (const cell of cells) {
      if (!matches(cell)) continue
      calls += cell.calls
      cost += component === null ? totalCost(cell.cost) : cell.cost[component]
    }
  }
  return { calls, cost }
}

/** The days of months and the hours of days, of the same sources. */
async function partsOf(data: UsageData, access: Access, mixed: readonly Bucket[]): Promise<Bucket[]> {
  const wanted = new Set(mixed.map(({ source, period, start }) => nameOf(sourceId(source), period, start)))
  const reads = [...new Map(mixed.map(({ period, start }) => [start, partsRead(period, start)])).values()]
  const parts = await data.buckets(access, reads)
  return parts.filter(({ source, period, start }) => {
    const whole = period === 'hour' ? 'day' : 'month'
    return wanted.has(nameOf(sourceId(source), whole, start.slice(0, whole === 'day' ? 10 : 7)))
  })
}

function partsRead(period: Bucket['period'], start: string): BucketRead {
  if (period === 'month') return { period: 'day', from: `${start}-01`, to: `${nextMonth(start)}-01` }
  return { period: 'hour', from: `${start}T00`, to: `${nextDay(start)}T00` }
}

function nameOf(source: string, period: string, start: string): string {
  return `${source}#${period}#${start}`
}
