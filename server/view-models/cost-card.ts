import type { Measures } from '../../domain/cell.ts'
import { exactCount, formatCount, formatShare } from './format-count.ts'
import { exactUsd, formatUsdShort, usdToNumber } from './format-usd.ts'
import type { CardView } from './summary-cards.ts'

export interface CostPart {
  readonly label: string
  readonly value: string
  readonly exact: string
  readonly color: string
  /** Where the part starts on the bar and how long it is, in percent. */
  readonly from: string
  readonly width: string
}

/** What was spent, of which components it consists, and what it leaves out. */
export function costCard(total: Measures, cost: bigint): CardView {
  const unpriced = total.unpricedCalls
  const uncertain = total.partialCalls + total.estimatedCalls
  const details = [
    unpriced === 0
      ? { text: 'Every call is priced', title: 'No call lacks a price' }
      : {
        text: `${formatCount(unpriced)} calls unpriced, not in this sum`,
        tone: 'warn' as const,
        title: `${exactCount(unpriced)} of ${exactCount(total.calls)} calls have no known price and are not in the sum`,
      },
    ...(uncertain === 0 ? [] : [{
      text: `${formatCount(uncertain)} calls estimated or priced in part`,
      title: `${exactCount(total.estimatedCalls)} estimated, ${exactCount(total.partialCalls)} without a price for one of their components`,
    }]),
    ...(total.cacheSavings === 0n ? [] : [{
      text: `Caching ${total.cacheSavings > 0n ? 'saved' : 'cost'} ${formatUsdShort(magnitude(total.cacheSavings))}`,
      title: `${exactUsd(total.cacheSavings)} against the same input without a cache`,
    }]),
  ]
  return { label: 'Cost', value: formatUsdShort(cost), exact: exactUsd(cost), details, parts: costParts(total, cost) }
}

function costParts({ cost }: Measures, total: bigint): CostPart[] {
  const parts: [label: string, color: string, units: bigint][] = [
    ['Input', 'c0', cost.input],
    ['Output', 'c2', cost.output],
    ['Cache read', 'c4', cost.cacheRead],
    ['Cache write', 'c5', cost.cacheWrite5m + cost.cacheWrite1h],
    ['Images and queries', 'c3', cost.images + cost.queries],
  ]
  let from = 0
  return parts.filter(([, , units]) => units !== 0n).map(([label, color, units]) => {
    const width = (100 * usdToNumber(units)) / Math.max(usdToNumber(total), Number.MIN_VALUE)
    const part = {
      label, color, value: formatUsdShort(units),
      exact: `${exactUsd(units)}, ${formatShare(usdToNumber(units), usdToNumber(total))} of the cost`,
      from: `${from.toFixed(3)}%`, width: `${width.toFixed(3)}%`,
    }
    from += width
    return part
  })
}

function magnitude(units: bigint): bigint {
  return units < 0n ? -units : units
}
