import type { Measures } from '../../domain/cell.ts'
import type { ReportRow } from '../../domain/report.ts'
import type { CardView } from './card-view.ts'
import { exactCount, formatCount, formatShare } from './format-count.ts'
import { exactUsd, formatUsdShort } from './format-usd.ts'
import { cacheTokens, cacheWriteTokens, totalInputTokens } from './measures.ts'

/** What went through the cache, how much of the input that is, and what it saved. */
export function cacheCard(total: Measures, unpricedTokens: number): CardView {
  const all = totalInputTokens(total)
  return {
    label: 'Cache tokens',
    value: formatCount(cacheTokens(total)),
    exact: `${exactCount(total.cacheReadTokens)} tokens read, ${exactCount(total.cacheWrite5mTokens)} written for 5 minutes, `
      + `${exactCount(total.cacheWrite1hTokens)} for an hour`,
    details: [
      {
        text: `Hit rate ${formatShare(total.cacheReadTokens, all)}`,
        title: `${exactCount(total.cacheReadTokens)} of ${exactCount(all)} tokens of input were read from the cache`,
      },
      savings(total, unpricedTokens),
    ],
  }
}

function savings(total: Measures, unpricedTokens: number): CardView['details'][number] {
  const { cacheSavings } = total
  if (cacheTokens(total) === 0) return { text: 'Nothing cached', title: 'No call read from a cache or wrote to one' }
  const gap = unpricedTokens === 0 ? '' : ` ${exactCount(unpricedTokens)} cache tokens have no known price and are not in it.`
  if (gap !== '' && cacheSavings === 0n) return { text: 'Savings unknown', tone: 'warn', title: gap.trim() }
  const magnitude = formatUsdShort(cacheSavings < 0n ? -cacheSavings : cacheSavings)
  return {
    text: `${cacheSavings < 0n ? 'Cost' : 'Saved'} ${magnitude}${gap === '' ? '' : ' that is known'}`,
    title: `${exactUsd(cacheSavings)}: what the tokens read would have cost as input less what they did, less the premium of `
      + `${exactCount(cacheWriteTokens(total))} tokens written.${gap}`,
  }
}

/** Cache tokens of rows that lack a price for them: what they saved, nobody can tell. */
export function unpricedCacheTokens(rows: readonly ReportRow[]): number {
  let tokens = 0
  for (const { measures } of rows) {
    if (measures.unpricedCalls + measures.partialCalls === 0) continue
    if (measures.cost.cacheRead === 0n) tokens += measures.cacheReadTokens
    if (measures.cost.cacheWrite5m === 0n) tokens += measures.cacheWrite5mTokens
    if (measures.cost.cacheWrite1h === 0n) tokens += measures.cacheWrite1hTokens
  }
  return tokens
}
