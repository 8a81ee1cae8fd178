import type { Histogram } from '../../domain/histogram.ts'
import type { Measures } from '../../domain/cell.ts'

export function cacheWriteTokens(measures: Measures): number {
  return measures.cacheWrite5mTokens + measures.cacheWrite1hTokens
}

/** Read from a cache or written to one. */
export function cacheTokens(measures: Measures): number {
  return measures.cacheReadTokens + cacheWriteTokens(measures)
}

/** What the model read in all: input that was not cached, read from the cache and written to it. */
export function totalInputTokens(measures: Measures): number {
  return measures.inputTokens + measures.cacheReadTokens + cacheWriteTokens(measures)
}

export function totalTokens(measures: Measures): number {
  return totalInputTokens(measures) + measures.outputTokens
}

export function mean({ sum, count }: Histogram): number | null {
  return count === 0 ? null : sum / count
}

/** Time per output token after the first one. */
export function timePerOutputTokenMs({ generationMs, generationTokens }: Measures): number | null {
  return generationTokens === 0 ? null : generationMs / generationTokens
}
