import { exactCount, formatCount, NO_DATA } from './format-count.ts'
import { formatMs } from './format-duration.ts'
import { exactUsd, formatUsdShort } from './format-usd.ts'

/** A number as a table or card shows it, with all its digits to hover. */
export interface CellView {
  readonly value: string
  readonly exact: string
  readonly tone?: 'good' | 'bad' | 'warn'
  /** The page that says what the number is made of. */
  readonly explain?: string
}

/** In place of what calls of all callers of an account make up, for those who see some of them only. */
export const OF_ALL_CALLERS: CellView = { value: NO_DATA, exact: 'Only shown to who may see the calls of everybody' }

export function countCell(count: number): CellView {
  return { value: formatCount(count), exact: exactCount(count) }
}

export function usdCell(units: bigint, remark = ''): CellView {
  return { value: formatUsdShort(units), exact: exactUsd(units) + remark }
}

export function msCell(ms: number | null, measured: number): CellView {
  const exact = ms === null ? 'No call reports it' : `over ${exactCount(measured)} calls that report it`
  return { value: formatMs(ms), exact }
}

/** Errors among calls: `12 · 1.3%`; red from one in twenty on. */
export function errorCell(errors: number, calls: number): CellView {
  if (calls === 0) return { value: NO_DATA, exact: 'No calls' }
  const exact = `${exactCount(errors)} of ${exactCount(calls)} calls (${((errors / calls) * 100).toFixed(2)}%)`
  const tone = errorTone(errors, calls)
  return { value: formatCount(errors), exact, ...(tone && { tone }) }
}

export function errorTone(errors: number, calls: number): 'bad' | undefined {
  return calls > 0 && errors / calls >= 0.05 ? 'bad' : undefined
}
