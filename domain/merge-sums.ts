import type { Measures } from './cell.ts'

/** Adds every measure that is a plain sum, i.e. all but the histograms. Spelled out: every page runs it very many times. */
export function mergeSumsInto(target: Measures, other: Measures): void {
  target.calls += other.calls
  target.inputTokens += other.inputTokens
  target.outputTokens += other.outputTokens
  target.cacheReadTokens += other.cacheReadTokens
  target.cacheWrite5mTokens += other.cacheWrite5mTokens
  target.cacheWrite1hTokens += other.cacheWrite1hTokens
  target.cacheWriteUnsplitTokens += other.cacheWriteUnsplitTokens
  target.images += other.images
  target.cacheReadCalls += other.cacheReadCalls
  target.cacheWrite5mCalls += other.cacheWrite5mCalls
  target.cacheWrite1hCalls += other.cacheWrite1hCalls
  target.cacheWriteUnsplitCalls += other.cacheWriteUnsplitCalls
  target.imagesUnknownCalls += other.imagesUnknownCalls
  target.unpricedCalls += other.unpricedCalls
  target.partialCalls += other.partialCalls
  target.estimatedCalls += other.estimatedCalls
  target.generationCalls += other.generationCalls
  target.generationMs += other.generationMs
  target.generationTokens += other.generationTokens
  if (other.cacheSavings !== 0n) target.cacheSavings += other.cacheSavings
  mergeCostInto(target.cost, other.cost)
}

// Most components of most cells are 0, and adding bigints makes new ones.
function mergeCostInto(target: Measures['cost'], other: Measures['cost']): void {
  if (other.input !== 0n) target.input += other.input
  if (other.output !== 0n) target.output += other.output
  if (other.cacheRead !== 0n) target.cacheRead += other.cacheRead
  if (other.cacheWrite5m !== 0n) target.cacheWrite5m += other.cacheWrite5m
  if (other.cacheWrite1h !== 0n) target.cacheWrite1h += other.cacheWrite1h
  if (other.images !== 0n) target.images += other.images
  if (other.queries !== 0n) target.queries += other.queries
}
