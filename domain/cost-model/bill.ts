import { parseUsd, timesQuantity } from '../money.ts'
import { computingQuantities } from './computing-quantities.ts'
import { deliveryQuantities } from './delivery-quantities.ts'
import { LIST_PRICES, type ListPrice, type PriceName } from './list-prices.ts'
import { logQuantities, rawLogQuantities } from './log-quantities.ts'
import type { MeasuredUnits } from './measured-units.ts'
import { watchingQuantities } from './watching-quantities.ts'
import type { Workload } from './workload.ts'

/** So much of what a price is for, a month. */
export interface Quantity {
  readonly what: string
  readonly price: PriceName
  readonly amount: number
}

export interface BillLine extends Quantity {
  readonly part: string
  /** Units of 10⁻¹⁸ USD. */
  readonly cost: bigint
}

export interface Bill {
  readonly lines: readonly BillLine[]
  readonly total: bigint
  /** Of the total, what is to be paid also for a month without any call. */
  readonly standing: bigint
  /** The total where nothing else in the account uses what AWS gives for nothing each month. */
  readonly lessAllowances: bigint
  /** Keeping the raw logs, which is apart from the total. */
  readonly rawLogs: readonly BillLine[]
}

/** Our own bill for a month, of everything from a log object to the buckets that the dashboard reads. */
export function bill(workload: Workload, measured: MeasuredUnits): Bill {
  const lines = linesOf(workload, measured)
  return {
    lines,
    total: sumOf(lines),
    standing: sumOf(linesOf({ ...workload, calls: 0 }, measured)),
    lessAllowances: sumOf(lines) - sumOf(allowancesUsed(lines)),
    rawLogs: priced('Raw logs', rawLogQuantities(workload, measured)),
  }
}

function linesOf(workload: Workload, measured: MeasuredUnits): BillLine[] {
  return [
    ...priced('Parsing logs', logQuantities(workload, measured)),
    ...priced('Delivery', deliveryQuantities(workload, measured)),
    ...priced('Computing', computingQuantities(workload, measured)),
    ...priced('Watching', watchingQuantities(workload)),
  ]
}

function priced(part: string, quantities: readonly Quantity[]): BillLine[] {
  return quantities.map((quantity) => ({ ...quantity, part, cost: costOf(quantity) }))
}

/** Of each price as much as is free, and no more than was billed by it. */
function allowancesUsed(lines: readonly BillLine[]): { cost: bigint }[] {
  return [...new Set(lines.map(({ price }) => price))].map((price) => {
    const { free = 0 }: ListPrice = LIST_PRICES[price]
    const allowed = costOf({ price, amount: free })
    const billed = sumOf(lines.filter((line) => line.price === price))
    return { cost: allowed < billed ? allowed : billed }
  })
}

/** Of whole units: requests, bytes and the like come in no other. */
export function costOf({ price, amount }: Pick<Quantity, 'price' | 'amount'>): bigint {
  const { usd, per } = LIST_PRICES[price]
  return timesQuantity(parseUsd(usd), Math.ceil(amount)) / BigInt(per)
}

export function sumOf(lines: readonly Pick<BillLine, 'cost'>[]): bigint {
  return lines.reduce((sum, { cost }) => sum + cost, 0n)
}
