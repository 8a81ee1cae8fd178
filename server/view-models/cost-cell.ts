import type { Measures } from '../../domain/cell.ts'
import { totalCost } from '../../domain/total-cost.ts'
import { usdCell, type CellView } from './cell-view.ts'
import { exactCount, formatShare, NO_DATA } from './format-count.ts'
import { exactUsd, formatUsdPrecise, usdToNumber } from './format-usd.ts'
import { totalTokens } from './measures.ts'
import { plural } from './plural.ts'

/** What a dollar leaves out, or guesses: `≥` where calls have no price, `≈` where some are estimated. */
export function costCell(measures: Measures, whole: bigint): CellView {
  const cost = totalCost(measures.cost)
  const { calls, unpricedCalls } = measures
  if (cost === 0n && unpricedCalls > 0) {
    return { value: 'unpriced', exact: `${exactCount(unpricedCalls)} of ${exactCount(calls)} calls have no known price`, tone: 'warn' }
  }
  const { value, exact } = usdCell(cost, `, ${formatShare(usdToNumber(cost), usdToNumber(whole))} of all`)
  const doubt = doubtOf(measures)
  return doubt === null ? { value, exact } : { value: `${doubt.sign} ${value}`, exact: `${exact}. ${doubt.text}`, ...(doubt.tone && { tone: doubt.tone }) }
}

interface Doubt {
  readonly sign: '≥' | '≈'
  readonly text: string
  readonly tone?: 'warn'
}

function doubtOf({ unpricedCalls, partialCalls, estimatedCalls }: Measures): Doubt | null {
  const parts = [
    [unpricedCalls, 'without a known price, not in this sum'], [partialCalls, 'priced in part'], [estimatedCalls, 'estimated'],
  ] as const
  const text = parts.filter(([calls]) => calls > 0).map(([calls, what]) => `${plural(calls, 'call')} ${what}`).join('; ')
  if (unpricedCalls + partialCalls > 0) return { sign: '≥', text, tone: 'warn' }
  return estimatedCalls > 0 ? { sign: '≈', text } : null
}

/** Of the calls that have a price; null where only calls that cost nothing have one. */
export function costPerCall({ cost, calls, unpricedCalls }: Measures): bigint | null {
  const [units, priced] = [totalCost(cost), calls - unpricedCalls]
  return priced === 0 || (units === 0n && unpricedCalls > 0) ? null : units / BigInt(priced)
}

/** Per 1M tokens of any kind; null where calls without a price would make it too low. */
export function costPerMillionTokens(measures: Measures): bigint | null {
  const tokens = totalTokens(measures)
  return tokens === 0 || measures.unpricedCalls > 0 ? null : (totalCost(measures.cost) * 1_000_000n) / BigInt(tokens)
}

export function ratioCell(units: bigint | null, whyNot: string): CellView {
  return units === null ? { value: NO_DATA, exact: whyNot } : { value: formatUsdPrecise(units), exact: exactUsd(units) }
}

/** Of a component: a dash where none was consumed, or where nobody knows what it cost. */
export function componentCell(units: bigint, amount: number, { cost, unpricedCalls }: Measures): CellView {
  const whole = totalCost(cost)
  if (units === 0n && amount === 0) return { value: NO_DATA, exact: 'None consumed' }
  if (whole === 0n && unpricedCalls > 0) return { value: NO_DATA, exact: 'No price is known' }
  return usdCell(units, `, ${formatShare(usdToNumber(units), usdToNumber(whole))} of the cost`)
}
