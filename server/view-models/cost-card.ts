import type { Measures } from '../../domain/cell.ts'
import { totalCost } from '../../domain/total-cost.ts'
import type { CardView } from './card-view.ts'
import { exactCount, formatCount } from './format-count.ts'
import { exactUsd, formatUsdShort } from './format-usd.ts'

/** What was spent, and what it leaves out. `explain` leads to what it is made of. */
export function costCard(total: Measures, explain: string): CardView {
  const cost = totalCost(total.cost)
  return { label: 'Cost', value: formatUsdShort(cost), exact: exactUsd(cost), explain, details: [missing(total), ...uncertain(total)] }
}

function missing({ calls, unpricedCalls }: Measures): CardView['details'][number] {
  if (unpricedCalls === 0) return { text: 'Every call is priced', title: 'No call lacks a price' }
  return {
    text: `${formatCount(unpricedCalls)} calls unpriced, not in this sum`,
    tone: 'warn',
    title: `${exactCount(unpricedCalls)} of ${exactCount(calls)} calls have no known price and are not in the sum`,
  }
}

function uncertain({ estimatedCalls, partialCalls }: Measures): CardView['details'] {
  const calls = estimatedCalls + partialCalls
  if (calls === 0) return []
  return [{
    text: `${formatCount(calls)} calls estimated or priced in part`,
    title: `${exactCount(estimatedCalls)} estimated, ${exactCount(partialCalls)} without a price for one of their components`,
  }]
}
