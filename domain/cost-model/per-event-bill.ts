import { type BillLine, costOf } from './bill.ts'
import type { Workload } from './workload.ts'

/**
 * A mark that the call was counted, then every sum that it belongs to: in total, by caller, by model and by both, of its hour and its day.
 */
const WRITE_UNITS_PER_CALL = 21
/** The mark, and the prices of the model. */
const READ_UNITS_PER_CALL = 2

/**
 * What DynamoDB alone would charge another design for the same calls: one that keeps an item for each dimension and adds every
 * call to all of them, minute by minute, instead of computing whole hours. Its units grow with the calls, whatever they have in common.
 */
export function perEventLines({ calls }: Workload): BillLine[] {
  const line = (what: string, price: 'dynamoWriteUnit' | 'dynamoReadUnit', amount: number): BillLine => {
    return { part: 'Counters', what, price, amount, cost: costOf({ price, amount }) }
  }
  return [
    line('Sums added to', 'dynamoWriteUnit', calls * WRITE_UNITS_PER_CALL),
    line('Marks and prices looked up', 'dynamoReadUnit', calls * READ_UNITS_PER_CALL),
  ]
}
