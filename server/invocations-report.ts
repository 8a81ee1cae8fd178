import type { Access } from '../domain/access.ts'
import type { Cell } from '../domain/cell.ts'
import type { Invocations } from '../domain/invocation-ports.ts'
import { parseUsd } from '../domain/money.ts'
import { totalCost } from '../domain/total-cost.ts'
import { usageMatcher } from '../domain/usage-filter.ts'
import { readInvocations, type PricedPage } from '../functions/read-invocations.ts'
import { narrowingMatcher } from './explain-state.ts'
import { hasNumbers, narrowingOf, type InvocationsState } from './invocations-state.ts'
import type { PriceData } from './price-data.ts'
import type { WindowWithBuckets } from './usage-window.ts'

export interface InvocationsReport {
  /** Null where no event table is at hand. */
  readonly page: PricedPage | null
  /** What other pages say of the same calls; null where they cannot be narrowed down as far. */
  readonly total: { readonly calls: number; readonly cost: bigint } | null
}

export interface InvocationSources {
  readonly invocations: Invocations | null
  readonly prices: PriceData
}

export const INVOCATIONS_PER_PAGE = 50

/** A page of the calls that somebody may see. What they may see is part of the question, so the event table gives no more. */
export async function invocationsReport(
  { invocations, prices }: InvocationSources, access: Access, state: InvocationsState, usage: Pick<WindowWithBuckets, 'window' | 'buckets'>,
  limit = INVOCATIONS_PER_PAGE,
): Promise<InvocationsReport> {
  const total = hasNumbers(state) ? totalOf(state, usage) : null
  if (invocations === null) return { page: null, total }
  const { from, to } = usage.window.range
  const { after, query: { filter } } = state
  const query = { range: { from, to }, filter, narrowing: narrowingOf(state), grants: access.grants, after, limit }
  const minCost = state['min-cost'] === null ? null : parseUsd(state['min-cost'])
  return { page: await readInvocations(invocations, await prices.book(), query, { minCost }), total }
}

function totalOf(state: InvocationsState, { buckets }: Pick<WindowWithBuckets, 'buckets'>): { calls: number; cost: bigint } {
  const matcher = usageMatcher(state.query.filter)
  const narrowed = narrowingMatcher({ ...state, component: null })
  const matches = (cell: Cell) => matcher.cell(cell) && narrowed(cell)
  let [calls, cost] = [0, 0n]
  for (const { source, cells } of buckets) {
    if (!matcher.source(source)) continue
    for (const cell of cells) {
      if (!matches(cell)) continue
      calls += cell.calls
      cost += totalCost(cell.cost)
    }
  }
  return { calls, cost }
}
